import { operations, type Operation } from '@smtpy/contract';
import { tokenPagePaths } from '@smtpy/contract/web';
import type { ApiAnswer, ApiClient } from '@smtpy/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  createOrganization,
  type HttpTarget,
  openHttpTarget,
  outcomeOf,
  password,
  type Person,
  sendRaw,
  statusOf,
  withoutLimits,
} from './http-target.ts';

// A page of another site acts in the name of whoever looks at it, with that person's cookies; it cannot read what it is not shown.
const host = 'mail.example.org';
const allowed = 'https://app.example.net';
let target: HttpTarget;
let jane: Person;
let organization: { readonly id: string; readonly client: ApiClient };

beforeAll(async () => {
  target = await openHttpTarget({
    ...withoutLimits,
    SMTPY_PUBLIC_URL: `https://${host}`,
    SMTPY_CORS_ORIGINS: allowed,
  });
  jane = await target.createPerson('jane');
  organization = await createOrganization(jane, 'Ours');
}, 90_000);
afterAll(() => target[Symbol.asyncDispose]());

const someId = '019a9c1e-5c1e-7a55-8f0e-3a1c5be0a001';
const pathOf = ({ path }: Operation): string => path.replaceAll(/\{[a-z_]+\}/g, someId);
const changing = operations.filter(({ method }) => method !== 'GET');
const clientFor = ({ access }: Operation): ApiClient =>
  access.kind === 'administrator' ? target.administrator : organization.client;

/** The pages of the application whose address carries a token: those that are there, which is where it was built. */
async function tokenPages(): Promise<readonly string[]> {
  const paths = tokenPagePaths.map((path) => `${path}?token=x`);
  const { status } = await jane.client.get('/sign-in');
  return status === 200 ? paths : [];
}

/** Everything that a request could change for good, but for what a ceremony of a passkey leaves for some minutes. */
async function everything(): Promise<string> {
  const tables = [
    'auth."user"',
    'auth.account',
    'auth.member',
    'auth.organization',
    'auth.invitation',
    'auth.session',
    'auth."twoFactor"',
    'api_keys',
    'audit_entries',
    'user_preferences',
    'account_erasures',
    'installation_settings',
  ];
  const digest = (table: string): string =>
    `(select md5(coalesce(string_agg(t::text, ',' order by t::text), '')) from ${table} t)`;
  const { rows } = await target.db.query<{ all: string }>(
    `select concat_ws(' ', ${tables.map(digest).join(', ')}) as all`,
  );
  return rows[0]?.all ?? '';
}

/** What a form of any page sends without asking first (Fetch §4.8). */
const simpleTypes = [
  'text/plain',
  'application/x-www-form-urlencoded',
  'multipart/form-data; boundary=x',
  'application/json',
];
const foreign: readonly Readonly<Record<string, string>>[] = [
  { origin: 'https://evil.example' },
  { origin: 'null' },
  { origin: `https://${host}.evil.example` },
  { origin: `https://evil.example/${host}` },
  { origin: `https://sub.${host}` },
  { origin: `https://${host}:8443` },
  { origin: 'file://' },
  { referer: 'https://evil.example/' },
  { origin: `https://${host}`, 'sec-fetch-site': 'cross-site' },
  { 'sec-fetch-site': 'same-site' },
];

