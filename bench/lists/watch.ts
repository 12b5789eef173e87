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
  /** CPU time of the page's main thread for all of it: what stays the same on a busy machine. */
  readonly cpuMs: number;
  /** From the request to the last octet of the answer. */
  readonly serverMs: number;
}

/** To be called before the first page is opened. */
export async function prepareWatching(context: BrowserContext): Promise<void> {
  await context.addInitScript({ path: path.join(import.meta.dirname, 'in-page.js') });
}

/** Does something that makes the page ask for a list, and waits until its rows are painted. */
export async function watch(page: Page, url: string, run: () => Promise<void>): Promise<Shown> {
  await using clock = await openClock(page);
  await page.evaluate(`smtpyWatch.begin('${url}')`);
  const before = await clock.read();
  await run();
  const shown = await page.evaluate<Omit<Shown, 'cpuMs'>>(`smtpyWatch.end()`);
  return { ...shown, cpuMs: (await clock.read()) - before };
}

interface CpuClock extends AsyncDisposable {
  read(): Promise<number>;
}

/** CPU time of the main thread in ms, as the browser counts it. */
async function openClock(page: Page): Promise<CpuClock> {
  const session = await page.context().newCDPSession(page);
  await session.send('Performance.enable', { timeDomain: 'threadTicks' });
  return {
    read: async () => {
      const { metrics } = await session.send('Performance.getMetrics');
      return 1_000 * (metrics.find(({ name }) => name === 'TaskDuration')?.value ?? Number.NaN);
    },
    [Symbol.asyncDispose]: () => session.detach(),
  };
}
