// Format, lint, types, import directions and generated documents: `npm run check`, and the first part of `npm test`.
import { runSteps, type Step } from './steps.ts';

/** The checks that need no running parts. Each counts as one test. */
export const checks: readonly Step[] = [
  // The longest first: two run at a time.
  {
    name: 'lint',
    command: [
      'eslint',
      '--max-warnings=0',
      '--cache',
      '--cache-location',
      'node_modules/.cache/eslint/',
      '.',
    ],
  },
  { name: 'format', command: ['prettier', '--check', '--log-level=warn', '.'] },
  { name: 'types', command: ['tsc', '-p', 'tsconfig.json'] },
  // With what browsers have: code of tests that runs within a page. The pages themselves are checked by their build.
  { name: 'types of what runs in a browser', command: ['tsc', '-p', 'tests/web/tsconfig.json'] },
  {
    name: 'import directions',
    command: [
      'depcruise',
      '--config',
      '.dependency-cruiser.cjs',
      'apps',
      'packages',
      'tools',
      'tests',
      'bench',
    ],
  },
  { name: 'generated documents', command: ['tools/generate-docs.ts', '--check'] },
];

if (import.meta.main) {
  const { failed } = await runSteps(checks);
  process.exitCode = failed === 0 ? 0 : 1;
}
