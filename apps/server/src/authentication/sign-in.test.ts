import { createPreferences } from '../accounts/index.ts';
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

describe('sign-in', () => {
  it('begins a session by email and by username, tells who is signed in, and ends it', async () => {
    const { id, email } = await world.createUser('jane');
    for (const [path, body] of [
      ['/sign-in/email', { email: ' JANE@people.example ', password }],
      ['/sign-in/username', { username: 'Jane', password }],
    ] as const) {
      const jane = world.browser();
      const answer = await jane.post(path, body);
      expect(answer).toMatchObject({ status: 200, body: { user: { id, email, username: 'jane' } } });
      const cookie = answer.headers.getSetCookie().find((line) => line.startsWith('smtpy.session_token='));
      expect(cookie).toMatch(/; Max-Age=2592000; Path=\/; HttpOnly; SameSite=Lax$/);
      expect((await jane.get('/get-session')).body).toMatchObject({
        user: { id, role: 'user' },
        session: { ipAddress: '192.0.2.1' },
      });
      const copy = jane.copy();
      expect((await jane.post('/sign-out')).body).toEqual({ success: true });
      expect((await copy.get('/get-session')).body).toBeNull();
    }
    expect(await world.actions()).toEqual([
      'session.started',
      'session.ended',
      'session.started',
      'session.ended',
    ]);
    expect(world.failures).toEqual([]);
  });

  it('refuses all who are not let in with one answer, and never before the floor', async () => {
    await world.createUser('jane');
    await world.createUser('poor');
    await world.db.query({
      text: `update auth.account set password = null where "userId" = (select id from auth."user" where username = 'poor')`,
    });
    const wrong = [
      ['/sign-in/email', { email: 'jane@people.example', password: 'wrong horse battery' }],
      ['/sign-in/email', { email: 'nobody@people.example', password }],
      ['/sign-in/email', { email: 'poor@people.example', password }],
      ['/sign-in/username', { username: 'jane', password: 'wrong horse battery' }],
      ['/sign-in/username', { username: 'nobody', password }],
      ['/sign-in/username', { username: 'no body!', password }],
      ['/sign-in/username', { username: 'x', password }],
    ] as const;
    for (const [path, body] of wrong) {
      const answer = await world.browser().post(path, body);
      expect(answer.durationMs).toBeGreaterThanOrEqual(answerFloorMs);
      const { request_id: _id, ...problem } = answer.body;
      expect(problem).toMatchObject({
        status: 401,
        code: 'invalid_credentials',
        title: 'Login or password are wrong',
      });
      expect(problem['detail']).toBeUndefined();
      expect(answer.headers.getSetCookie()).toEqual([]);
    }
    expect(await world.actions()).toEqual(['session.refused', 'session.refused', 'session.refused']);
  });

  it('tells of a suspension only who knows the password', async () => {
    const { id } = await world.createUser('jane');
    const jane = world.browser();
    await jane.post('/sign-in/username', { username: 'jane', password });
    await world.db.query({
      text: `update auth."user" set "suspendedAt" = now() where id = $1`,
      params: [id],
    });
    const right = await world.browser().post('/sign-in/username', { username: 'jane', password });
    const wrong = await world
      .browser()
      .post('/sign-in/username', { username: 'jane', password: 'wrong horse' });
    expect([right.code, wrong.code]).toEqual(['account_suspended', 'invalid_credentials']);
    expect(right.headers.getSetCookie()).toEqual([]);
    expect((await jane.get('/list-sessions')).code).toBe('account_suspended');
    expect((await jane.post('/sign-out')).status).toBe(200);
  });

  it('takes the bcrypt hash of another system and replaces it', async () => {
    const { id } = await world.createUser('jane');
    const { hash } = await import('bcryptjs');
    const imported = (await hash('imported password', 6)).replace('$2b$', '$2y$');
    const save = (value: string) =>
      world.db.query({
        text: 'update auth.account set password = $2 where "userId" = $1',
        params: [id, value],
      });
    await save(imported);
    const wrong = await world
      .browser()
      .post('/sign-in/username', { username: 'jane', password: 'imported passwore' });
    expect(wrong.code).toBe('invalid_credentials');
    for (const _round of [1, 2]) {
      const right = await world
        .browser()
        .post('/sign-in/username', { username: 'jane', password: 'imported password' });
      expect(right.status).toBe(200);
      const [row] = await world.db.query<{ password: string }>({ text: 'select password from auth.account' });
      expect(row?.password).toMatch(/^\$argon2id\$/);
    }
    await save(imported.replace('$06$', '$31$'));
    expect(
      (await world.browser().post('/sign-in/username', { username: 'jane', password: 'imported password' }))
        .code,
    ).toBe('invalid_credentials');
  });

  it('begins another session at each sign-in and ends the one of the browser', async () => {
    await world.createUser('jane');
    const jane = world.browser();
    await jane.post('/sign-in/username', { username: 'jane', password });
    const before = jane.copy();
    await jane.post('/sign-in/username', { username: 'jane', password });
    expect(jane.cookies.get('smtpy.session_token')).not.toBe(before.cookies.get('smtpy.session_token'));
    expect((await before.get('/get-session')).body).toBeNull();
    const planted = world.browser();
    planted.cookies.set('smtpy.session_token', 'chosen.by-somebody');
    await planted.post('/sign-in/username', { username: 'jane', password });
    expect(planted.cookies.get('smtpy.session_token')).not.toContain('chosen');
  });

  it('slows tries down, over all of a login in unknown networks, and never where the owner is known', async () => {
    await world.createUser('jane');
    const login = { username: 'jane', password };
    expect((await world.browser('198.51.100.1').post('/sign-in/username', login)).status).toBe(200);
    const tries = (ip: string, count: number) =>
      Promise.all(
        Array.from({ length: count }, () =>
          world.browser(ip).post('/sign-in/username', { ...login, password: 'wrong horse battery' }),
        ),
      );
    const codes = (await tries('203.0.113.1', 14)).map(({ code }) => code);
    expect(codes.filter((code) => code === 'rate_limited')).toHaveLength(4);
    await tries('203.0.114.1', 12);
    const stranger = await world.browser('203.0.115.1').post('/sign-in/username', login);
    expect(stranger.code).toBe('rate_limited');
    expect(Number(stranger.headers.get('retry-after'))).toBeGreaterThan(0);
    expect((await world.browser('198.51.100.7').post('/sign-in/username', login)).status).toBe(200);
    // A login of nobody is counted in the same way.
    const ghost = { username: 'ghost', password };
    for (const ip of ['203.0.116.1', '203.0.117.1'])
      await Promise.all(Array.from({ length: 10 }, () => world.browser(ip).post('/sign-in/username', ghost)));
    expect((await world.browser('203.0.118.1').post('/sign-in/username', ghost)).code).toBe('rate_limited');
    world.advance(21 * 60_000);
    expect((await world.browser('203.0.115.1').post('/sign-in/username', login)).status).toBe(200);
  }, 60_000);

  it('counts the tries at a person together, by whichever name', async () => {
    const { email } = await world.createUser('jane');
    const wrong = 'wrong horse battery';
    const tries = Array.from({ length: 7 }, () => [
      world.browser('203.0.113.1').post('/sign-in/username', { username: 'jane', password: wrong }),
      world.browser('203.0.113.1').post('/sign-in/email', { email, password: wrong }),
    ]);
    const codes = (await Promise.all(tries.flat())).map(({ code }) => code);
    expect(codes.filter((code) => code === 'rate_limited')).toHaveLength(4);
  });

  it('tells the owner of a sign-in from elsewhere, once', async () => {
    const { id, email } = await world.createUser('jane');
    await world.db.query({
      text: `update auth."user" set "createdAt" = now() - interval '2 days' where id = $1`,
      params: [id],
    });
    for (const ip of ['198.51.100.1', '198.51.100.2', '203.0.113.1']) {
      await world.browser(ip).post('/sign-in/email', { email, password });
    }
    expect(world.subjectsTo(email)).toEqual([
      'A new sign-in to your account',
      'A new sign-in to your account',
    ]);
  });

  it('tells nothing of sign-ins to an owner who does not want to hear of them', async () => {
    const { id, email } = await world.createUser('jane');
    await world.db.query({
      text: `update auth."user" set "createdAt" = now() - interval '2 days' where id = $1`,
      params: [id],
    });
    await createPreferences({ db: world.db }).change(id, { notices: { new_sign_in: false } });
    await world.browser('198.51.100.1').post('/sign-in/email', { email, password });
    expect(world.subjectsTo(email)).toEqual([]);
  });

  it('knows no other address of the library, and no cookie that it did not sign', async () => {
    await world.createUser('jane');
    const jane = world.browser();
    await jane.post('/sign-in/username', { username: 'jane', password });
    for (const path of [
      '/ok',
      '/error',
      '/verify-email?token=x',
      '/reset-password/x?callbackURL=%2F',
      '/list-accounts',
    ])
      expect((await jane.get(path)).status).toBeGreaterThanOrEqual(404);
    for (const path of [
      '/is-username-available',
      '/delete-user',
      '/update-session',
      '/sign-in/social',
      '/two-factor/send-otp',
    ])
      expect((await jane.post(path, { username: 'jane' })).code).toBe('unknown_route');
    const [token] = decodeURIComponent(jane.cookies.get('smtpy.session_token') ?? '').split('.');
    jane.cookies.set('smtpy.session_token', `${token ?? ''}.${Buffer.alloc(32).toString('base64')}`);
    expect((await jane.get('/list-sessions')).status).toBe(401);
    const redirect = await world
      .browser()
      .post('/sign-in/username', { username: 'jane', password, callbackURL: 'https://evil.example' });
    expect(redirect.code).toBe('invalid_request');
  });
});
