import type { ApiAnswer, ApiClient } from '@smtpy/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  codeOf,
  createOrganization,
  type HttpTarget,
  openHttpTarget,
  outcomeOf,
  password,
  type Person,
  signIn,
  someNetwork,
  tally,
} from './http-target.ts';

// Who learns which addresses have accounts knows whom to attack; who may try on without end gets in.
let target: HttpTarget;
let jane: Person;

beforeAll(async () => {
  target = await openHttpTarget();
  jane = await target.createPerson('jane');
}, 90_000);
afterAll(() => target[Symbol.asyncDispose]());

const attempt = (client: ApiClient, email: string, secret = 'a wrong password'): Promise<ApiAnswer> =>
  client.post('/v1/auth/sign-in/email', { email, password: secret });

async function timed(
  ask: () => Promise<ApiAnswer>,
): Promise<{ readonly answer: ApiAnswer; readonly tookMs: number }> {
  const startedAt = performance.now();
  const answer = await ask();
  return { answer, tookMs: performance.now() - startedAt };
}

const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;

/** Everything that an answer says and that is not different each time. */
function shown({ status, headers, body }: ApiAnswer): unknown {
  const changing = /^(?:date|x-request-id|connection|keep-alive|ratelimit|content-length)$/;
  const fields = Array.from(headers).filter(([name]) => !changing.test(name));
  const text = JSON.stringify(body ?? null)
    .replaceAll(/[0-9a-f]{8}-[0-9a-f-]{27}/g, 'ID')
    .replaceAll(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, 'AT');
  return { status, fields, body: text };
}

/** Answers come no sooner than this after the request when they must not tell anything. */
const floorMs = 400;

describe('a sign-in that fails', () => {
  it('takes the same time and says the same, whoever it is about', async () => {
    const [known, without, suspended] = [
      await target.createPerson('known'),
      await target.createPerson('without'),
      await target.createPerson('suspended'),
    ];
    // As of somebody who signs in with a passkey alone.
    await target.db.query('update auth.account set password = null where "userId" = $1', [without.id]);
    await target.db.query('update auth."user" set "suspendedAt" = now() where id = $1', [suspended.id]);
    const emails = {
      known: known.email,
      unknown: 'nobody@people.example',
      without: without.email,
      suspended: suspended.email,
    };
    const times: Record<string, number[]> = {};
    const answers: ApiAnswer[] = [];
    for (let round = 0; round < 15; round += 1) {
      const asked = Object.entries(emails).map(async ([kind, email]) => {
        const { answer, tookMs } = await timed(() => attempt(target.stranger(), email));
        (times[kind] ??= []).push(tookMs);
        answers.push(answer);
      });
      await Promise.all(asked);
    }
    expect(new Set(answers.map((answer) => JSON.stringify(shown(answer)))).size).toBe(1);
    expect(answers[0]).toMatchObject({ status: 401, body: { code: 'invalid_credentials' } });
    const medians = Object.values(times).map(median);
    // A busy machine makes all of them later; what must not be is that one kind comes before the floor, or after the others.
    expect(Math.min(...Object.values(times).flat())).toBeGreaterThan(floorMs - 20);
    expect(Math.max(...medians) - Math.min(...medians)).toBeLessThan(60);
  }, 60_000);

  it('with the username says no more than with the address', async () => {
    const wrong = { password: 'a wrong password' };
    const answers = await Promise.all(
      ['jane', 'nobody', 'root', 'x'].map((username) =>
        timed(() => target.stranger().post('/v1/auth/sign-in/username', { username, ...wrong })),
      ),
    );
    expect(new Set(answers.map(({ answer }) => JSON.stringify(shown(answer)))).size).toBe(1);
    for (const { tookMs } of answers) expect(tookMs).toBeGreaterThan(floorMs - 20);
  });
});