describe('a form of another site', () => {
  it.each(changing.map((operation) => [operation.id, operation] as const))(
    'does not call %s',
    async (_, operation) => {
      const before = await everything();
      const body = JSON.stringify(operation.example ?? {});
      for (const [index, headers] of foreign.entries()) {
        const type = simpleTypes[index % simpleTypes.length] ?? '';
        const answer = await clientFor(operation).request(operation.method, pathOf(operation), {
          ...(operation.body !== undefined && { body }),
          headers: { ...headers, 'content-type': type },
        });
        expect([headers, outcomeOf(answer)]).toEqual([headers, '403 foreign_origin']);
      }
      expect(await everything()).toBe(before);
    },
  );

  it('is not taken for JSON, whoever sends it', async () => {
    const before = await everything();
    // As name and value of one field, a form can spell JSON.
    const body = '{"name":"Owned","x":"="}';
    for (const type of [
      ...simpleTypes.slice(0, 3),
      'text/plain; a=application/json',
      'application/x-json',
      'text/json',
      '',
    ]) {
      const answer = await jane.client.post('/v1/organizations', body, { headers: { 'content-type': type } });
      expect([type, [400, 415].includes(answer.status)]).toEqual([type, true]);
    }
    expect(await everything()).toBe(before);
  });

  it('sends nothing by the unencrypted name of this host', async () => {
    const { cookie } = jane.client;
    const body = '{"name":"Owned"}';
    // Who sits in the network answers for http:// and has the browser send to https://.
    const heard = await sendRaw(
      target.server.httpUrl,
      `POST /v1/organizations HTTP/1.1\r\nHost: ${host}\r\nOrigin: http://${host}\r\nCookie: ${cookie}\r\nContent-Type: application/json\r\nContent-Length: ${String(body.length)}\r\nConnection: close\r\n\r\n${body}`,
    );
    expect(statusOf(heard)).toBe(403);
  });

  it('calls nothing by another method than it says', async () => {
    const before = await everything();
    for (const headers of [
      { 'x-http-method-override': 'DELETE' },
      { 'x-http-method': 'DELETE' },
      { 'x-method-override': 'PATCH' },
    ]) {
      await organization.client.get('/v1/organization', { headers });
      await organization.client.get('/v1/organization?_method=DELETE&confirm_name=Ours', { headers });
      await organization.client.post(
        '/v1/organization',
        { _method: 'DELETE', confirm_name: 'Ours' },
        { headers },
      );
    }
    expect(await everything()).toBe(before);
  });
});

