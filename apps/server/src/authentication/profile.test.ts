import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { removeLapsedSignIns } from './index.ts';
import { answerFloorMs } from './floor.ts';
import type { Browser } from './testdata/browser.ts';
import {
  openAuthenticationWorld,
  password,
  type AuthenticationWorld,
} from './testdata/authentication-world.ts';

let world: AuthenticationWorld;
let jane: Browser;
const email = 'jane@people.example';
const newPassword = 'battery staple correct';

beforeAll(async () => {
  world = await openAuthenticationWorld();
});
afterAll(() => world[Symbol.asyncDispose]());
beforeEach(async () => {
  await world.reset();
  await world.createUser('jane');
  jane = await signIn();
});

async function signIn(): Promise<Browser> {
  const browser = world.browser();
  const answer = await browser.post('/sign-in/email', { email, password });
  if (answer.status !== 200) throw new Error(`signing in: ${answer.code ?? ''}`);
  return browser;
}

async function isSignedIn(browser: Browser): Promise<boolean> {
  return (await browser.get('/list-sessions')).status === 200;
}

describe('password reset', () => {
  it('sets a new password once, and ends all sessions', async () => {
    const stranger = world.browser();
    const known = await stranger.post('/request-password-reset', { email });
    const unknown = await stranger.post('/request-password-reset', { email: 'nobody@people.example' });
    expect(unknown.body).toEqual(known.body);
    expect(Math.min(known.durationMs, unknown.durationMs)).toBeGreaterThanOrEqual(answerFloorMs);
    const token = world.tokenTo(email);
    expect((await stranger.post('/reset-password', { token, newPassword: email })).code).toBe(
      'weak_password',
    );
    expect((await stranger.post('/reset-password', { token, newPassword })).body).toEqual({ status: true });
    expect((await stranger.post('/reset-password', { token, newPassword })).code).toBe('link_invalid');
    expect(await isSignedIn(jane)).toBe(false);
    expect((await stranger.post('/sign-in/email', { email, password })).code).toBe('invalid_credentials');
    expect((await stranger.post('/sign-in/email', { email, password: newPassword })).status).toBe(200);
    expect(world.subjectsTo(email)).toEqual(['Set a new password', 'Your password was changed']);
    expect((await world.actions()).filter((action) => action.startsWith('password'))).toEqual([
      'password.reset_requested',
      'password.reset',
    ]);
  });

  it('takes the newest link alone, for an hour', async () => {
    const stranger = world.browser();
    await stranger.post('/request-password-reset', { email });
    const first = world.tokenTo(email);
    await stranger.post('/request-password-reset', { email });
    expect((await stranger.post('/reset-password', { token: first, newPassword })).code).toBe('link_invalid');
    expect((await stranger.post('/verify-email', { token: world.tokenTo(email) })).code).toBe('link_invalid');
    world.advance(3_600_001);
    expect((await stranger.post('/reset-password', { token: world.tokenTo(email), newPassword })).code).toBe(
      'link_invalid',
    );
    const stored = JSON.stringify(await world.db.query({ text: 'select * from auth.verification' }));
    expect(stored).not.toContain(first);
  });

  it('lets one of twenty at once through', async () => {
    await world.browser().post('/request-password-reset', { email });
    const token = world.tokenTo(email);
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, index) =>
        world.browser().post('/reset-password', { token, newPassword: `${newPassword} ${String(index)}` }),
      ),
    );
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    expect(answers.filter(({ code }) => code === 'link_invalid')).toHaveLength(19);
  });
});

describe('change of the password', () => {
  it('ends the other sessions and goes on in this one', async () => {
    const other = await signIn();
    const wrong = await jane.post('/change-password', { currentPassword: 'wrong horse', newPassword });
    expect(wrong.code).toBe('invalid_credentials');
    expect(
      (await jane.post('/change-password', { currentPassword: password, newPassword: 'Jane@people.example' }))
        .code,
    ).toBe('weak_password');
    const before = jane.copy();
    const answer = await jane.post('/change-password', {
      currentPassword: password,
      newPassword,
      revokeOtherSessions: false,
    });
    expect(answer.status).toBe(200);
    expect([await isSignedIn(jane), await isSignedIn(other), await isSignedIn(before)]).toEqual([
      true,
      false,
      false,
    ]);
    expect(world.subjectsTo(email)).toEqual(['Your password was changed']);
    expect((await world.actions()).at(-1)).toBe('password.changed');
  });

  it('is no way to guess', async () => {
    // Two more than are allowed: some fall out of the window where it ends meanwhile.
    for (let round = 0; round < 12; round += 1)
      await jane.post('/change-password', { currentPassword: `wrong ${String(round)}`, newPassword });
    const answer = await jane.post('/change-password', { currentPassword: password, newPassword });
    expect(answer.code).toBe('rate_limited');
  }, 15_000);
});

