import type { Browser } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { hasBrowser } from '../e2e/browser.ts';
import { inWorld } from './in-world.ts';
import type { World } from './world.ts';

// Before the application runs it can say nothing itself.
describe.skipIf(!hasBrowser)('scripts that do not come', () => {
  let world: World;
  let browser: Browser;
  inWorld((stage) => {
    ({ world, browser } = stage);
  });

  it.each([
    ['the start', 'en-GB', /\/main-/u, 'Try again'],
    ['its words', 'fr-FR', /\/chunk-/u, 'Réessayer'],
  ])(
    'are told of, with the way to go on: %s',
    async (_, locale, missing, retry) => {
      const context = await browser.newContext({
        baseURL: world.server.httpUrl,
        locale,
        serviceWorkers: 'block',
      });
      const page = await context.newPage();
      await page.route(missing, (route) => route.abort());
      await page.goto('/sign-in?next=%2Faliases');
      const button = page.getByRole('alert').getByRole('button', { name: retry });
      await button.waitFor();
      expect(await page.locator('#not-loaded button:visible').count()).toBe(1);
      await page.unroute(missing);
      await button.click();
      await page.locator('app-sign-in form').waitFor();
      expect(new URL(page.url()).search).toBe('?next=%2Faliases');
      expect(await page.locator('#first-screen, #not-loaded:visible').count()).toBe(0);
      await context.close();
    },
    60_000,
  );
});
