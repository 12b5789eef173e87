import { mkdtemp, mkdir, rm, writeFile } from 'node:fs/promises';
import { request as httpRequest } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { pagePaths } from '@smtpy/contract/web';
import { hasBrowser, openBrowser } from '../../../../../tests/e2e/browser.ts';
import { silentEvents } from '../../observe/index.ts';
import { createHttpApp, type HttpAppOptions } from '../app.ts';
import { loadWebApplication } from './index.ts';

const host = 'smtpy.example';
const script = `document.title = 'started';\n${'// words\n'.repeat(200)}`;
const page = `<!doctype html><html lang="en"><head><title>SMTPy</title><base href="/"/>
<style nonce="CSP_NONCE">h1 { color: rgb(1, 2, 3); }</style><style>h1 { font-size: 77px; }</style>
</head><body><app-root ngcspnonce="CSP_NONCE"><h1>Here</h1></app-root><script src="main-ABCD2345.js" type="module" nonce="CSP_NONCE"></script></body></html>`;

/** What a build leaves, in small. */
const files: Readonly<Record<string, string | Buffer>> = {
  'index.html': page,
  'main-ABCD2345.js': script,
  'main-ABCD2345.js.br': brotliCompressSync(script),
  'main-ABCD2345.js.gz': gzipSync(script),
  'chunk-DmkspfP8.js': 'export {};',
  'styles-WPH2RXM4.css': 'h1 { margin: 0; }',
  'media/inter-latin-wght-normal-NRMW37G5.woff2': 'wOF2',
  'start.js': '// start',
  'manifest.webmanifest': '{}',
  'icon.svg': '<svg xmlns="http://www.w3.org/2000/svg"/>',
  'icon-192.png': 'PNG',
  'sw.js': '// worker',
  'robots.txt': 'User-agent: *',
  '.stamp': 'secret',
  '.pages.json': JSON.stringify({
    pages: {
      '/': { screen: 'landing', scripts: { en: [], fr: [] } },
      '/sign-in': { screen: 'sign-in', scripts: { en: ['chunk-SIGNIN11.js'], fr: ['chunk-SIGNIN11.js'] } },
      '/dashboard': {
        screen: 'frame',
        scripts: { en: ['chunk-DmkspfP8.js', 'chunk-ENGLISH1.js'], fr: ['chunk-FRENCH11.js'] },
      },
      '/two-factor': { scripts: { en: [], fr: [] } },
    },
    screens: {
      landing: { en: '<b>welcome</b>', fr: '<b>bienvenue</b>' },
      'sign-in': { en: '<b>sign in</b>', fr: '<b>connexion</b>' },
      frame: { en: '<b>frame</b>', fr: '<b>cadre</b>' },
    },
  }),
};

let folder: string;
let app: FastifyInstance;
let bare: FastifyInstance;

async function createApp(wish: Pick<HttpAppOptions, 'application' | 'homePage'>): Promise<FastifyInstance> {
  return createHttpApp({
    config: { host: '127.0.0.1', port: 0, publicUrl: `https://${host}` },
    events: silentEvents,
    readiness: { check: () => Promise.resolve({}) },
    ...wish,
    register: (routes) => {
      routes.get('/quarantine/:token', (_request, reply) => reply.send('the page of a link'));
      routes.post('/v1/echo', (request, reply) => reply.send({ origin: request.headers.origin ?? null }));
    },
  });
}

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'smtpy-application-'));
  await mkdir(path.join(folder, 'media'));
  for (const [name, content] of Object.entries(files)) await writeFile(path.join(folder, name), content);
  app = await createApp({ application: await loadWebApplication(folder, 'sandbox'), homePage: '/sandbox' });
  bare = await createApp({
    application: await loadWebApplication(path.join(folder, 'nothing'), 'sandbox'),
    homePage: '/sandbox',
  });
  await app.listen({ host: '127.0.0.1', port: 0 });
}, 60_000);
afterAll(async () => {
  await app.close();
  await bare.close();
  await rm(folder, { recursive: true });
});

const get = (url: string, headers: Record<string, string> = {}) =>
  app.inject({ url, headers: { host, ...headers } });
const look = (url: string) => get(url, { accept: 'text/html,application/xhtml+xml,*/*;q=0.8' });