describe('a picture, a link or a frame of another site', () => {
  it('changes nothing, whatever it points at', async () => {
    const before = await everything();
    const paths = [...new Set(operations.map((operation) => pathOf(operation)))];
    const pages = [
      '/',
      '/verify-email?token=x',
      '/reset-password?token=x',
      '/invitation?token=x',
      '/forgot-password',
      '/confirm-mailbox?token=x',
      '/docs',
      '/setup/x',
    ];
    for (const path of [...paths, ...pages]) {
      for (const client of [organization.client, target.administrator]) {
        for (const method of ['GET', 'HEAD', 'OPTIONS']) {
          const answer = await client.request(method, path);
          expect([method, path, answer.status < 500]).toEqual([method, path, true]);
        }
      }
    }
    expect(await everything()).toBe(before);
  });

  it('cannot frame a page, run a script in it, or have it guessed at', async () => {
    const answers = [
      '/docs',
      '/setup/x',
      '/confirm-mailbox?token=x',
      '/confirm/x',
      '/v1/account',
      '/v1/nothing',
      '/sandbox',
    ];
    // Of the application where it was built, and of the server itself where it was not.
    const pages = ['/', '/forgot-password', '/dashboard', '/invitation?token=x', '/no-such-page', '/sw.js'];
    for (const path of [...answers, ...pages]) {
      const { headers } = await jane.client.get(path, { headers: { accept: 'text/html' } });
      const policy = headers.get('content-security-policy') ?? '';
      expect([path, policy]).toEqual([path, expect.stringContaining(`default-src 'none'`)]);
      if (path !== '/sw.js') expect(policy).toContain(`frame-ancestors 'none'`);
      if (answers.includes(path)) expect(policy).toContain(`base-uri 'none'`);
      // Pictures may come from what the page has in hand, and the sanitised mail in its frame without rights has the attributes of its own
      // style (decision 0029); no script, style sheet or frame of any other origin may.
      const rest = policy
        .replace(`img-src 'self' data: blob:`, '')
        .replace(`style-src-attr 'unsafe-inline'`, '');
      expect(rest).not.toMatch(/unsafe-|\*|data:|https?:|script-src(?! 'self'[;]|$)|strict-dynamic/);
      expect(headers.get('x-content-type-options')).toBe('nosniff');
      expect(headers.get('strict-transport-security')).toMatch(/max-age=\d{7,}/);
      expect(headers.get('referrer-policy')).toMatch(/^(?:same-origin|no-referrer)$/);
      expect(headers.get('cross-origin-resource-policy')).toBe('same-origin');
      expect(headers.get('x-powered-by')).toBeNull();
      expect(headers.get('server')).toBeNull();
    }
  });

  it('finds no private answer in a cache', async () => {
    for (const operation of operations.filter(
      ({ method, access }) => method === 'GET' && access.kind !== 'public',
    )) {
      const { headers } = await clientFor(operation).get(pathOf(operation));
      expect([operation.id, headers.get('cache-control')]).toEqual([operation.id, 'no-store']);
    }
    for (const path of ['/v1/nothing', '/confirm-mailbox?token=x', '/setup/x', ...(await tokenPages())])
      expect([path, (await jane.client.get(path)).headers.get('cache-control')]).toEqual([path, 'no-store']);
    // Public by their rule, and yet they tell who is signed in.
    const credentials = { email: jane.email, password };
    const told = [
      await jane.client.get('/v1/auth/get-session'),
      await jane.client.get('/v1/auth/passkey/generate-authenticate-options'),
      await target.stranger().post('/v1/auth/sign-in/email', credentials),
    ];
    for (const { status, headers } of told)
      expect([status, headers.get('cache-control')]).toEqual([200, 'no-store']);
  });

  it('has no use for the session cookie', async () => {
    const answer = await target.stranger().post('/v1/auth/sign-in/email', { email: jane.email, password });
    const [cookie = ''] = answer.headers.getSetCookie();
    expect(cookie).toMatch(/^__Secure-smtpy\.session_token=/);
    for (const attribute of ['HttpOnly', 'Secure', 'SameSite=Lax', 'Path=/'])
      expect(cookie).toContain(attribute);
    expect(cookie).not.toMatch(/domain=/i);
  });
});

describe('a page that may call the API with keys', () => {
  const acao = ({ headers }: ApiAnswer): string | null => headers.get('access-control-allow-origin');

  it('is allowed no cookies', async () => {
    const answer = await jane.client.get('/v1/account', { headers: { origin: allowed } });
    expect(outcomeOf(answer)).toBe('401 unauthenticated');
    expect(answer.headers.get('access-control-allow-credentials')).toBeNull();
    const made = await jane.client.post(
      '/v1/organizations',
      { name: 'Owned' },
      { headers: { origin: allowed } },
    );
    expect(outcomeOf(made)).toBe('401 unauthenticated');
    const page = jane.client.with({ origin: allowed });
    expect((await page.post('/v1/auth/sign-out', {})).status).toBe(200);
    expect((await jane.client.get('/v1/account')).status).toBe(200);
  });

  it('is that page alone', async () => {
    const origins = [
      'https://evil.example',
      'null',
      `${allowed}.evil.example`,
      `${allowed}:444`,
      'http://app.example.net',
      'https://APP.example.net.',
      `https://x@app.example.net`,
      '*',
    ];
    for (const origin of origins) {
      for (const path of ['/v1/account', '/v1/nothing', '/healthz', '/docs']) {
        const answer = await jane.client.get(path, { headers: { origin } });
        expect([origin, path, acao(answer)]).toEqual([origin, path, null]);
        const preflight = await target.stranger().request('OPTIONS', path, {
          headers: {
            origin,
            'access-control-request-method': 'DELETE',
            'access-control-request-headers': 'authorization',
          },
        });
        expect([origin, acao(preflight)]).toEqual([origin, null]);
        expect(preflight.headers.get('access-control-allow-credentials')).toBeNull();
      }
    }
    const good = await target.stranger().get('/v1/account', { headers: { origin: allowed } });
    expect(acao(good)).toBe(allowed);
    expect(good.headers.get('vary')).toMatch(/origin/i);
  });

  it('cannot have the rules of another address by the way it spells it', async () => {
    const { cookie } = jane.client;
    const body = '{"name":"Owned"}';
    const before = await everything();
    for (const path of [
      `http://${host}/v1/organizations`,
      `https://${host}/v1/organizations`,
      '//v1/organizations',
      '/%761/organizations',
      '/v1/organizations/',
      '/V1/organizations',
    ])
      await sendRaw(
        target.server.httpUrl,
        `POST ${path} HTTP/1.1\r\nHost: ${host}\r\nOrigin: ${allowed}\r\nCookie: ${cookie}\r\nContent-Type: application/json\r\nContent-Length: ${String(body.length)}\r\nConnection: close\r\n\r\n${body}`,
      );
    expect(await everything()).toBe(before);
  });
});

