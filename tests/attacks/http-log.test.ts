import { ApiClient, waitFor, waitForLink, authenticatorCode, hasAuthenticator } from '@smtpy/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  createOrganization,
  type HttpTarget,
  openHttpTarget,
  password,
  sendRaw,
  signIn,
  withoutLimits,
} from './http-target.ts';

// Logs are copied, sent to other services and read by people who may read nothing else; so are backups.
let target: HttpTarget;
/** What must be in no log and no table, by what it is. */
const secrets = new Map<string, string>();

const newPassword = 'a second password entirely';
const wrongPassword = 'a password that was mistyped';

beforeAll(async () => {
  target = await openHttpTarget({ ...withoutLimits, SMTPY_LOG_LEVEL: 'debug' });
  await live();
}, 120_000);
afterAll(() => target[Symbol.asyncDispose]());

async function tokenTo(rcptTo: string, path: string): Promise<string> {
  const link = await waitForLink(target.server.httpUrl, { rcptTo, path });
  const token = link.searchParams.get('token') ?? '';
  secrets.set(`token of ${path}`, token);
  // As a scanner of mail does: the token stands in the target of a request.
  await target.stranger().get(link.pathname + link.search);
  await target.stranger().get(`/v1/account${link.search}`);
  await target.stranger().get(`/no-such-page${link.search}`);
  return token;
}

/** Everything in which a secret goes over the wire, once as it should and once with a fault. */
async function live(): Promise<void> {
  secrets.set('password', password).set('new password', newPassword).set('wrong password', wrongPassword);
  const email = 'jane@elsewhere.example';
  const jane = target.stranger();
  await jane.post('/v1/auth/sign-up/email', { email, password });
  await jane.post('/v1/auth/sign-up/email', { email, password });
  await jane.post('/v1/auth/sign-in/email', { email, password });
  expect(
    (await jane.post('/v1/auth/verify-email', { token: await tokenTo(email, '/verify-email') })).status,
  ).toBe(200);
  await jane.post('/v1/auth/sign-in/email', { email, password: wrongPassword });
  await jane.post('/v1/auth/sign-in/email', `{"email":"${email}","password":"${wrongPassword}"`);
  await jane.post('/v1/auth/sign-in/email', { email, password, passwordAgain: password });
  await signIn(jane, email);
  secrets.set('cookie', jane.cookie.split('=')[1] ?? '');
  const cookie = decodeURIComponent(jane.cookie);
  secrets
    .set('cookie, decoded', cookie.slice(cookie.indexOf('=') + 1))
    .set('signature', cookie.split('.').at(-1) ?? '');
  await liveWithKeys(jane);
  await liveWithTwoFactors(jane);
  await jane.post('/v1/auth/request-password-reset', { email });
  const token = await tokenTo(email, '/reset-password');
  expect((await jane.post('/v1/auth/reset-password', { token, newPassword })).status).toBe(200);
  await jane.post('/v1/auth/reset-password', { token, newPassword });
  const owner = await target.createPerson('owner');
  const organization = await createOrganization(owner, 'Ours');
  await organization.client.post('/v1/invitations', { email, role: 'member' });
  await owner.client.post('/v1/invitation-links/accept', { token: await tokenTo(email, '/invitation') });
  await owner.client.post('/v1/auth/sign-out', {});
}

async function liveWithKeys(jane: ApiClient): Promise<void> {
  const made = await jane.post('/v1/keys', { name: 'Script' }, { headers: { 'idempotency-key': 'once' } });
  expect(made.status).toBe(201);
  const { id, key } = made.body as { readonly id: string; readonly key: string };
  secrets.set('key', key).set('key without its beginning', key.slice(10));
  const script = new ApiClient(target.server.httpUrl, { authorization: `Bearer ${key}` });
  expect((await script.get('/v1/account')).status).toBe(200);
  await script.get(`/v1/account?key=${key}`);
  await target.stranger().get(`/v1/keys/${key}`);
  await target.stranger().get('/v1/account', { headers: { authorization: `Basic ${btoa(`x:${key}`)}` } });
  secrets.set('basic', btoa(`x:${key}`));
  await sendRaw(
    target.server.httpUrl,
    `GET /v1/account HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${key}\r\nBroken\u0000: x\r\n\r\n`,
  );
  await jane.delete(`/v1/keys/${id}`);
  await script.get('/v1/account');
}