describe('what anybody may ask', () => {
  const asks: Readonly<Record<string, (email: string, username: string) => Promise<ApiAnswer>>> = {
    registering: (email, username) =>
      target.stranger().post('/v1/auth/sign-up/email', { email, username, password, name: 'Somebody' }),
    'a new password': (email) => target.stranger().post('/v1/auth/request-password-reset', { email }),
    'another link': (email) => target.stranger().post('/v1/auth/send-verification-email', { email }),
  };

  it.each(Object.keys(asks))('says nothing of who is there: %s', async (name) => {
    const ask = asks[name];
    if (ask === undefined) throw new Error('there is no such question');
    const unconfirmed = `waiting-${name.length}@people.example`;
    await target.stranger().post('/v1/auth/sign-up/email', { email: unconfirmed, password });
    const results = [];
    for (const [email, username] of [
      [jane.email, 'jane'],
      [`nobody-${String(name.length)}@people.example`, `nobody${String(name.length)}`],
      [unconfirmed, 'jane'],
      ['root@people.example', 'root'],
    ] as const)
      results.push({ email, username, ...(await timed(() => ask(email, username))) });
    const seen = results.map(({ answer, email, username }) =>
      JSON.stringify(shown(answer)).replaceAll(email, 'EMAIL').replaceAll(`\\"${username}\\"`, 'USERNAME'),
    );
    expect(new Set(seen)).toEqual(new Set([seen[0]]));
    for (const { tookMs } of results) expect(tookMs).toBeGreaterThan(floorMs - 20);
  });

  it('says nothing to who invites, changes an address or asks for one', async () => {
    const organization = await createOrganization(jane, 'Ours');
    const invited = await Promise.all(
      ['root@people.example', 'nobody-there@people.example'].map((email) =>
        organization.client.post('/v1/invitations', { email, role: 'viewer' }),
      ),
    );
    expect(invited.map(outcomeOf)).toEqual(['201', '201']);
    const keys = invited.map(({ body }) => Object.keys(body as object).join());
    expect(keys[0]).toBe(keys[1]);
    const changes = [];
    for (const newEmail of ['root@people.example', 'nobody-here@people.example'])
      changes.push(await jane.client.post('/v1/auth/change-email', { newEmail }));
    expect(new Set(changes.map((answer) => JSON.stringify(shown(answer)))).size).toBe(1);
  });

  it('does not fill a mailbox', async () => {
    const answers = [];
    for (let index = 0; index < 12; index += 1)
      answers.push(
        await target.stranger().post('/v1/auth/request-password-reset', { email: 'root@people.example' }),
      );
    // The caller does not hear that no more is sent; the owner does not hear any more.
    expect(tally(answers)).toEqual({ '200': 12 });
    const { rows } = await target.db
      .query<{ count: string }>(
        `select count(*) from deliveries where recipient like '%root@people.example%'`,
      )
      .catch(() => ({ rows: [] }));
    if (rows.length > 0) expect(Number(rows[0]?.count)).toBeLessThanOrEqual(10);
  });
});