/** Asks for a path as it is written here, which `fetch` would tidy. */
function askRaw(url: string): Promise<{ readonly status: number; readonly body: string }> {
  const { port } = app.server.address() as AddressInfo;
  return new Promise((resolve, reject) => {
    const asked = httpRequest({ host: '127.0.0.1', port, path: url, timeout: 10_000 }, (answer) => {
      const parts: Buffer[] = [];
      answer.on('data', (part: Buffer) => parts.push(part));
      answer.on('end', () =>
        resolve({ status: answer.statusCode ?? 0, body: Buffer.concat(parts).toString() }),
      );
    });
    asked.on('error', reject);
    asked.end();
  });
}

describe('a file of the application', () => {
  it.each([
    ['br, gzip', 'br'],
    ['gzip, deflate, br;q=1', 'br'],
    ['gzip', 'gzip'],
    ['br;q=0, gzip', 'gzip'],
    ['br;q=0', undefined],
    ['identity', undefined],
    ['', undefined],
  ])('comes in the encoding that is asked for: %s', async (accepted, encoding) => {
    const answer = await get('/main-ABCD2345.js', { 'accept-encoding': accepted });
    expect([answer.statusCode, answer.headers['content-encoding']]).toEqual([200, encoding]);
    expect(answer.headers['vary']).toMatch(/accept-encoding/i);
    expect(answer.headers['content-type']).toMatch(/^(?:text|application)\/javascript; charset=utf-8$/);
    const suffix = encoding === undefined ? '' : encoding === 'br' ? '.br' : '.gz';
    expect(answer.rawPayload).toEqual(Buffer.from(files[`main-ABCD2345.js${suffix}`] ?? ''));
  });

  it.each([
    ['/main-ABCD2345.js', 'public, max-age=31536000, immutable', 'application/javascript; charset=utf-8'],
    ['/chunk-DmkspfP8.js', 'public, max-age=31536000, immutable', 'application/javascript; charset=utf-8'],
    ['/styles-WPH2RXM4.css', 'public, max-age=31536000, immutable', 'text/css; charset=utf-8'],
    ['/media/inter-latin-wght-normal-NRMW37G5.woff2', 'public, max-age=31536000, immutable', 'font/woff2'],
    ['/start.js', 'public, max-age=300', 'application/javascript; charset=utf-8'],
    ['/manifest.webmanifest', 'public, max-age=300', 'application/manifest+json'],
    ['/icon.svg', 'public, max-age=300', 'image/svg+xml'],
    ['/icon-192.png', 'public, max-age=300', 'image/png'],
    ['/robots.txt', 'public, max-age=300', 'text/plain; charset=utf-8'],
    ['/sw.js', 'no-cache', 'application/javascript; charset=utf-8'],
  ])('%s is kept as long as its name allows', async (url, kept, type) => {
    for (const encoding of ['identity', 'br, gzip']) {
      const { headers, statusCode } = await get(url, { 'accept-encoding': encoding });
      expect([statusCode, headers['cache-control'], headers['content-type']]).toEqual([200, kept, type]);
      expect(headers['x-content-type-options']).toBe('nosniff');
      const again = await get(url, { 'accept-encoding': encoding, 'if-none-match': String(headers['etag']) });
      expect([again.statusCode, again.body, again.headers['cache-control']]).toEqual([304, '', kept]);
    }
  });

  it('is told by HEAD without its octets', async () => {
    const answer = await app.inject({ method: 'HEAD', url: '/main-ABCD2345.js', headers: { host } });
    expect([answer.statusCode, answer.body]).toEqual([200, '']);
    expect(answer.headers['content-length']).toBe(String(Buffer.byteLength(script)));
  });

  it('that is the service worker may answer for everything and fetch from here alone', async () => {
    const { headers } = await get('/sw.js');
    expect(headers['service-worker-allowed']).toBe('/');
    expect(headers['content-security-policy']).toBe("default-src 'none'; connect-src 'self'");
  });

  it.each([
    '/main-ZZZZ9999.js',
    '/chunk-gone1234.js',
    '/media/x.woff2',
    '/.stamp',
    '/.pages.json',
    '/main-ABCD2345.js.br',
    '/index.html',
  ])('that is none is not found, and no page: %s', async (url) => {
    const answer = await look(url);
    expect([answer.statusCode, answer.headers['content-type'], answer.body]).toEqual([
      404,
      'text/plain; charset=utf-8',
      'Not found.\n',
    ]);
    expect(answer.headers['cache-control']).toBe('no-store');
  });

  it.each([
    '/../package.json',
    '/..%2f..%2fpackage.json',
    '/%2e%2e/%2e%2e/package.json',
    '/..\\..\\package.json',
    '/..%5c..%5cpackage.json',
    '/media/..%2f..%2f..%2fetc%2fpasswd',
    '/media/../index.html',
    '//etc/passwd',
    '/start.js%00.png',
    '/%00',
    '/start.js/',
    '/START.JS',
    '/./start.js',
    '/%2fstart.js',
    '/%',
    '/%c0%ae%c0%ae/start.js',
  ])('is reached by its one name: %s', async (url) => {
    const { status, body } = await askRaw(url);
    expect([url, status >= 400 && status < 500]).toEqual([url, true]);
    expect(body).not.toMatch(/"name":|root:|\/\/ start|CSP_NONCE/);
  });
});

