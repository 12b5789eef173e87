import type { ApiAnswer, ApiClient } from '@smtpy/testkit';
import { waitForLink, authenticatorCode, hasAuthenticator } from '@smtpy/testkit';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  codeOf,
  type HttpTarget,
  openHttpTarget,
  outcomeOf,
  password,
  type Person,
  signIn,
  tally,
  withoutLimits,
} from './http-target.ts';

// A cookie, a code or a recovery code that somebody copied is worth as much as the password for as long as it works.
let target: HttpTarget;
let people = 0;

beforeAll(async () => {
  target = await openHttpTarget(withoutLimits);
}, 90_000);
afterAll(() => target[Symbol.asyncDispose]());

const fresh = (): Promise<Person> => target.createPerson(`person${String((people += 1))}`);
const withCookie = (cookie: string): ApiClient => target.stranger().with({ cookie });
const isSignedIn = async (cookie: string): Promise<boolean> =>
  (await withCookie(cookie).get('/v1/account')).status === 200;

describe('a session cookie', () => {
  const ends: Readonly<Record<string, (person: Person) => Promise<ApiAnswer>>> = {
    'signing out': ({ client }) => client.post('/v1/auth/sign-out', {}),
    'ending all sessions': ({ client }) => client.post('/v1/auth/revoke-sessions', {}),
    'a new password': ({ client }) =>
      client.post('/v1/auth/change-password', {
        currentPassword: password,
        newPassword: 'a new one of mine',
      }),
    'a reset': async ({ email }) => {
      await target.stranger().post('/v1/auth/request-password-reset', { email });
      const link = await waitForLink(target.server.httpUrl, { rcptTo: email, path: '/reset-password' });
      return target.stranger().post('/v1/auth/reset-password', {
        token: link.searchParams.get('token'),
        newPassword: 'a new one of mine',
      });
    },
    'a suspension': ({ id }) =>
      target.administrator.patch(`/v1/administration/users/${id}`, {
        is_suspended: true,
        suspended_reason: 'Test',
      }),
  };

  it.each(Object.keys(ends))('that was copied is over with %s', async (name) => {
    const person = await fresh();
    const copied = person.client.cookie;
    const other = (await signIn(target.stranger(), person.email)).cookie;
    expect([await isSignedIn(copied), await isSignedIn(other)]).toEqual([true, true]);
    expect((await ends[name]?.(person))?.status).toBe(200);
    expect(await isSignedIn(copied)).toBe(false);
    // Signing out ends one; everything else is done because somebody else may have got in.
    expect(await isSignedIn(other)).toBe(name === 'signing out');
  });

  it('is over after its time, and ends nobody else’s', async () => {
    const person = await fresh();
    const { cookie } = person.client;
    await target.db.query(
      `update auth.session set "expiresAt" = now() - interval '1 second' where "userId" = $1`,
      [person.id],
    );
    expect(await isSignedIn(cookie)).toBe(false);
    expect((await withCookie(cookie).get('/v1/auth/get-session')).body ?? null).toBeNull();
  });

  it('that was bent is none', async () => {
    const person = await fresh();
    const [name = '', signed = ''] = person.client.cookie.split(/=(.*)/s);
    const [value = '', signature = ''] = decodeURIComponent(signed).split('.');
    const admin =
      decodeURIComponent(target.administrator.cookie.split(/=(.*)/s)[1] ?? '').split('.')[0] ?? '';
    const { rows } = await target.db.query<{ token: string; id: string }>(
      'select token, id from auth.session where "userId" = $1',
      [person.id],
    );
    const bent = [
      value,
      `${value}.`,
      `.${signature}`,
      `${admin}.${signature}`,
      `${value}x.${signature}`,
      `${value}.${signature.slice(0, -4)}`,
      `${value}.${signature.replace(/^./, (first) => (first === 'A' ? 'B' : 'A'))}`,
      `${value}.${'A'.repeat(44)}`,
      `${rows[0]?.token ?? ''}.`,
      rows[0]?.id ?? '',
      `${value}.${value}`,
      `${value.slice(0, 10)}.${value.slice(10)}.${signature}`,
      `${value}%00.${signature}`,
    ];
    for (const wrong of bent) {
      const cookie = `${name}=${encodeURIComponent(wrong)}`;
      expect([wrong, await isSignedIn(cookie)]).toEqual([wrong, false]);
      expect((await withCookie(cookie).get('/v1/auth/get-session')).body ?? null).toBeNull();
    }
    expect(await isSignedIn(`${name}=${encodeURIComponent(`${value}.${signature}`)}`)).toBe(true);
  });

  it('of two is the same for all who read it', async () => {
    const [one, two] = [await fresh(), await fresh()];
    const [name = '', first = ''] = one.client.cookie.split(/=(.*)/s);
    const second = two.client.cookie.split(/=(.*)/s)[1] ?? '';
    const headers = [
      `${name}=${first}; ${name}=${second}`,
      `${name}=x; ${name}=${second}`,
      `${name}="${first}"; ${name}=${second}`,
      `${name}; ${name}=${second}`,
      `a=b;${name}=${first};${name}=${second}`,
      ` ${name} = ${first} ; ${name}=${second}`,
      `${name}=%zz; ${name}=${second}`,
      `__Secure-${name}=${first}; ${name}=${second}`,
      `${name.toUpperCase()}=${first}; ${name}=${second}`,
    ];
    for (const cookie of headers) {
      const frame = (await withCookie(cookie).get('/v1/account')).body as { readonly id?: string };
      const library = (await withCookie(cookie).get('/v1/auth/get-session')).body as
        { readonly user?: { readonly id: string } } | null | undefined;
      const [framed, inside] = [frame.id ?? null, library?.user?.id ?? null];
      // Were one let in as somebody and acted upon as another, everything that is checked first would be checked of the wrong one.
      expect([cookie, framed === null || inside === null || framed === inside]).toEqual([cookie, true]);
    }
  });

  it('is told by no answer, and ends no session of another by its token', async () => {
    const [one, two] = [await fresh(), await fresh()];
    const { body } = await one.client.get('/v1/auth/list-sessions');
    const { rows } = await target.db.query<{ token: string }>(
      'select token from auth.session where "userId" = $1',
      [two.id],
    );
    const signature = decodeURIComponent(one.client.cookie).split('.').at(-1) ?? 'none';
    expect(JSON.stringify(body)).not.toContain(signature);
    expect(JSON.stringify(body)).not.toContain(two.id);
    expect((await one.client.post('/v1/auth/revoke-session', { token: rows[0]?.token })).status).toBe(200);
    expect(await isSignedIn(two.client.cookie)).toBe(true);
    // The token alone, which the list shows, signs nobody in.
    expect(await isSignedIn(`smtpy.session_token=${String(rows[0]?.token)}`)).toBe(false);
  });

  it('beside a key is not what counts', async () => {
    const person = await fresh();
    const answer = await person.client.get('/v1/account', {
      headers: { authorization: `Bearer smtpy${'A'.repeat(47)}` },
    });
    expect(outcomeOf(answer)).toBe('401 unauthenticated');
  });
});

