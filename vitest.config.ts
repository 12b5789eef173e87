import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: [
      'apps/**/*.test.ts',
      'apps/web/src/**/*.spec.ts',
      'packages/**/*.test.ts',
      'packages/**/*.fuzz.ts',
      'apps/**/*.fuzz.ts',
      'tests/**/*.test.ts',
      'tools/**/*.test.ts',
    ],
    globalSetup: ['packages/testkit/src/vitest-global-setup.ts'],
    testTimeout: 30_000,
    hookTimeout: 120_000,
    // A command is a process of its own: on a busy machine the default of one second is less than one look takes.
    expect: { poll: { timeout: 25_000, interval: 100 } },
    pool: 'forks',
    maxWorkers: 2,
  },
});
