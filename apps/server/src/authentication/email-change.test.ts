import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { answerFloorMs } from './floor.ts';
import type { Browser } from './testdata/browser.ts';
import {
  openAuthenticationWorld,
  password,
  type AuthenticationWorld,
} from './testdata/authentication-world.ts';

let world: AuthenticationWorld;
let jane: Browser;
let thief: Browser;
let userId: string;
const email = 'jane@people.example';
const newEmail = 'thief@evil.example';
const newPassword = 'battery staple correct';

beforeAll(async () => {
  world = await openAuthenticationWorld();
});
afterAll(() => world[Symbol.asyncDispose]());
beforeEach(async () => {
  await world.reset();
  ({ id: userId } = await world.createUser('jane'));
  jane = world.browser();
  await jane.post('/sign-in/email', { email, password });
  // Somebody who has got hold of the cookies.
  thief = jane.copy();
  expect((await thief.post('/change-email', { newEmail })).body).toEqual({ status: true });
});

describe('a new address that a stranger asked for', () => {
  it.each<readonly [string, () => Promise<unknown>]>([
    [
      'a password that was set by mail',
      async () => {
        await world.browser().post('/request-password-reset', { email });
        return world.browser().post('/reset-password', { token: world.tokenTo(email), newPassword });
      },
    ],
    ['a changed password', () => jane.post('/change-password', { currentPassword: password, newPassword })],
    ['the end of the other sessions', () => jane.post('/revoke-other-sessions')],
    ['the end of all sessions', () => jane.post('/revoke-sessions')],
    ['a suspension', () => world.authentication.endSessions({ userId }, { kind: 'operator' })],
  ])('is forgotten with %s', async (_name, defend) => {
    const token = world.tokenTo(newEmail);
    await defend();
    const followed = await world.browser().post('/verify-email', { token });
    expect([followed.status, followed.code]).toEqual([410, 'link_invalid']);
    const rows = await world.db.query({ text: 'select email from auth."user"' });
    expect(rows).toEqual([{ email }]);
  });

  it('is told to the present one at once, with what helps', () => {
    const warning = world.mails.find(({ headerTo }) => headerTo === email)?.letter;
    expect(warning?.subject).toBe('Your email address is about to change');
    const text = JSON.stringify(warning);
    for (const part of [newEmail, '192.0.2.1', 'test browser', 'set a new password at once'])
      expect(text).toContain(part);
    expect(warning?.blocks.some(({ kind }) => kind === 'link')).toBe(false);
  });

  it('is told and answered alike whoever has it, and in no shorter time', async () => {
    const { email: taken } = await world.createUser('bob');
    const answers = [
      await jane.post('/change-email', { newEmail: 'free@people.example' }),
      await jane.post('/change-email', { newEmail: taken }),
      await jane.post('/change-email', { newEmail: email }),
    ];
    for (const { status, body, durationMs } of answers) {
      expect([status, body]).toEqual([200, { status: true }]);
      expect(durationMs).toBeGreaterThanOrEqual(answerFloorMs - 1);
    }
    expect(world.subjectsTo(email)).toEqual(
      Array.from({ length: 3 }, () => 'Your email address is about to change'),
    );
  });
});
