import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { FastifyInstance } from 'fastify';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createHttpApp, loadWebApplication } from '../../apps/server/src/http/index.ts';
import { silentEvents } from '../../apps/server/src/observe/index.ts';
import { renderServiceWorker } from '../../tools/web-build/service-worker.ts';
import { hasBrowser, openBrowser } from '../e2e/browser.ts';

// The service worker in a real browser, on a build of three files. The network is taken away by ending the server.
const template = await readFile(new URL('../../apps/web/service-worker/sw.js', import.meta.url), 'utf8');
const page = `<!doctype html><title>waiting</title><base href="/"/><style nonce="CSP_NONCE">h1 { color: rgb(1, 2, 3); }</style>
<h1>Here</h1><script src="main-ABCD2345.js" type="module"></script>`;
const files: Readonly<Record<string, string>> = {
  'index.html': page,
  'main-ABCD2345.js': `document.title = 'started'; navigator.serviceWorker.register('/sw.js');`,
  'chunk-LATER678.js': `export const word = 'later';`,
};

/** Looks for a new version, and keeps its worker as `next` when it is installed. The worker itself: what a registration says of it may be late. */
const findNext = `(async () => {
  const registration = await navigator.serviceWorker.getRegistration();
  const found = new Promise((resolve) => registration.addEventListener('updatefound', resolve, { once: true }));
  await registration.update();
  if (registration.installing === null && registration.waiting === null) await found;
  globalThis.next = registration.installing ?? registration.waiting;
  await new Promise((resolve) => {
    const look = () => { if (next.state !== 'installing') resolve(); };
    next.addEventListener('statechange', look);
    look();
  });
})()`;

let folder: string;
let port = 0;
let app: FastifyInstance;
let browser: Browser;
let asked: string[];

async function startServer(): Promise<void> {
  app = await createHttpApp({
    config: { host: '127.0.0.1', port: 0, publicUrl: 'https://smtpy.example' },
    events: silentEvents,
    readiness: { check: () => Promise.resolve({}) },
    homePage: undefined,
    application: await loadWebApplication(folder, 'production'),
    register: (routes) => {
      routes.addHook('onRequest', (request, _reply, done) => {
        asked.push(request.url);
        done();
      });
      routes.get('/v1/word', (_request, reply) => reply.send({ word: 'fresh' }));
      routes.get('/docs', (_request, reply) => reply.type('text/html').send('<title>docs</title>'));
    },
  });
  await app.listen({ host: '127.0.0.1', port });
  port = (app.server.address() as AddressInfo).port;
}

/** Ends the server and what browsers keep open: a connection that was made for nothing yet would hold it for a minute. */
async function goAway(): Promise<void> {
  const closed = app.close();
  app.server.closeAllConnections();
  await closed;
}

async function build(name: string): Promise<void> {
  const shell = ['/offline', '/main-ABCD2345.js'] as const;
  await writeFile(path.join(folder, 'sw.js'), renderServiceWorker(template, { build: name, shell }));
}

describe.skipIf(!hasBrowser)('the service worker', () => {
  let context: BrowserContext;
  let tab: Page;
  const at = (address: string): string => `http://127.0.0.1:${String(port)}${address}`;
  const failsToOpen = async (address: string): Promise<boolean> => {
    const other = await context.newPage();
    const failure: unknown = await other.goto(at(address)).catch((error: unknown) => error);
    await other.close();
    return failure instanceof Error;
  };

  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'smtpy-worker-'));
    for (const [name, content] of Object.entries(files)) await writeFile(path.join(folder, name), content);
    browser = await openBrowser();
  }, 90_000);
  afterAll(async () => {
    await browser.close();
    await rm(folder, { recursive: true });
  });

  beforeEach(async () => {
    asked = [];
    await build('one');
    await startServer();
    context = await browser.newContext();
    tab = await context.newPage();
    await tab.goto(at('/'));
    await tab.evaluate('navigator.serviceWorker.ready.then(() => undefined)');
    await tab.waitForFunction('navigator.serviceWorker.controller !== null');
    return async () => {
      await context.close();
      await goAway();
    };
  }, 60_000);

  it('starts the application without a network, at every address of it, styles and all', async () => {
    await goAway();
    await tab.goto(at('/domains?page=2'));
    await tab.waitForFunction(`document.title === 'started'`);
    const color = `getComputedStyle(document.querySelector('h1')).color`;
    expect([new URL(tab.url()).pathname, await tab.evaluate(color)]).toEqual(['/domains', 'rgb(1, 2, 3)']);
  }, 60_000);

  it('keeps a file that was loaded later, and asks no more for what it has', async () => {
    const load = `import('/chunk-LATER678.js').then(({ word }) => word)`;
    expect(await tab.evaluate(load)).toBe('later');
    await goAway();
    await tab.goto(at('/aliases'));
    expect(await tab.evaluate(load)).toBe('later');
  }, 60_000);

  it('answers for nothing else: the API, other pages, links of mails, what is sent', async () => {
    expect(await tab.evaluate(`fetch('/v1/word').then((answer) => answer.json())`)).toEqual({
      word: 'fresh',
    });
    await goAway();
    const answers = `Promise.all([fetch('/v1/word'), fetch('/dashboard', { method: 'POST' }), fetch('/dashboard')].map((answer) => answer.then(() => true, () => false)))`;
    expect(await tab.evaluate(answers)).toEqual([false, false, false]);
    for (const address of [
      '/docs',
      '/sandbox',
      '/invitation?token=x',
      '/verify-email',
      '/dashboard?token=x',
      `/quarantine/${'t'.repeat(60)}`,
    ])
      expect([address, await failsToOpen(address)]).toEqual([address, true]);
    const kept = `caches.open('smtpy-one').then((cache) => cache.keys()).then((requests) => requests.map(({ url }) => new URL(url).pathname))`;
    expect(await tab.evaluate(kept)).toEqual(['/offline', '/main-ABCD2345.js']);
  }, 60_000);

  it('prefers the page of the network', async () => {
    asked = [];
    await tab.goto(at('/dashboard'));
    expect(asked).toContain('/dashboard');
    expect(asked).not.toContain('/main-ABCD2345.js');
  }, 60_000);

  it('gives way to the next one when a page says so, which throws away what was kept', async () => {
    await build('two');
    await goAway();
    await startServer();
    await tab.evaluate(findNext);
    expect(await tab.evaluate('next.state')).toBe('installed');
    expect(await tab.evaluate('caches.keys()')).toEqual(['smtpy-one', 'smtpy-two']);
    await tab.evaluate(`new Promise((resolve) => {
      navigator.serviceWorker.addEventListener('controllerchange', resolve, { once: true });
      next.postMessage('take-over');
    }).then(() => undefined)`);
    expect(await tab.evaluate('next === navigator.serviceWorker.controller')).toBe(true);
    await tab.waitForFunction(`caches.keys().then((names) => names.join() === 'smtpy-two')`);
  }, 60_000);
});
