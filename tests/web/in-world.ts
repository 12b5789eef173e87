import type { Browser } from 'playwright-core';
import { afterAll, beforeAll } from 'vitest';
import { openBrowser } from '../e2e/browser.ts';
import { openWorld, type World, type WorldOptions } from './world.ts';

/** What the tests of a file have in common. */
export interface Stage {
  readonly world: World;
  readonly browser: Browser;
}

/** Opens a server and a browser for the tests of the block that it is called in, hands them over before the first, and closes them after the last. */
export function inWorld(use: (stage: Stage) => void | Promise<void>, options?: WorldOptions): void {
  let stage: Stage;
  beforeAll(async () => {
    stage = { world: await openWorld(options), browser: await openBrowser() };
    await use(stage);
  }, 240_000);
  afterAll(async () => {
    await stage.browser.close();
    await stage.world[Symbol.asyncDispose]();
  });
}