describe('a link that looks like ours', () => {
  it('leads nowhere else', async () => {
    const paths = [
      '//evil.example',
      '//evil.example/%2e%2e',
      '/\\evil.example',
      '/%5cevil.example',
      '/?next=//evil.example',
      '/?callbackURL=https://evil.example',
      '/docs?redirect=https://evil.example',
      '/sandbox//evil.example/..',
      '/.//evil.example',
      '/%2f%2fevil.example',
      '/v1//evil.example/..',
      '/verify-email?token=x&callbackURL=//evil.example',
    ];
    for (const path of paths) {
      const heard = await sendRaw(
        target.server.httpUrl,
        `GET ${path} HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`,
      );
      const location = /^location: *(\S+)/im.exec(heard)?.[1] ?? '/';
      expect([path, location]).toEqual([path, expect.stringMatching(/^\/(?![/\\])/)]);
      expect([path, statusOf(heard) < 500]).toEqual([path, true]);
    }
  });

  it('is named in no request of ours', async () => {
    const evil = 'https://evil.example';
    for (const name of ['callbackURL', 'redirectTo', 'errorCallbackURL', 'newUserCallbackURL']) {
      const answers = await Promise.all([
        target.stranger().post('/v1/auth/sign-in/email', { email: jane.email, password, [name]: evil }),
        target
          .stranger()
          .post('/v1/auth/sign-up/email', { email: 'new@people.example', password, [name]: evil }),
        target.stranger().post('/v1/auth/request-password-reset', { email: jane.email, [name]: evil }),
        target.stranger().post('/v1/auth/send-verification-email', { email: jane.email, [name]: evil }),
        jane.client.post('/v1/auth/change-email', { newEmail: 'x@people.example', [name]: evil }),
      ]);
      expect(answers.map(({ status }) => status)).toEqual([422, 422, 422, 422, 422]);
    }
  });

  it('of the library below is not served', async () => {
    const paths = [
      'verify-email?token=x&callbackURL=https://evil.example',
      'reset-password/x?callbackURL=https://evil.example',
      'callback/google',
      'error',
      'ok',
      'delete-user/callback',
      'list-accounts',
      'is-username-available',
      'admin/list-users',
      'two-factor/send-otp',
      'token',
    ];
    const posts = [
      'sign-in/social',
      'link-social',
      'unlink-account',
      'delete-user',
      'is-username-available',
      'verify-password',
      'set-password',
      'update-session',
      'two-factor/send-otp',
      'two-factor/verify-otp',
      'admin/set-role',
      'admin/impersonate-user',
      'refresh-token',
      'get-access-token',
      'account-info',
      'two-factor/view-backup-codes',
    ];
    for (const path of paths)
      expect([path, (await jane.client.get(`/v1/auth/${path}`)).status]).toEqual([
        path,
        expect.toBeOneOf([404, 405]),
      ]);
    for (const path of posts)
      expect([path, (await jane.client.post(`/v1/auth/${path}`, {})).status]).toEqual([path, 404]);
  });
});