describe('the page of the application', () => {
  const id = '019a9c1e-5c1e-7a55-8f0e-3a1c5be0a001';
  const known = pagePaths.map((known) => known.replaceAll(':id', id));

  it.each(known)('is at %s', async (url) => {
    const { statusCode, headers, body } = await get(url);
    expect([statusCode, headers['content-type']]).toEqual([200, 'text/html; charset=utf-8']);
    expect(body).toContain('<app-root');
    expect((await app.inject({ method: 'HEAD', url, headers: { host } })).statusCode).toBe(200);
  });

  it('has another nonce each time, in its header and its elements alike', async () => {
    const nonces = new Set<string>();
    for (let round = 0; round < 5; round += 1) {
      const { headers, body } = await look('/dashboard');
      const [, nonce = ''] =
        /'nonce-([A-Za-z0-9+/=]{24})'/.exec(String(headers['content-security-policy'])) ?? [];
      expect(Array.from(body.matchAll(/nonce="([^"]*)"/g), ([, given]) => given)).toEqual([
        nonce,
        nonce,
        nonce,
      ]);
      expect(body).not.toContain('CSP_NONCE');
      nonces.add(nonce);
    }
    expect(nonces.size).toBe(5);
  });

  describe.each([
    ['without a session', undefined],
    ['with one', 'a=b; smtpy.session_token=whatever'],
    ['with one over HTTPS', '__Secure-smtpy.session_token=whatever'],
  ])('%s', (_, cookie) => {
    const own = '/v1/auth/get-session /v1/account';
    const strangers = '/v1/auth/get-session /v1/installation';
    const cases: readonly (readonly [string, string, string, string, string])[] = [
      ['/', 'en', 'welcome', '', strangers],
      ['/', 'fr', 'bienvenue', '', strangers],
      ['/sign-in', 'fr', 'connexion', '/chunk-SIGNIN11.js', strangers],
      ['/two-factor', 'en', '', '', ''],
      ['/aliases', 'en', '', '', own],
      ['/no-such-page', 'en', '', '', ''],
      ['/dashboard', 'en-GB,en;q=0.9', 'frame', '/chunk-DmkspfP8.js /chunk-ENGLISH1.js', own],
      ['/dashboard', 'fr-CH, en;q=0.5', 'cadre', '/chunk-FRENCH11.js', own],
      ['/dashboard', '', 'frame', '/chunk-DmkspfP8.js /chunk-ENGLISH1.js', own],
    ];
    const signedOut: typeof cases = [
      ...cases.slice(0, 4),
      ['/dashboard', 'en', 'sign in', '/chunk-SIGNIN11.js', strangers],
      ['/aliases', 'fr', 'connexion', '/chunk-SIGNIN11.js', strangers],
    ];
    it.each(cookie === undefined ? signedOut : cases)(
      'begins at %s in %s with what it most likely is',
      async (url, language, screen, scripts, answers) => {
        const answer = await get(url, {
          accept: 'text/html',
          'accept-language': language,
          ...(cookie !== undefined && { cookie }),
        });
        const hrefs = (kind: string): string =>
          Array.from(
            answer.body.matchAll(new RegExp(`<link rel="${kind} href="([^"]*)"`, 'g')),
            ([, href]) => href,
          ).join(' ');
        expect([
          hrefs('modulepreload" fetchpriority="low"'),
          hrefs('preload" as="fetch" fetchpriority="low"'),
        ]).toEqual([scripts, answers]);
        expect(/<b>(.*)<\/b><app-root/.exec(answer.body)?.[1] ?? '').toBe(screen);
        if (answer.statusCode === 200) expect(answer.headers['vary']).toMatch(/accept-language, cookie/i);
      },
    );
  });

  it.each(['sandbox', 'production'] as const)('says that the server is in %s', async (mode) => {
    const application = await loadWebApplication(folder, mode);
    expect(application?.render('nonce')).toMatch(
      new RegExp(`^<!doctype html><html data-mode="${mode}" lang="en">`),
    );
  });

  it('has a policy of its own', async () => {
    const { headers } = await look('/');
    expect(String(headers['content-security-policy']).replaceAll(/(?<=')(nonce|sha256)-[^']+/g, '$1')).toBe(
      "default-src 'none'; script-src 'self'; style-src 'self' 'nonce'; style-src-elem 'self' 'nonce' 'sha256'; style-src-attr 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self'; connect-src 'self'; manifest-src 'self'; worker-src 'self'; frame-src 'self' blob:; form-action 'self'; base-uri 'self'; frame-ancestors 'none'",
    );
  });

  it.each(['/', '/sign-in', '/dashboard', '/forgot-password', `/domains/${id}`])(
    'is asked for again each time: %s',
    async (url) => {
      const { headers } = await look(url);
      expect([headers['cache-control'], headers['referrer-policy'], headers['etag']]).toEqual([
        'no-cache',
        'same-origin',
        undefined,
      ]);
    },
  );

  it.each(['/verify-email', '/reset-password', '/invitation'])(
    'is kept by nobody where its address holds a token: %s',
    async (path) => {
      for (const query of ['', '?token=x', `?token=${'T'.repeat(43)}&token=x`]) {
        const { statusCode, headers, body } = await look(path + query);
        expect([statusCode, headers['cache-control'], headers['referrer-policy']]).toEqual([
          200,
          'no-store',
          'no-referrer',
        ]);
        expect(body).not.toContain('TTTT');
      }
    },
  );

  it('says that nothing is there, where nothing is', async () => {
    for (const url of ['/no-such-page', '/domains/x', '/domains/', '/settings/a/b', '/quarantine']) {
      const { statusCode, headers, body } = await look(url);
      expect([url, statusCode]).toEqual([url, url === '/quarantine' ? 200 : 404]);
      expect(body).toContain('<app-root');
      expect(String(headers['content-security-policy'])).toContain("'nonce-");
    }
    expect((await get('/no-such-page', { accept: '*/*' })).body).toBe('Not found.\n');
    const posted = await app.inject({
      method: 'POST',
      url: '/dashboard',
      headers: { host, accept: 'text/html' },
    });
    expect([posted.statusCode, posted.body]).toEqual([404, 'Not found.\n']);
  });

  it('leaves the links of mails their own pages', async () => {
    expect((await look(`/quarantine/${'t'.repeat(60)}`)).body).toBe('the page of a link');
    expect((await look(`/quarantine/${id}`)).body).toContain('<app-root');
  });
});

