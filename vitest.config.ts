import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    globalSetup: ['packages/testkit/src/vitest-global-setup.ts'],
    testTimeout: 30_000,
    hookTimeout: 120_000,
    // A command is a process of its own: on a busy machine the default of one second is less than one look takes.
    expect: { poll: { timeout: 25_000, interval: 100 } },
    // The end of a run names what failed and why: the default of 40 characters would say how many things differ, and none of them.
    chaiConfig: { truncateThreshold: 1_000 },
    pool: 'forks',
    maxWorkers: 2,
    projects: [
      {
        extends: true,
        test: {
          name: 'modules',
          include: [
            'apps/**/*.test.ts',
            'apps/**/*.fuzz.ts',
            'apps/web/src/**/*.spec.ts',
            'packages/**/*.test.ts',
            'packages/**/*.fuzz.ts',
            'tools/**/*.test.ts',
          ],
          // Many small files: a process for each, and all that it imports, would take longer than what they try.
          isolate: false,
        },
      },
      {
        extends: true,
        test: { name: 'program', include: ['tests/**/*.test.ts'] },
      },
    ],
  },
});