describe.skipIf(!hasAuthenticator)('two factors', () => {
  let victim: Person;
  let secret: string;
  let recoveryCodes: readonly string[];

  const codeAt = (steps: number, of = secret): string => authenticatorCode(of, steps);

  async function enable(
    person: Person,
  ): Promise<{ readonly secret: string; readonly codes: readonly string[] }> {
    const { body } = await person.client.post('/v1/auth/two-factor/enable', { password });
    const { totpURI, backupCodes } = body as {
      readonly totpURI: string;
      readonly backupCodes: readonly string[];
    };
    const own = new URL(totpURI).searchParams.get('secret') ?? '';
    expect(
      (await person.client.post('/v1/auth/two-factor/verify-totp', { code: codeAt(-1, own) })).status,
    ).toBe(200);
    return { secret: own, codes: backupCodes };
  }

  /** A browser in which the password was given, and the code was not. */
  async function challenge(email: string): Promise<ApiClient> {
    const browser = await signIn(target.stranger(), email);
    expect((await browser.get('/v1/account')).status).toBe(401);
    return browser;
  }

  const verify = (browser: ApiClient, code: string): Promise<ApiAnswer> =>
    browser.post('/v1/auth/two-factor/verify-totp', { code });
  const recover = (browser: ApiClient, code: string): Promise<ApiAnswer> =>
    browser.post('/v1/auth/two-factor/verify-backup-code', { code });

  beforeEach(async () => {
    victim = await fresh();
    ({ secret, codes: recoveryCodes } = await enable(victim));
  });

  it('are two: the password alone opens nothing', async () => {
    const browser = await challenge(victim.email);
    for (const path of ['/v1/account', '/v1/keys', '/v1/auth/list-sessions', '/v1/organizations'])
      expect(outcomeOf(await browser.get(path))).toBe('401 unauthenticated');
    expect((await browser.post('/v1/auth/two-factor/disable', { password })).status).toBe(401);
    expect((await browser.get('/v1/auth/get-session')).body ?? null).toBeNull();
  });

  it('are the same person’s: codes and challenges of another do not fit', async () => {
    const mallory = await fresh();
    const { secret: own, codes } = await enable(mallory);
    const browser = await challenge(victim.email);
    expect((await verify(browser, codeAt(0, own))).status).toBe(401);
    expect((await recover(browser, codes[0] ?? '')).status).toBe(401);
    // Signed in as oneself, with the challenge of the victim beside: the code counts for oneself or not at all.
    const both = withCookie(`${mallory.client.cookie}; ${browser.cookie}`);
    const answer = await verify(both, codeAt(1, own));
    expect(JSON.stringify(answer.body)).not.toContain(victim.id);
    expect(JSON.stringify((await both.get('/v1/account')).body)).not.toContain(victim.id);
    const recovered = await recover(both, codes[1] ?? '');
    expect(JSON.stringify(recovered.body)).not.toContain(victim.id);
  });

  it('a code, a challenge and a recovery code each work once, however many come at once', async () => {
    const code = codeAt(0);
    const browsers = await Promise.all(Array.from({ length: 6 }, () => challenge(victim.email)));
    const answers = await Promise.all(browsers.map((browser) => verify(browser, code)));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    const recovery = recoveryCodes[0] ?? '';
    const more = await Promise.all(Array.from({ length: 6 }, () => challenge(victim.email)));
    const recovered = await Promise.all(more.map((browser) => recover(browser, recovery)));
    expect(recovered.filter(({ status }) => status === 200)).toHaveLength(1);
    expect(codeOf(await recover(await challenge(victim.email), recovery))).toBe('second_factor_invalid');
    const one = await challenge(victim.email);
    const copies = Array.from({ length: 5 }, (_, index) => one.with({ 'x-copy': String(index) }));
    const twice = await Promise.all(
      copies.map((copy, index) => recover(copy, recoveryCodes[index + 1] ?? '')),
    );
    expect(twice.filter(({ status }) => status === 200)).toHaveLength(1);
  });

  it('a challenge ends with guesses, with its time and with a new password', async () => {
    const guessed = await challenge(victim.email);
    const wrong = ['111111', '222222', '333333', '444444', '555555', '666666'].filter(
      (code) => ![-1, 0, 1].map((steps) => codeAt(steps)).includes(code),
    );
    for (const code of wrong.slice(0, 5)) expect((await verify(guessed, code)).status).toBe(401);
    expect((await verify(guessed, codeAt(0))).status).not.toBe(200);
    const late = await challenge(victim.email);
    await target.db.query(
      `update auth.verification set "expiresAt" = now() - interval '1 second' where value = $1`,
      [victim.id],
    );
    expect((await recover(late, recoveryCodes[0] ?? '')).status).toBe(401);
    const pending = await challenge(victim.email);
    expect(
      (
        await victim.client.post('/v1/auth/change-password', {
          currentPassword: password,
          newPassword: 'a password of her own',
        })
      ).status,
    ).toBe(200);
    expect((await recover(pending, recoveryCodes[1] ?? '')).status).toBe(401);
  });

  it('are not switched off, shown or renewed without the password', async () => {
    const paths = ['disable', 'get-totp-uri', 'generate-backup-codes', 'enable'];
    for (const path of paths)
      expect(
        outcomeOf(await victim.client.post(`/v1/auth/two-factor/${path}`, { password: 'not the password' })),
      ).toBe('401 invalid_credentials');
    // Old recovery codes are worth nothing after new ones were made.
    const renewed = await victim.client.post('/v1/auth/two-factor/generate-backup-codes', { password });
    expect(renewed.status).toBe(200);
    expect((await recover(await challenge(victim.email), recoveryCodes[2] ?? '')).status).toBe(401);
  });

  it('guessed from many browsers at once stop being looked at', async () => {
    const browsers = await Promise.all(Array.from({ length: 5 }, () => challenge(victim.email)));
    const answers = await Promise.all(
      browsers.flatMap((browser) =>
        ['000001', '000002', '000003', '000004', '000005'].map((code) => verify(browser, code)),
      ),
    );
    expect(tally(answers)['200']).toBeUndefined();
    const { rows } = await target.db.query<{ locked: boolean }>(
      'select "lockedUntil" > now() as locked from auth."twoFactor" where "userId" = $1',
      [victim.id],
    );
    expect(rows).toEqual([{ locked: true }]);
    expect((await verify(await challenge(victim.email), codeAt(0))).status).not.toBe(200);
  });
});
