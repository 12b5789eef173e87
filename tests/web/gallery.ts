import type { Browser, Page } from 'playwright-core';
import { ApiClient } from '@smtpy/testkit';
import type { PageToShow } from './pages.ts';
import type { Showcase } from './showcase.ts';
import { openVisitor, type Visitor, type VisitOptions } from './visitor.ts';
import { bodyOf, password, type World } from './world.ts';

/** Opens browsers of the people of the showcase. */
export interface Gallery {
  open(as: PageToShow['as'], options?: Omit<VisitOptions, 'baseUrl' | 'cookie'>): Promise<Visitor>;
}

/** A gallery of a showcase: sessions are made once. */
export async function openGallery(
  browser: Browser,
  { world, showcase }: { readonly world: World; readonly showcase: Showcase },
): Promise<Gallery> {
  const baseUrl = world.server.httpUrl;
  const root = new ApiClient(baseUrl);
  bodyOf(await root.post('/v1/auth/sign-in/email', { email: 'root@account.example', password }), 200);
  const cookies = {
    visitor: undefined,
    jane: showcase.jane.cookie,
    viewer: showcase.viewer.cookie,
    administrator: root.cookie,
  };
  return {
    open: async (as, options = {}) => {
      const cookie = cookies[as];
      const visitor = await openVisitor(browser, {
        baseUrl,
        ...options,
        ...(cookie !== undefined && { cookie }),
      });
      if (as === 'jane' || as === 'viewer')
        await visitor.context.addInitScript(
          (id) => localStorage.setItem('smtpy.organization', id),
          showcase.organizationId,
        );
      return visitor;
    },
  };
}

/** Opens a page and waits until what it loads is there. */
export async function show(page: Page, path: string): Promise<void> {
  await page.goto(path);
  await settle(page);
}

/** Waits until nothing is on its way any more: the page has taken the place of what stood before the scripts, the title stands, and no skeleton. */
export async function settle(page: Page): Promise<void> {
  await page.locator('#first-screen').waitFor({ state: 'detached' });
  await page.locator('h1').first().waitFor({ state: 'attached' });
  await page.waitForFunction(() => document.querySelector('.skeleton') === null);
  await page.evaluate(() => document.fonts.ready.then(() => undefined));
}
