import type { Browser, CDPSession, Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { hasBrowser, openBrowser } from '../../../../tests/e2e/browser.ts';
import {
  openAuthenticationWorld,
  password,
  type AuthenticationWorld,
} from './testdata/authentication-world.ts';
import { passkeyScript } from './testdata/passkey-page.ts';

interface Answer {
  readonly status: number;
  readonly body: Record<string, unknown>;
}

// A real browser with an authenticator of its own making (W3C Web Authentication Level 3 §11).
describe.skipIf(!hasBrowser)('passkeys in a browser', () => {
  let world: AuthenticationWorld;
  let browser: Browser;
  let page: Page;
  let devtools: CDPSession;
  let authenticatorId: string;

  beforeAll(async () => {
    world = await openAuthenticationWorld();
    browser = await openBrowser();
  }, 90_000);
  afterAll(async () => {
    await browser.close();
    await world[Symbol.asyncDispose]();
  });

  beforeEach(async () => {
    await world.reset();
    await world.createUser('jane');
    page = await (await browser.newContext()).newPage();
    // Any answer of the server makes a page of its origin.
    await page.goto(`${world.url}/v1/auth/get-session`);
    devtools = await page.context().newCDPSession(page);
    await devtools.send('WebAuthn.enable');
    ({ authenticatorId } = await devtools.send('WebAuthn.addVirtualAuthenticator', {
      options: {
        protocol: 'ctap2',
        transport: 'internal',
        hasResidentKey: true,
        hasUserVerification: true,
        isUserVerified: true,
        automaticPresenceSimulation: true,
      },
    }));
  });

  const run = (expression: string): Promise<Answer> =>
    page.evaluate<Answer>(`(async () => { ${passkeyScript}; return ${expression}; })()`);
  const signInWithPassword = () =>
    run(
      `await call('POST', '/sign-in/email', ${JSON.stringify({ email: 'jane@people.example', password })})`,
    );
  const signOut = () => run(`await call('POST', '/sign-out', {})`);

  it('are added, sign in, are renamed and removed', async () => {
    expect((await run(`await register('Laptop')`)).body['code']).toBe('unauthenticated');
    await signInWithPassword();
    const added = await run(`await register('Laptop')`);
    expect(added).toMatchObject({ status: 200, body: { name: 'Laptop' } });
    expect(JSON.stringify(added.body)).not.toContain('publicKey');
    expect(world.subjectsTo('jane@people.example')).toEqual(['A passkey was added to your account']);
    expect(JSON.stringify(world.mails)).toContain('Laptop');
    await signOut();
    expect(await run('await signIn()')).toMatchObject({
      status: 200,
      body: { user: { email: 'jane@people.example' } },
    });
    const id = String(added.body['id']);
    const renamed = await run(`await call('POST', '/passkey/update-passkey', { id: '${id}', name: 'Old' })`);
    expect(renamed.body).toMatchObject({ passkey: { name: 'Old' } });
    expect((await run(`await call('GET', '/passkey/list-user-passkeys')`)).body).toMatchObject([
      { id, name: 'Old' },
    ]);
    expect((await run(`await call('POST', '/passkey/delete-passkey', { id: '${id}' })`)).body).toEqual({
      status: true,
    });
    expect((await run(`await call('POST', '/passkey/delete-passkey', { id: '${id}' })`)).body['code']).toBe(
      'not_found',
    );
    await signOut();
    expect((await run('await signIn()')).body['code']).toBe('invalid_credentials');
    expect(await world.actions()).toEqual([
      'session.started',
      'passkey.added',
      'session.ended',
      'session.started',
      'passkey.renamed',
      'passkey.removed',
      'session.ended',
    ]);
  }, 30_000);

  it('answer a challenge once, and that of their own browser alone', async () => {
    await signInWithPassword();
    await run(`await register()`);
    await signOut();
    const twice = await run(`await (async () => {
      const response = await answer();
      const body = { response };
      const answers = await Promise.all([1, 2, 3, 4].map(() => call('POST', '/passkey/verify-authentication', body)));
      return { status: 0, body: { statuses: answers.map(({ status }) => status).sort() } };
    })()`);
    expect(twice.body).toEqual({ statuses: [200, 422, 422, 422] });
    await signOut();
    const response = await run(`{ status: 0, body: await answer() }`);
    const stranger = await world
      .browser()
      .post('/passkey/verify-authentication', { response: response.body });
    expect(stranger.status).toBe(422);
  }, 30_000);

  it('do not let in who is suspended, or whom the authenticator did not verify', async () => {
    await signInWithPassword();
    await run(`await register()`);
    await signOut();
    await world.db.query({ text: `update auth."user" set "suspendedAt" = now()` });
    expect((await run('await signIn()')).body['code']).toBe('account_suspended');
    await world.db.query({ text: `update auth."user" set "suspendedAt" = null` });
    await devtools.send('WebAuthn.setUserVerified', { authenticatorId, isUserVerified: false });
    await expect(run('await signIn()')).rejects.toThrow(/NotAllowedError/);
    const unverified = await run(`await signIn('discouraged')`);
    expect(unverified.body['code']).toBe('invalid_credentials');
    expect((await run(`await call('GET', '/list-sessions')`)).status).toBe(401);
  }, 30_000);

  it('of others can be neither renamed nor removed', async () => {
    await signInWithPassword();
    const { body } = await run(`await register('Laptop')`);
    await world.createUser('bob');
    const bob = world.browser();
    await bob.post('/sign-in/username', { username: 'bob', password });
    expect((await bob.post('/passkey/delete-passkey', { id: body['id'] })).code).toBe('not_found');
    expect((await bob.post('/passkey/update-passkey', { id: body['id'], name: 'Mine' })).code).toBe(
      'not_found',
    );
    await world.db.query({ text: `update auth.session set "createdAt" = now() - interval '25 hours'` });
    expect((await run(`await register('Another')`)).body['code']).toBe('session_too_old');
  }, 30_000);
});
