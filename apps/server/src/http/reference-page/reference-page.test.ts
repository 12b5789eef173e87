import type { FastifyInstance } from 'fastify';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { apiErrors, operations } from '@smtpy/contract';
import type { OpenApiDocument } from '@smtpy/contract/openapi';
import { hasBrowser, openBrowser } from '../../../../../tests/e2e/browser.ts';
import { silentEvents } from '../../observe/index.ts';
import { createHttpApp, registerReference } from '../index.ts';

const publicUrl = 'https://mail.example';
let app: FastifyInstance;

beforeAll(async () => {
  app = await createHttpApp({
    config: { host: '127.0.0.1', port: 0, publicUrl },
    events: silentEvents,
    readiness: { check: () => Promise.resolve({}) },
    homePage: undefined,
    register: (routes) => {
      registerReference(routes, { operations, version: '1.2.3', publicUrl: `${publicUrl}/` });
    },
  });
});
afterAll(() => app.close());

const get = (url: string, headers: Readonly<Record<string, string>> = {}) =>
  app.inject({ url, headers: { host: '127.0.0.1', ...headers } });

describe('/openapi.json', () => {
  it('is the document of all operations for this installation', async () => {
    const answer = await get('/openapi.json');
    expect(answer.statusCode).toBe(200);
    expect(answer.headers['content-type']).toBe('application/json; charset=utf-8');
    const document = answer.json<OpenApiDocument>();
    expect(document.info.version).toBe('1.2.3');
    expect(document.servers).toEqual([{ url: publicUrl }]);
    const ids = Object.values(document.paths).flatMap((methods) =>
      Object.values(methods).map(({ operationId }) => operationId),
    );
    expect(ids.toSorted()).toEqual(operations.map(({ id }) => id).toSorted());
  });

  it('costs no transfer the second time, and less the first time where gzip is taken', async () => {
    const plain = await get('/openapi.json');
    const etag = String(plain.headers.etag);
    expect(await get('/openapi.json', { 'if-none-match': etag })).toMatchObject({
      statusCode: 304,
      body: '',
    });
    expect(await get('/openapi.json', { 'if-none-match': 'W/"other"' })).toMatchObject({ statusCode: 200 });
    const packed = await get('/openapi.json', { 'accept-encoding': 'br;q=1, gzip;q=0.5' });
    expect(packed.headers['content-encoding']).toBe('gzip');
    expect(packed.rawPayload.length).toBeLessThan(plain.rawPayload.length / 4);
    const refused = await get('/openapi.json', { 'accept-encoding': 'gzip;q=0, identity' });
    expect(refused.headers).not.toHaveProperty('content-encoding');
  });
});

describe('/docs', () => {
  it('has every operation and every error, and every link within it leads somewhere', async () => {
    const { body } = await get('/docs');
    const ids = new Set(Array.from(body.matchAll(/ id="([^"]+)"/gu), ([, id]) => id));
    for (const { id } of operations) expect(ids).toContain(id);
    for (const code of Object.keys(apiErrors)) expect(ids).toContain(`error-${code}`);
    const targets = Array.from(body.matchAll(/href="#([^"]+)"/gu), ([, id]) => id);
    expect(targets.filter((target) => !ids.has(target))).toEqual([]);
    expect(ids.size).toBe(Array.from(body.matchAll(/ id="/gu)).length);
  });

  it('runs nothing and has no style of its own, under a policy that allows neither', async () => {
    const { body, headers } = await get('/docs');
    expect(body).not.toMatch(/<script|\son[a-z]+=|\sstyle=/iu);
    expect(headers['content-security-policy']).toContain("default-src 'none'");
    expect(headers['content-security-policy']).not.toContain('unsafe');
  });
});

describe.skipIf(!hasBrowser)('/docs in a browser', () => {
  let browser: Browser;
  let base: string;
  beforeAll(async () => {
    base = await app.listen({ host: '127.0.0.1', port: 0 });
    browser = await openBrowser();
  }, 90_000);
  afterAll(() => browser.close());

  it.each([
    { width: 390, colorScheme: 'light' },
    { width: 768, colorScheme: 'dark' },
    { width: 1280, colorScheme: 'dark' },
  ] as const)(
    'fits $width px, $colorScheme, and breaks no rule of the policy',
    async ({ width, colorScheme }) => {
      const context = await browser.newContext({ colorScheme, viewport: { width, height: 844 } });
      const page = await context.newPage();
      const complaints: string[] = [];
      page.on('console', (message) => complaints.push(message.text()));
      await page.goto(`${base}/docs#createKey`);
      await page.getByRole('link', { name: 'Make an API key' }).last().waitFor();
      expect(complaints).toEqual([]);
      // As text: there are no types of the browser here.
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(width);
      expect(
        await page.evaluate(`document.getElementById('createKey').getBoundingClientRect().top`),
      ).toBeLessThan(60);
      await context.close();
    },
    60_000,
  );
});