describe('without an application', () => {
  it('the start page leads on, and there is a page for what is not there', async () => {
    const start = await bare.inject({ url: '/', headers: { host } });
    expect([start.statusCode, start.headers['location']]).toEqual([302, '/sandbox']);
    expect((await bare.inject({ url: '/icon.svg', headers: { host } })).body).toContain('<svg');
    const missing = await bare.inject({ url: '/dashboard', headers: { host, accept: 'text/html' } });
    expect([missing.statusCode, missing.body.includes('No such page')]).toEqual([404, true]);
  });
});

describe.skipIf(!hasBrowser)('in a browser', () => {
  it('runs what the policy allows, styles nothing else, and may send forms from pages with a token', async () => {
    const { port } = app.server.address() as AddressInfo;
    const browser = await openBrowser();
    try {
      const tab = await browser.newPage();
      await tab.goto(`http://127.0.0.1:${String(port)}/invitation?token=${'T'.repeat(43)}`);
      await tab.waitForFunction(`document.title === 'started'`);
      const style = `(({ color, fontSize }) => [color, fontSize !== '77px'])(getComputedStyle(document.querySelector('h1')))`;
      expect(await tab.evaluate(style)).toEqual(['rgb(1, 2, 3)', true]);
      const sent = `fetch('/v1/echo', { method: 'POST' }).then(async (answer) => [answer.status, await answer.json()])`;
      expect(await tab.evaluate(sent)).toEqual([200, { origin: `http://127.0.0.1:${String(port)}` }]);
    } finally {
      await browser.close();
    }
  }, 90_000);
});