describe('change of the address', () => {
  it('is made when the new one is confirmed, and the old one is told', async () => {
    const newEmail = 'jane@new.example';
    await world.browser().post('/request-password-reset', { email });
    const reset = world.tokenTo(email);
    expect((await jane.post('/change-email', { newEmail: 'Jane@New.example' })).body).toEqual({
      status: true,
    });
    expect((await jane.get('/get-session')).body).toMatchObject({ user: { email } });
    expect((await world.browser().post('/verify-email', { token: world.tokenTo(newEmail) })).status).toBe(
      200,
    );
    expect((await jane.get('/get-session')).body).toMatchObject({
      user: { email: newEmail, emailVerified: true },
    });
    expect(world.subjectsTo(email)).toContain('Your email address was changed');
    expect((await world.browser().post('/reset-password', { token: reset, newPassword })).code).toBe(
      'link_invalid',
    );
    expect((await world.actions()).slice(-2)).toEqual(['user.email_change_requested', 'user.email_changed']);
  });

  it('tells nobody whose the new address is', async () => {
    const { email: taken } = await world.createUser('bob');
    expect((await jane.post('/change-email', { newEmail: taken })).body).toEqual({ status: true });
    expect(world.subjectsTo(taken)).toEqual(['Your address was given for another account']);
    await jane.post('/change-email', { newEmail: 'late@people.example' });
    await world.createUser('late');
    const late = await jane.post('/verify-email', { token: world.tokenTo('late@people.example') });
    expect(late.code).toBe('link_invalid');
    expect((await jane.get('/get-session')).body).toMatchObject({ user: { email } });
  });

  it('asks for a sign-in of the last day', async () => {
    world.advance(24 * 3_600_000 + 1);
    expect((await jane.post('/change-email', { newEmail: 'jane@new.example' })).code).toBe('session_too_old');
  });
});

describe('profile', () => {
  it('changes name and username', async () => {
    await world.createUser('bob');
    expect((await jane.post('/update-user', { name: 'Jane Doe', username: 'Doe' })).body).toEqual({
      status: true,
    });
    expect((await jane.get('/get-session')).body).toMatchObject({
      user: { name: 'Jane Doe', username: 'doe', displayUsername: 'Doe' },
    });
    expect((await jane.post('/update-user', { username: 'BOB' })).code).toBe('already_exists');
    expect((await jane.post('/update-user', {})).code).toBe('invalid_request');
    expect((await jane.post('/update-user', { name: 'Jane', role: 'admin' })).code).toBe('invalid_request');
    expect((await world.browser().post('/update-user', { name: 'x' })).code).toBe('unauthenticated');
  });

  it('that stays as it was is nothing to tell', async () => {
    await jane.post('/update-user', { name: 'Jane Doe' });
    const [change] = await world.db.query({
      text: `select before, after from audit_entries where action = 'user.changed' order by id desc limit 1`,
    });
    expect(change).toMatchObject({ after: { name: 'Jane Doe' } });
    expect(Object.keys(change?.['after'] as object)).toEqual(['name']);
    const count = (await world.actions()).length;
    expect((await jane.post('/update-user', { name: 'Jane Doe' })).status).toBe(200);
    expect(await world.actions()).toHaveLength(count);
  });
});

describe('sessions', () => {
  it('are listed and ended: one, the others, all; those of others are not', async () => {
    const [second, third] = [await signIn(), await signIn()];
    const { id: bobId } = await world.createUser('bob');
    const bob = world.browser();
    await bob.post('/sign-in/username', { username: 'bob', password });
    const [bobs] = (await bob.get('/list-sessions')).body as unknown as { token: string; userId: string }[];
    expect(bobs?.userId).toBe(bobId);
    const listed = (await jane.get('/list-sessions')).body as unknown as { token: string }[];
    expect(listed).toHaveLength(3);
    expect((await jane.post('/revoke-session', { token: bobs?.token })).body).toEqual({ status: true });
    expect(await isSignedIn(bob)).toBe(true);
    await jane.post('/revoke-session', { token: listed[0]?.token });
    expect([await isSignedIn(jane), await isSignedIn(second), await isSignedIn(third)]).toEqual([
      true,
      true,
      false,
    ]);
    await jane.post('/revoke-other-sessions');
    expect([await isSignedIn(jane), await isSignedIn(second)]).toEqual([true, false]);
    await jane.post('/revoke-sessions');
    expect(await isSignedIn(jane)).toBe(false);
    expect((await world.actions()).filter((action) => action === 'session.revoked')).toHaveLength(3);
  });

  it('last 30 days, and lapse', async () => {
    world.advance(30 * 86_400_000 - 60_000);
    expect(await isSignedIn(jane)).toBe(true);
    world.advance(120_000);
    expect(await isSignedIn(jane)).toBe(false);
    expect(await removeLapsedSignIns(world.db, world.clock.now())).toBeGreaterThanOrEqual(1);
  });

  it('are extended when they are in use', async () => {
    await world.db.query({ text: `update auth.session set "expiresAt" = now() + interval '20 days'` });
    const answer = await jane.get('/get-session');
    expect(answer.headers.getSetCookie()[0]).toContain('Max-Age=2592000');
    const [row] = await world.db.query({
      text: `select "expiresAt" > now() + interval '29 days' as extended from auth.session`,
    });
    expect(row).toEqual({ extended: true });
  });
});