describe('who tries on and on', () => {
  it('is slowed at one account, however the login is spelled, and the owner gets in', async () => {
    const victim = await target.createPerson('victim');
    const network = someNetwork();
    const spellings = [
      'victim@people.example',
      'VICTIM@people.example',
      ' victim@people.example ',
      'Victim@People.Example',
    ];
    const answers = await Promise.all(
      Array.from({ length: 40 }, (_, index) => attempt(target.stranger(network), spellings[index % 4] ?? '')),
    );
    expect(tally(answers)).toEqual({ '401 invalid_credentials': 10, '429 rate_limited': 30 });
    expect(Number(answers.find(({ status }) => status === 429)?.headers.get('retry-after'))).toBeGreaterThan(
      0,
    );
    // Now even the right password is not looked at from there.
    expect(outcomeOf(await attempt(target.stranger(network), victim.email, password))).toBe(
      '429 rate_limited',
    );
    expect((await attempt(target.stranger(), victim.email, password)).status).toBe(200);
  });

  it('from many networks is slowed too, and the owner gets in where the owner was before', async () => {
    const home = someNetwork();
    await target.createPerson('pursued');
    const email = 'pursued@people.example';
    await signIn(target.stranger(home), email);
    const answers = await Promise.all(Array.from({ length: 40 }, () => attempt(target.stranger(), email)));
    expect(answers.filter(({ status }) => status === 401).length).toBeLessThanOrEqual(20);
    expect(codeOf(await attempt(target.stranger(), email))).toBe('rate_limited');
    expect((await attempt(target.stranger(home), email, password)).status).toBe(200);
  });

  it('with one password at a thousand accounts is slowed by network', async () => {
    const network = someNetwork();
    const answers = await Promise.all(
      Array.from({ length: 130 }, (_, index) =>
        attempt(target.stranger(network), `person${String(index)}@people.example`),
      ),
    );
    expect(answers.filter(({ status }) => status === 401).length).toBeLessThanOrEqual(100);
    expect(answers.filter(({ status }) => status === 429).length).toBeGreaterThanOrEqual(30);
    // Another house of the same provider is another network; another address of the same house is not.
    expect(
      outcomeOf(await attempt(target.stranger(network.replace(/::1$/, '::2')), 'person999@people.example')),
    ).toBe('429 rate_limited');
    expect((await attempt(target.stranger(), jane.email, password)).status).toBe(200);
  }, 60_000);

  it('is not somebody else by what a header says behind the proxy', async () => {
    const network = someNetwork();
    const answers = await Promise.all(
      Array.from({ length: 30 }, (_, index) =>
        target.stranger().post(
          '/v1/auth/sign-in/email',
          { email: 'liar@people.example', password },
          {
            headers: {
              // The proxy appends the address it sees to whatever the client claims.
              'x-forwarded-for': `10.0.0.${String(index)}, ${network}`,
              'x-real-ip': `10.1.0.${String(index)}`,
              'cf-connecting-ip': `10.2.0.${String(index)}`,
              'x-smtpy-client-address': `10.3.0.${String(index)}`,
              forwarded: `for=10.4.0.${String(index)}`,
            },
          },
        ),
      ),
    );
    expect(tally(answers)).toEqual({ '401 invalid_credentials': 10, '429 rate_limited': 20 });
  });

  it('at the password of a browser that is signed in is slowed', async () => {
    const left = await target.createPerson('left');
    const answers = await Promise.all(
      Array.from({ length: 25 }, (_, index) =>
        left.client.post('/v1/auth/change-password', {
          currentPassword: `guess ${String(index)}`,
          newPassword: 'mine from now on',
        }),
      ),
    );
    expect(answers.filter(({ status }) => status !== 429).length).toBeLessThanOrEqual(10);
    expect((await attempt(target.stranger(), left.email, password)).status).toBe(200);
  });

  it('at keys is slowed by network', async () => {
    const network = someNetwork();
    const answers = [];
    for (let round = 0; round < 14; round += 1)
      answers.push(
        ...(await Promise.all(
          Array.from({ length: 25 }, (_, index) =>
            target.stranger(network).get('/v1/account', {
              headers: { authorization: `Bearer smtpy${String(round * 25 + index).padStart(47, 'A')}` },
            }),
          ),
        )),
      );
    expect(answers.some(({ status }) => status === 429)).toBe(true);
    expect(answers.every(({ status }) => status === 401 || status === 429)).toBe(true);
  });
});

describe('a session that an attacker began', () => {
  it('does not become the victim’s', async () => {
    const mallory = await target.createPerson('mallory');
    // The victim's browser was given the attacker's cookie before the victim signed in.
    const browser = mallory.client.with({});
    const planted = browser.cookie;
    await signIn(browser, jane.email);
    expect(browser.cookie).not.toBe(planted);
    expect((await browser.get('/v1/account')).body).toMatchObject({ email: jane.email });
    const attacker = await target.stranger().get('/v1/account', { headers: { cookie: planted } });
    expect(attacker.body).not.toMatchObject({ email: jane.email });
    const chosen = target.stranger().with({ cookie: 'smtpy.session_token=chosen.byattacker' });
    const answer = await chosen.post('/v1/auth/sign-in/email', { email: jane.email, password });
    expect(answer.headers.getSetCookie().join()).not.toContain('chosen');
  });
});
