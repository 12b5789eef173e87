import type { Browser, Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { hasBrowser } from '../e2e/browser.ts';
import { inWorld } from './in-world.ts';
import { makeShowcase, type Showcase } from './showcase.ts';
import { devices, openVisitor, type Device } from './visitor.ts';
import type { World } from './world.ts';

/** Of the page, by how far and how much of it moved without being touched: below 0.1 counts as good, and nobody sees this (https://web.dev/cls). */
const mostMovement = 0.02;

/** Each page is opened as often, since what moves does so when a frame falls between two steps. */
const times = 2;

const movement = `window.moved = []; new PerformanceObserver((list) => {
  for (const { value, sources } of list.getEntries())
    window.moved.push({ value, of: sources.map(({ node }) => node?.nodeName + '.' + node?.className).join(' ') });
}).observe({ type: 'layout-shift', buffered: true });`;

interface Movement {
  readonly value: number;
  readonly of: string;
}

describe.skipIf(!hasBrowser)('what stands on a page stays where it is', () => {
  let world: World;
  let browser: Browser;
  let showcase: Showcase;
  inWorld(async (stage) => {
    ({ world, browser } = stage);
    showcase = await makeShowcase(world);
  });

  /** Opens a page on a slow processor, until it has all its parts. */
  async function open(page: Page, path: string, stands: string): Promise<readonly Movement[]> {
    const session = await page.context().newCDPSession(page);
    await session.send('Emulation.setCPUThrottlingRate', { rate: 4 });
    await page.goto(path);
    await page.locator(stands).first().waitFor({ timeout: 30_000 });
    await page.locator('#first-screen').waitFor({ state: 'detached', timeout: 30_000 });
    await page.evaluate('new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))');
    return page.evaluate<readonly Movement[]>('window.moved');
  }

  const pages = [
    ['/', 'app-entry-actions a', false],
    ['/dashboard', 'app-latest-card li', true],
    ['/aliases', 'app-alias-table tbody tr', true],
    ['/messages', 'app-list-frame tbody tr', true],
  ] as const;
  const cases = (Object.keys(devices) as Device[]).flatMap((device) =>
    pages.map(([path, stands, isInside]) => ({ device, path, stands, isInside })),
  );

  it.each(cases)(
    '$path, $device',
    async ({ device, path, stands, isInside }) => {
      for (let time = 0; time < times; time += 1) {
        await using visitor = await openVisitor(browser, {
          baseUrl: world.server.httpUrl,
          device,
          ...(isInside && { cookie: showcase.jane.cookie }),
        });
        await visitor.context.addInitScript(movement);
        await visitor.context.addInitScript(
          `localStorage.setItem('smtpy.organization', '${showcase.organizationId}')`,
        );
        const moved = await open(visitor.page, path, stands);
        const sum = moved.reduce((total, { value }) => total + value, 0);
        expect(sum, moved.map(({ value, of }) => `${value.toFixed(3)} ${of}`).join('\n')).toBeLessThan(
          mostMovement,
        );
      }
    },
    180_000,
  );
});
