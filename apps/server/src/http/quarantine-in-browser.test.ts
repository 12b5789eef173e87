import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Browser } from 'playwright-core';
import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hasBrowser, openBrowser } from '../../../../tests/e2e/browser.ts';
import { silentEvents } from '../observe/index.ts';
import { hostileHtml } from '../quarantine/testdata/hostile-html.ts';
import { openQuarantineWorld, type QuarantineWorld } from '../quarantine/testdata/quarantine-world.ts';
import { createHttpApp, registerQuarantinePage } from './index.ts';

// What a browser really does with hostile mail: the corpus again, with a server that notes every request.
describe.skipIf(!hasBrowser)('held mail in a browser', () => {
  let world: QuarantineWorld;
  let app: FastifyInstance;
  let browser: Browser;
  let tracker: Server;
  let base: string;
  let origin: string;
  const requests: string[] = [];

  beforeAll(async () => {
    world = await openQuarantineWorld();
    app = await createHttpApp({
      config: { host: '127.0.0.1', port: 0, publicUrl: 'http://127.0.0.1' },
      events: silentEvents,
      readiness: { check: () => Promise.resolve({}) },
      homePage: undefined,
      register: (routes) => {
        registerQuarantinePage(routes, { links: world.links });
      },
    });
    base = await app.listen({ host: '127.0.0.1', port: 0 });
    tracker = createServer((request, response) => {
      requests.push(request.url ?? '');
      response.end();
    });
    await new Promise<void>((resolve) => tracker.listen(0, '127.0.0.1', resolve));
    origin = `http://127.0.0.1:${String((tracker.address() as AddressInfo).port)}`;
    browser = await openBrowser();
  }, 90_000);
  afterAll(async () => {
    await browser.close();
    tracker.close();
    await app.close();
    await world[Symbol.asyncDispose]();
  });

  const hold = async (html: string): Promise<string> => {
    const content = `From: ann@sender.example\r\nSubject: x\r\nContent-Type: text/html; charset=utf-8\r\n\r\n${html}\r\n`;
    return base + world.pathOf(await world.hold({ content }));
  };

  it('fetches nothing, runs nothing and leads nowhere', async () => {
    const all = Object.values(hostileHtml).join('\n').replaceAll('ORIGIN', origin);
    const page = await browser.newPage();
    const asked: string[] = [];
    page.on('request', (request) => asked.push(request.url()));
    const dialogs: string[] = [];
    page.on('dialog', (dialog) => {
      dialogs.push(dialog.message());
      void dialog.dismiss();
    });
    await page.goto(await hold(`<p id="end">The end</p>${all}`), { waitUntil: 'networkidle' });
    await page.frameLocator('iframe').getByText('The end').waitFor();
    expect(await page.title()).toBe('Held message · SMTPy');
    expect(dialogs).toEqual([]);
    expect(requests).toEqual([]);
    expect(asked.filter((url) => !url.startsWith(base) && !/^(?:about|data):/u.test(url))).toEqual([]);
    await page.close();
  }, 60_000);

  it('obeys its policy even where sanitising would miss something', async () => {
    const page = await browser.newPage();
    await page.goto(await hold('<p>Hello</p>'));
    // As if the sanitiser had let it through. As text: there are no types of the browser here.
    const missed = `<img src="${origin}/leak.png"><script>fetch("${origin}/run")</script><form action="${origin}/form"></form>`;
    await page.evaluate(`document.querySelector('iframe').srcdoc += ${JSON.stringify(missed)}`);
    await page.frameLocator('iframe').locator('img').waitFor({ state: 'attached' });
    await page.waitForLoadState('networkidle');
    expect(requests).toEqual([]);
    await page.close();
  }, 60_000);

  it('shows where a link leads and opens nothing when it is clicked', async () => {
    const context = await browser.newContext();
    const page = await context.newPage();
    await page.goto(await hold(`<p><a href="${origin}/bank">Your bank</a></p>`));
    const link = page.frameLocator('iframe').getByRole('link', { name: 'Your bank' });
    await link.click();
    const [, frame] = page.frames();
    const shown = await frame?.evaluate(`getComputedStyle(document.querySelector('a'), '::after').content`);
    expect(shown).toContain('/bank');
    await page.waitForLoadState('networkidle');
    expect(requests).toEqual([]);
    expect(context.pages()).toHaveLength(1);
    await context.close();
  }, 60_000);

  it('delivers by its button', async () => {
    const id = await world.hold();
    const page = await browser.newPage();
    await page.goto(base + world.pathOf(id));
    await page.getByRole('button', { name: 'Deliver message' }).click();
    await page.getByRole('heading', { name: 'The message was released' }).waitFor();
    expect(await world.stateOf(id)).toBe('queued');
    await page.close();
  }, 60_000);
});
