import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { answerFloorMs } from './floor.ts';
import {
  openAuthenticationWorld,
  password,
  type AuthenticationWorld,
} from './testdata/authentication-world.ts';

let world: AuthenticationWorld;
beforeAll(async () => {
  world = await openAuthenticationWorld();
});
afterAll(() => world[Symbol.asyncDispose]());
beforeEach(() => world.reset());

const email = 'ann@people.example';
const signUp = { email, password, name: 'Ann', username: 'Ann' };

async function countUsers(): Promise<number> {
  return (await world.db.query({ text: 'select 1 from auth."user"' })).length;
}

/** What an answer says besides what differs between any two. */
function sayingOf(body: Record<string, unknown>): unknown {
  const { user } = body as { user: Record<string, unknown> };
  return { ...body, user: { ...user, id: '', createdAt: '', updatedAt: '' } };
}

describe('registration', () => {
  it('makes a user who can sign in after the address was confirmed', async () => {
    const ann = world.browser();
    const answer = await ann.post('/sign-up/email', { ...signUp, email: 'Ann@People.example' });
    expect(answer).toMatchObject({
      status: 200,
      body: {
        token: null,
        user: { email, name: 'Ann', username: 'ann', displayUsername: 'Ann', emailVerified: false },
      },
    });
    expect(answer.headers.getSetCookie()).toEqual([]);
    const early = await ann.post('/sign-in/email', { email, password });
    expect(early.code).toBe('email_not_verified');
    const token = world.tokenTo(email);
    expect((await ann.post('/verify-email', { token })).body).toEqual({ status: true });
    expect((await ann.post('/verify-email', { token })).code).toBe('link_invalid');
    expect((await ann.post('/sign-in/email', { email, password })).status).toBe(200);
    const [personal] = await world.db.query({ text: `select role from auth.member` });
    expect(personal).toEqual({ role: 'owner' });
    expect(await world.actions()).toEqual([
      'user.registered',
      'session.refused',
      'user.email_verified',
      'session.started',
    ]);
  });

  it('answers the same for a taken address, and tells its owner', async () => {
    const first = await world.browser().post('/sign-up/email', signUp);
    const again = await world.browser().post('/sign-up/email', signUp);
    const fresh = await world
      .browser()
      .post('/sign-up/email', { ...signUp, email: 'bob@people.example', username: 'bob' });
    expect(sayingOf(again.body)).toEqual(sayingOf(first.body));
    expect(Object.keys(again.body['user'] as object)).toEqual(Object.keys(fresh.body['user'] as object));
    for (const { durationMs } of [first, again]) expect(durationMs).toBeGreaterThanOrEqual(answerFloorMs);
    expect(await countUsers()).toBe(2);
    expect(world.subjectsTo(email)).toEqual(['Confirm your email address', 'You have an account already']);
    // The owner takes the account over from whoever registered first.
    const owner = world.browser();
    await owner.post('/reset-password', { token: world.tokenTo(email), newPassword: 'a password of mine' });
    expect((await owner.post('/sign-in/email', { email, password })).code).toBe('invalid_credentials');
    expect((await owner.post('/sign-in/email', { email, password: 'a password of mine' })).status).toBe(200);
  });

  it('answers the same for a taken username, and leaves it out', async () => {
    await world.createUser('ann2');
    const answer = await world.browser().post('/sign-up/email', { ...signUp, username: 'ANN2' });
    expect(answer.body).toMatchObject({ user: { username: 'ann2', displayUsername: 'ANN2' } });
    expect(world.subjectsTo(email)).toEqual([
      'Your username was taken already',
      'Confirm your email address',
    ]);
    const [row] = await world.db.query({
      text: 'select username from auth."user" where email = $1',
      params: [email],
    });
    expect(row).toEqual({ username: null });
  });

  it('makes one user of twenty at once', async () => {
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, index) =>
        world.browser(`192.0.${String(index)}.1`).post('/sign-up/email', signUp),
      ),
    );
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
    expect(new Set(answers.map(({ body }) => JSON.stringify(sayingOf(body)))).size).toBe(1);
    expect(await countUsers()).toBe(1);
    expect((await world.actions()).filter((action) => action === 'user.registered')).toHaveLength(1);
  });

  it('obeys the installation', async () => {
    await world.change({ registration: 'closed' });
    expect((await world.browser().post('/sign-up/email', signUp)).code).toBe('registration_closed');
    await world.change({ registration: 'invitation' });
    expect((await world.browser().post('/sign-up/email', signUp)).code).toBe('registration_closed');
    const { id } = await world.createUser('jane');
    const organizationId = (await world.members.findPersonal(id))?.organizationId ?? '';
    await world.db.query({
      text: `update auth.organization set slug = 'team', metadata = null where id = $1`,
      params: [organizationId],
    });
    const actor = { kind: 'user', userId: id } as const;
    const invited = await world.members.invite({ organizationId, email, role: 'member', actor });
    expect(invited.kind).toBe('invited');
    const invitationToken = world.tokenTo(email);
    const foreign = await world
      .browser()
      .post('/sign-up/email', { ...signUp, email: 'bob@people.example', invitationToken });
    expect(foreign.code).toBe('link_invalid');
    const answer = await world.browser().post('/sign-up/email', { ...signUp, invitationToken });
    expect(answer.body).toMatchObject({ user: { emailVerified: true } });
    expect((await world.browser().post('/sign-in/email', { email, password })).status).toBe(200);
  });

  it('refuses passwords that are the address or the username', async () => {
    for (const [weak, name] of [
      [email, 'ann'],
      ['annabell-1', 'Annabell-1'],
      ['short', 'ann'],
    ]) {
      const answer = await world
        .browser()
        .post('/sign-up/email', { ...signUp, password: weak, username: name });
      expect(answer.code).toBe('weak_password');
    }
    const chosen = await world.browser().post('/sign-up/email', { ...signUp, role: 'admin' });
    expect(chosen.code).toBe('invalid_request');
    expect(await countUsers()).toBe(0);
  });
});

describe('the link to confirm an address', () => {
  it('lapses after a day, and is replaced by a newer one', async () => {
    const ann = world.browser();
    await ann.post('/sign-up/email', signUp);
    const first = world.tokenTo(email);
    expect((await ann.post('/send-verification-email', { email })).body).toEqual({ status: true });
    const second = world.tokenTo(email);
    expect((await ann.post('/verify-email', { token: first })).code).toBe('link_invalid');
    world.advance(24 * 3_600_000 + 1);
    expect((await ann.post('/verify-email', { token: second })).code).toBe('link_invalid');
    await ann.post('/send-verification-email', { email });
    expect((await ann.post('/verify-email', { token: world.tokenTo(email) })).status).toBe(200);
    const later = await ann.post('/send-verification-email', { email });
    const nobody = await ann.post('/send-verification-email', { email: 'nobody@people.example' });
    expect(nobody.body).toEqual(later.body);
    expect(Math.min(later.durationMs, nobody.durationMs)).toBeGreaterThanOrEqual(answerFloorMs);
    expect(world.subjectsTo(email)).toHaveLength(3);
    expect((await ann.post('/verify-email', { token: 'A'.repeat(64) })).code).toBe('link_invalid');
    expect((await ann.post('/verify-email', { token: 'A'.repeat(30) })).code).toBe('link_invalid');
  });

  it('is sent a few times an hour at most', async () => {
    await world.browser().post('/sign-up/email', signUp);
    for (let round = 0; round < 6; round += 1)
      await world.browser().post('/send-verification-email', { email });
    expect(world.subjectsTo(email)).toHaveLength(5);
  }, 15_000);
});
