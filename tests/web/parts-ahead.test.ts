import type { Browser, Locator, Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { hasBrowser } from '../e2e/browser.ts';
import { show } from './gallery.ts';
import { inWorld } from './in-world.ts';
import { expectNoComplaints, see, setOut } from './journey.ts';
import { makePerson, type World } from './world.ts';

const ways = {
  pointer: async (page: Page, link: Locator) => {
    await page.mouse.move(0, 0);
    await link.hover();
  },
  keyboard: async (_page: Page, link: Locator) => {
    await link.blur();
    await link.focus();
  },
} as const;

describe.skipIf(!hasBrowser)('what a link leads to is fetched', () => {
  let world: World;
  let browser: Browser;
  inWorld((stage) => {
    ({ world, browser } = stage);
  });

  it.each(Object.keys(ways) as (keyof typeof ways)[])(
    'when the %s comes to it, and shown at once',
    async (by) => {
      const person = await makePerson(world, { email: `${by}@account.example`, name: `Of the ${by}` });
      const way = { device: 'desktop', by: 'mouse' } as const;
      await using traveller = await setOut(browser, { world, way, cookie: person.cookie });
      const { page } = traveller;
      await show(page, '/audit');
      const scripts: string[] = [];
      const answers: string[] = [];
      page.on('request', (request) => {
        if (request.url().includes('/chunk-')) scripts.push(request.url());
        if (request.url().includes('/v1/contacts')) answers.push(request.url());
      });
      const link = page.getByRole('link', { name: 'Contacts', exact: true });
      // The live connection tells that the server is there; until it stands nothing is fetched ahead.
      await expect
        .poll(async () => {
          await ways[by](page, link);
          return scripts.length;
        })
        .toBeGreaterThan(0);
      let seen = 0;
      await expect
        .poll(
          () => {
            const isAll = scripts.length === seen;
            seen = scripts.length;
            return isAll;
          },
          { interval: 500 },
        )
        .toBe(true);
      const before = scripts.length;
      expect(answers).toEqual([]);
      await link.press('Enter');
      await see(page.getByRole('heading', { level: 1, name: 'Contacts' }));
      await expect.poll(() => answers.length).toBeGreaterThan(0);
      expect(scripts.slice(before)).toEqual([]);
      expectNoComplaints(traveller);
    },
  );
});
