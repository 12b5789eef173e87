import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { hasBrowser } from '../e2e/browser.ts';
import { openGallery, show, type Gallery } from './gallery.ts';
import { inWorld } from './in-world.ts';
import { listPages, people, type PageToShow } from './pages.ts';
import { makeShowcase } from './showcase.ts';
import { devices, type Device } from './visitor.ts';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** The rules that look at colours, of those that axe runs: all others judge what is the same in both themes. */
const colourRules = ['color-contrast', 'link-in-text-block'];

/** What axe finds, each with the first places. */
async function findViolations(page: Page, rules?: readonly string[]): Promise<readonly string[]> {
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(axe);
  return page.evaluate(async (only) => {
    interface Found {
      readonly violations: readonly {
        readonly id: string;
        readonly nodes: readonly { readonly target: readonly string[]; readonly failureSummary?: string }[];
      }[];
    }
    const { axe: checker } = window as unknown as {
      readonly axe: { run(of: Document, how: object): Promise<Found> };
    };
    const { violations } = await checker.run(document, {
      resultTypes: ['violations'],
      ...(only !== undefined && { runOnly: { type: 'rule', values: only } }),
    });
    return violations.map(
      ({ id, nodes }) =>
        `${id}: ${nodes
          .slice(0, 3)
          .map(({ target, failureSummary }) => `${target.join(' ')} (${failureSummary ?? ''})`)
          .join('; ')}`,
    );
  }, rules);
}

/** Theme and language are changed as the pages do it themselves, without loading anew. */
const themes = ['light', 'dark'] as const;

/** Colours go over into each other, if only for a moment: axe looks when they have. */
async function waitForColours(page: Page): Promise<void> {
  await page.evaluate(async () => {
    const nextFrame = (): Promise<number> => new Promise((resolve) => requestAnimationFrame(resolve));
    await nextFrame();
    await nextFrame();
    await Promise.allSettled(
      document
        .getAnimations()
        .filter((animation) => animation instanceof CSSTransition)
        .map(({ finished }) => finished),
    );
  });
}

/** What is left of 1280 px at 200 % and at 400 %, where a page must not scroll in two directions (WCAG 2.2, 1.4.4 and 1.4.10). */
const zoomedWidths = [640, 320];

const isTooWide = 'document.documentElement.scrollWidth > document.documentElement.clientWidth + 1';

describe.skipIf(!hasBrowser)('axe finds nothing', () => {
  let gallery: Gallery;
  let pages: readonly PageToShow[];
  inWorld(async ({ world, browser }) => {
    const showcase = await makeShowcase(world);
    gallery = await openGallery(browser, { world, showcase });
    pages = listPages(showcase);
  });

  const check = async (as: PageToShow['as'], language: 'en' | 'fr', device: Device): Promise<void> => {
    await using visitor = await gallery.open(as, { language, device, isPolicyOff: true });
    const found: string[] = [];
    for (const { name, path } of pages.filter((one) => one.as === as)) {
      await show(visitor.page, path);
      for (const theme of themes) {
        await visitor.page.emulateMedia({ colorScheme: theme });
        await waitForColours(visitor.page);
        const rules = theme === 'dark' ? colourRules : undefined;
        for (const violation of await findViolations(visitor.page, rules))
          found.push(`${name}, ${theme}: ${violation}`);
      }
      for (const width of [devices[device].viewport.width, ...zoomedWidths]) {
        await visitor.page.setViewportSize({ ...devices[device].viewport, width });
        await waitForColours(visitor.page);
        if (await visitor.page.evaluate(isTooWide))
          found.push(`${name}: scrolls sideways, ${String(width)} px wide`);
      }
      await visitor.page.setViewportSize(devices[device].viewport);
    }
    expect([...found, ...visitor.complaints]).toEqual([]);
  };

  it.each([
    ['the palette', '/dashboard', (page) => page.keyboard.press('Control+k'), 'dialog'],
    [
      'the organizations',
      '/dashboard',
      (page) => page.getByRole('button', { name: /Atelier Doe/u }).click(),
      'menu',
    ],
    [
      'what can be done with a row',
      '/mailboxes',
      (page) => page.locator('td button[aria-haspopup]').first().click(),
      'menu',
    ],
    [
      'a dialog',
      '/mailboxes',
      (page) => page.getByRole('button', { name: 'Add mailbox' }).first().click(),
      'dialog',
    ],
  ] as readonly [string, string, (page: Page) => Promise<void>, 'dialog' | 'menu'][])(
    'with %s open over the page',
    async (_what, path, open, role) => {
      await using visitor = await gallery.open('jane', { isPolicyOff: true });
      await show(visitor.page, path);
      await open(visitor.page);
      await visitor.page.getByRole(role).first().waitFor();
      expect([...(await findViolations(visitor.page)), ...visitor.complaints]).toEqual([]);
    },
    60_000,
  );

  it.each([
    ['visitor', '/', 'en', 'phone'],
    ['visitor', '/sign-in', 'fr', 'desktop'],
    ['jane', '/dashboard', 'fr', 'phone'],
    ['jane', '/aliases', 'en', 'desktop'],
  ] as const)(
    'while the scripts of %s at %s are on their way (%s, %s)',
    async (as, path, language, device) => {
      await using visitor = await gallery.open(as, { language, device, isPolicyOff: true });
      await visitor.page.route(/\/main-[^/]*\.js$/u, (route) => route.abort());
      await visitor.page.goto(path);
      await visitor.page.locator('#first-screen').waitFor();
      for (const theme of themes) {
        await visitor.page.emulateMedia({ colorScheme: theme });
        await waitForColours(visitor.page);
        expect(await findViolations(visitor.page), theme).toEqual([]);
      }
    },
  );

  it('while a page draws itself behind what stood before the scripts', async () => {
    await using visitor = await gallery.open('jane', { isPolicyOff: true });
    await visitor.page.addInitScript(() => {
      const remove = Element.prototype.remove;
      Element.prototype.remove = function (this: Element) {
        if (this.id !== 'first-screen') remove.call(this);
      };
    });
    await visitor.page.goto('/dashboard');
    await visitor.page.locator('app-root h1').first().waitFor();
    expect(await visitor.page.locator('#first-screen').count()).toBe(1);
    expect(await findViolations(visitor.page)).toEqual([]);
  });

  // Every page in both languages and both themes; each language at one of the two sizes, since the time of a run is bounded.
  describe.each([
    ['en', 'desktop'],
    ['fr', 'phone'],
  ] as const)('%s, %s', (language, device) => {
    it.each(people)('on the pages of %s', async (as) => check(as, language, device), 240_000);
  });
});
