import { authenticatorCode, hasAuthenticator } from '@smtpy/testkit';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Browser } from './testdata/browser.ts';
import {
  openAuthenticationWorld,
  password,
  type AuthenticationWorld,
} from './testdata/authentication-world.ts';

let world: AuthenticationWorld;
let jane: Browser;
let secret: string;
let recoveryCodes: readonly string[];
const email = 'jane@people.example';

beforeAll(async () => {
  world = await openAuthenticationWorld();
});
afterAll(() => world[Symbol.asyncDispose]());

/** What an authenticator shows, some steps of 30 seconds from now. */
function codeAt(steps: number): string {
  return authenticatorCode(secret, steps);
}

function wrongCode(): string {
  const good = new Set([-2, -1, 0, 1, 2].map(codeAt));
  return ['111111', '222222', '333333', '444444', '555555', '666666'].find((code) => !good.has(code)) ?? '';
}

async function begin(ip?: string): Promise<Browser> {
  const browser = world.browser(ip);
  const answer = await browser.post('/sign-in/email', { email, password });
  expect(answer.body).toMatchObject({ twoFactorRedirect: true, twoFactorMethods: ['totp'] });
  return browser;
}

const signedIn = async (browser: Browser) => (await browser.get('/list-sessions')).status === 200;

beforeEach(async () => {
  await world.reset();
  await world.createUser('jane');
  jane = world.browser();
  await jane.post('/sign-in/email', { email, password });
  expect((await jane.post('/two-factor/enable', { password: 'wrong horse' })).code).toBe(
    'invalid_credentials',
  );
  const { body } = await jane.post('/two-factor/enable', { password });
  const uri = new URL(String(body['totpURI']));
  expect(uri.href).toContain('otpauth://totp/SMTPy:');
  secret = uri.searchParams.get('secret') ?? '';
  recoveryCodes = body['backupCodes'] as string[];
  expect(recoveryCodes).toHaveLength(10);
  // Not on before the first code.
  expect((await world.browser().post('/sign-in/email', { email, password })).body).toMatchObject({
    user: { email },
  });
  const before = jane.copy();
  expect((await jane.post('/two-factor/verify-totp', { code: codeAt(-1) })).status).toBe(200);
  expect(await signedIn(before)).toBe(false);
});

describe.skipIf(!hasAuthenticator)('the second factor', () => {
  it('is asked for after the password, and begins the session', async () => {
    const browser = await begin();
    expect(browser.cookies.get('smtpy.session_token')).toBeUndefined();
    expect(await signedIn(browser)).toBe(false);
    const code = codeAt(0);
    const answer = await browser.post('/two-factor/verify-totp', {
      code: `${code.slice(0, 3)} ${code.slice(3)}`,
    });
    expect(answer.body).toMatchObject({ user: { email, twoFactorEnabled: true } });
    expect(await signedIn(browser)).toBe(true);
    expect(await world.actions()).toEqual(
      expect.arrayContaining(['two_factor.prepared', 'two_factor.enabled', 'session.started']),
    );
    const stored = JSON.stringify(
      await world.db.query({ text: 'select secret, "backupCodes" from auth."twoFactor"' }),
    );
    expect(stored).not.toContain(secret);
    expect(stored).not.toContain(recoveryCodes[0]);
  });

  it('takes a code once, however many sign-ins try it at once', async () => {
    const code = codeAt(0);
    const browsers = await Promise.all(Array.from({ length: 8 }, () => begin()));
    const answers = await Promise.all(
      browsers.map((browser) => browser.post('/two-factor/verify-totp', { code })),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 401, 401, 401, 401, 401, 401, 401]);
    const again = await begin();
    expect((await again.post('/two-factor/verify-totp', { code })).code).toBe('second_factor_invalid');
    expect((await again.post('/two-factor/verify-totp', { code: codeAt(1) })).status).toBe(200);
  }, 20_000);

  it('lets nobody guess: five per sign-in, ten in a row', async () => {
    const first = await begin();
    for (let round = 0; round < 5; round += 1) {
      const answer = await first.post('/two-factor/verify-totp', { code: wrongCode() });
      expect(answer.code).toBe('second_factor_invalid');
    }
    expect((await first.post('/two-factor/verify-totp', { code: codeAt(0) })).code).toBe(
      'second_factor_invalid',
    );
    const second = await begin();
    for (let round = 0; round < 5; round += 1)
      await second.post('/two-factor/verify-totp', { code: wrongCode() });
    const third = await begin();
    const locked = await third.post('/two-factor/verify-totp', { code: codeAt(0) });
    expect(locked.code).toBe('rate_limited');
    expect(locked.headers.get('retry-after')).toBe('900');
    expect(
      (await world.actions()).filter((action) => action === 'session.refused').length,
    ).toBeGreaterThanOrEqual(10);
  }, 30_000);

  it('takes each recovery code once', async () => {
    const [code = '', other = ''] = recoveryCodes;
    const browsers = await Promise.all(Array.from({ length: 5 }, () => begin()));
    const answers = await Promise.all(
      browsers.map((browser) => browser.post('/two-factor/verify-backup-code', { code })),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 401, 401, 401, 401]);
    const browser = await begin();
    expect((await browser.post('/two-factor/verify-backup-code', { code })).code).toBe(
      'second_factor_invalid',
    );
    expect((await browser.post('/two-factor/verify-backup-code', { code: other })).status).toBe(200);
    const renewed = await jane.post('/two-factor/generate-backup-codes', { password });
    expect(renewed.body['backupCodes']).toHaveLength(10);
    expect(world.subjectsTo(email).at(-1)).toBe('Your recovery codes were renewed');
    expect(JSON.stringify(world.mails.at(-1))).not.toContain((renewed.body['backupCodes'] as string[])[0]);
    const after = await begin();
    expect((await after.post('/two-factor/verify-backup-code', { code: recoveryCodes[2] })).code).toBe(
      'second_factor_invalid',
    );
  }, 20_000);

  it('is bound to the sign-in that asked for it', async () => {
    const stranger = world.browser();
    expect((await stranger.post('/two-factor/verify-totp', { code: codeAt(0) })).code).toBe(
      'second_factor_invalid',
    );
    const browser = await begin();
    const copy = browser.copy();
    expect((await browser.post('/two-factor/verify-totp', { code: codeAt(0) })).status).toBe(200);
    expect((await copy.post('/two-factor/verify-totp', { code: codeAt(1) })).code).toBe(
      'second_factor_invalid',
    );
    // A new password ends sign-ins that the old one began.
    const pending = await begin();
    await stranger.post('/request-password-reset', { email });
    await stranger.post('/reset-password', {
      token: world.tokenTo(email),
      newPassword: 'battery staple correct',
    });
    expect((await pending.post('/two-factor/verify-totp', { code: codeAt(1) })).code).toBe(
      'second_factor_invalid',
    );
  });

  it('is switched off with the password, and the owner is told', async () => {
    expect((await jane.post('/two-factor/get-totp-uri', { password })).body['totpURI']).toContain(secret);
    expect((await jane.post('/two-factor/disable', { password: 'wrong horse' })).code).toBe(
      'invalid_credentials',
    );
    expect((await jane.post('/two-factor/disable', { password })).body).toEqual({ status: true });
    expect((await world.browser().post('/sign-in/email', { email, password })).body).toMatchObject({
      user: { email },
    });
    expect(world.subjectsTo(email)).toEqual([
      'Two-factor sign-in was switched on',
      'Two-factor sign-in was switched off',
    ]);
    expect(await signedIn(jane)).toBe(true);
    expect(world.failures).toEqual([]);
  });
});