async function liveWithTwoFactors(jane: ApiClient): Promise<void> {
  const { body } = await jane.post('/v1/auth/two-factor/enable', { password });
  const { totpURI, backupCodes } = body as {
    readonly totpURI: string;
    readonly backupCodes: readonly string[];
  };
  const secret = new URL(totpURI).searchParams.get('secret') ?? '';
  const code = authenticatorCode(secret);
  expect((await jane.post('/v1/auth/two-factor/verify-totp', { code })).status).toBe(200);
  const browser = await signIn(target.stranger(), 'jane@elsewhere.example');
  secrets.set('challenge', decodeURIComponent(browser.cookie.split('=')[1] ?? ''));
  expect(
    (await browser.post('/v1/auth/two-factor/verify-backup-code', { code: backupCodes[0] })).status,
  ).toBe(200);
  secrets
    .set('secret of the authenticator', secret)
    .set('recovery code', backupCodes[0] ?? '')
    .set('unused recovery code', backupCodes[1] ?? '');
}

describe.skipIf(!hasAuthenticator)('a secret', () => {
  it('is long enough to be looked for', () => {
    expect(secrets.size).toBeGreaterThanOrEqual(15);
    for (const [what, secret] of secrets) expect([what, secret.length >= 11]).toEqual([what, true]);
  });

  it('is in no log, at its most talkative', async () => {
    await waitFor(() => /sign-out/.test(target.server.log()), {
      what: 'the last line of the log',
      timeoutMs: 5_000,
    });
    const log = target.server.log();
    expect(log).toContain('/v1/auth/reset-password');
    for (const [what, secret] of secrets) {
      for (const spelled of [secret, encodeURIComponent(secret), JSON.stringify(secret).slice(1, -1)])
        expect([what, log.includes(spelled)]).toEqual([what, false]);
    }
    expect(log).not.toMatch(/authorization["']?:|set-cookie|\bcookie["']?:/i);
  });

  it('is in no table as it is', async () => {
    const tables = [
      'auth."user"',
      'auth.account',
      'auth.invitation',
      'auth.verification',
      'auth."twoFactor"',
      'api_keys',
      'audit_entries',
      'idempotency_keys',
      'request_counts',
      'installation_settings',
    ];
    for (const table of tables) {
      const { rows } = await target.db.query<{ text: string | null }>(
        `select string_agg(t::text, ' ') as text from ${table} t`,
      );
      const text = rows[0]?.text ?? '';
      for (const [what, secret] of secrets) {
        const hex = Buffer.from(secret).toString('hex');
        const octets = Buffer.from(secret, 'base64url').toString('hex');
        for (const spelled of [secret, hex, octets])
          expect([table, what, text.includes(spelled)]).toEqual([table, what, false]);
      }
    }
  });

  it('is in no answer but the one that gives it', async () => {
    const jane = await signIn(target.stranger(), 'owner@people.example');
    const [exported, entries] = [
      await jane.post('/v1/account/export'),
      await target.administrator.get('/v1/administration/audit-entries?limit=100'),
    ];
    for (const answer of [exported, entries]) {
      expect(answer.status).toBe(200);
      for (const [what, secret] of secrets)
        expect([what, JSON.stringify(answer.body).includes(secret)]).toEqual([what, false]);
    }
    expect(JSON.stringify(exported.body)).not.toMatch(/argon2|\$2[aby]\$|"token"|tokenHash/);
  });
});
