import path from 'node:path';
import type { BrowserContext, Page } from 'playwright-core';

/** How long one change of a list took; ms. */
export interface Shown {
  /** From the last octet of the answer to the first frame after the one with the new rows. */
  readonly rowsMs: number;
  /** The longest task of the page from the action to that frame; 0: none took 50 ms. */
  readonly longestTaskMs: number;
  /** The slowest key, from pressing it to its paint; 0: none took 16 ms. */
  readonly keyMs: number;
  /** From the request to the last octet of the answer. */
  readonly serverMs: number;
}

/** To be called before the first page is opened. */
export async function prepareWatching(context: BrowserContext): Promise<void> {
  await context.addInitScript({ path: path.join(import.meta.dirname, 'in-page.js') });
}

/** Does something that makes the page ask for a list, and waits until its rows are painted. */
export async function watch(page: Page, url: string, run: () => Promise<void>): Promise<Shown> {
  await page.evaluate(`smtpyWatch.begin('${url}')`);
  await run();
  return (await page.evaluate(`smtpyWatch.end()`)) as Shown;
}
