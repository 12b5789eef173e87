// `npm test`: the checks, the build of the pages, then every test on the embedded PostgreSQL, then the database tests on an external server.
// Arguments are passed to Vitest: `npm test -- queue` runs what matches, without the checks.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { checks } from './check.ts';
import { startExternalDatabase } from './external-database.ts';
import { runStep, runSteps, type Step } from './steps.ts';
import { ensureTestPrograms } from './test-programs.ts';

interface Totals {
  readonly passed: number;
  readonly failed: number;
  /** Full names and why, told again at the end, where those look who see nothing else of a long run. */
  readonly failures: readonly string[];
  readonly skipped: readonly string[];
}

interface VitestReport {
  readonly numPassedTests: number;
  readonly testResults: readonly {
    readonly name: string;
    readonly status: string;
    /** Milliseconds. */
    readonly startTime: number;
    readonly endTime: number;
    /** Why the file failed outside of its tests. */
    readonly message: string;
    readonly assertionResults: readonly {
      readonly fullName: string;
      readonly status: string;
      readonly failureMessages?: readonly string[];
    }[];
  }[];
}

/** Runs Vitest and reads its report. A run that ends badly without naming a failed test counts as one failure. */
async function runVitest(
  name: string,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<Totals> {
  const folder = mkdtempSync(path.join(tmpdir(), 'smtpy-report-'));
  const file = path.join(folder, 'report.json');
  try {
    console.log(`\n${name}`);
    const code = await runStep({
      name,
      command: [
        'vitest',
        'run',
        '--reporter=default',
        '--reporter=json',
        `--outputFile.json=${file}`,
        ...args,
      ],
      env,
    });
    const report = JSON.parse(readFileSync(file, 'utf8')) as VitestReport;
    tellSlowest(report);
    const failures = outcomesOf(report, ['failed']);
    return {
      passed: report.numPassedTests,
      failed: Math.max(failures.length, code === 0 ? 0 : 1),
      failures,
      skipped: outcomesOf(report, ['skipped', 'pending', 'todo']),
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Tests in one of these states, each with its file and why; of a file that failed outside of its tests the file alone. */
function outcomesOf({ testResults }: VitestReport, states: readonly string[]): readonly string[] {
  return testResults.flatMap(({ name, status, message, assertionResults }) => {
    const file = path.relative(process.cwd(), name);
    const tests = assertionResults.filter((test) => states.includes(test.status));
    if (tests.length === 0 && states.includes(status)) return [file + beginningOf([message])];
    return tests.map(
      ({ fullName, failureMessages = [] }) => `${file}: ${fullName}${beginningOf(failureMessages)}`,
    );
  });
}

/** The first lines of why something failed, below its name: the whole stands further up in the output. */
function beginningOf(reasons: readonly string[]): string {
  return reasons
    .flatMap((reason) => stripVTControlCharacters(reason).trim().split('\n'))
    .filter((line) => line !== '' && !line.includes('/node_modules/'))
    .slice(0, 20)
    .map((line) => `\n    ${line.slice(0, 300)}`)
    .join('');
}

/** What to look at when a run has become too long. */
function tellSlowest({ testResults }: VitestReport): void {
  const slowest = testResults
    .map(({ name, startTime, endTime }) => ({ name, seconds: (endTime - startTime) / 1000 }))
    .toSorted((a, b) => b.seconds - a.seconds)
    .slice(0, 12);
  console.log('slowest files:');
  for (const { name, seconds } of slowest)
    console.log(`${seconds.toFixed(0).padStart(6)} s  ${path.relative(process.cwd(), name)}`);
}

/** Servers that tests start show the pages as they are. */
const build: Step = { name: 'build of the pages', command: ['tools/build-web.ts'] };

/** What must hold on any PostgreSQL: what speaks to it, who may do what, and three scenarios from end to end. */
const externalTests = [
  'store.test',
  'apps/server/src/queue',
  'apps/server/src/db/connect',
  'apps/server/src/db/migrate',
  'apps/server/src/db/schema',
  'apps/server/src/db/ambient',
  'apps/server/src/authentication',
  'apps/server/src/api-keys',
  'apps/server/src/members',
  'tests/api/access',
  'tests/e2e/02',
  'tests/e2e/04',
  'tests/e2e/27',
];

/** The tests that speak to PostgreSQL, once more on a server that is not ours. */
async function runOnExternalDatabase(): Promise<Totals> {
  const server = await startExternalDatabase();
  if (server.kind === 'missing') {
    console.log(`\nskipped: database tests on an external PostgreSQL (${server.reason})`);
    return {
      passed: 0,
      failed: 0,
      failures: [],
      skipped: [`database tests on an external PostgreSQL: ${server.reason}`],
    };
  }
  try {
    return await runVitest(`database tests on external PostgreSQL ${server.version}`, externalTests, {
      DATABASE_URL: server.url,
    });
  } finally {
    await server.close();
  }
}

async function main(args: readonly string[]): Promise<number> {
  const everything = args.length === 0;
  const totals: Totals[] = [];
  totals.push({ ...(await runSteps(everything ? [build, ...checks] : [build])), skipped: [] });
  ensureTestPrograms();
  totals.push(await runVitest('tests on the embedded PostgreSQL', args));
  if (everything) totals.push(await runOnExternalDatabase());
  const passed = totals.reduce((sum, part) => sum + part.passed, 0);
  const failed = totals.reduce((sum, part) => sum + part.failed, 0);
  const skipped = totals.flatMap((part) => part.skipped);
  for (const name of skipped) console.log(`skipped: ${name}`);
  for (const name of totals.flatMap((part) => part.failures)) console.log(`failed: ${name}`);
  console.log(`${passed} passed, ${failed} failed${skipped.length > 0 ? `, ${skipped.length} skipped` : ''}`);
  return failed === 0 ? 0 : 1;
}

process.exitCode = await main(process.argv.slice(2));
