import { afterAll, beforeAll, expect, it } from 'vitest';
import {
  openAuthenticationWorld,
  password,
  type AuthenticationWorld,
} from './testdata/authentication-world.ts';

let world: AuthenticationWorld;
beforeAll(async () => {
  world = await openAuthenticationWorld({ publicUrl: 'https://mail.example.com' });
});
afterAll(() => world[Symbol.asyncDispose]());

it('gives cookies to HTTPS alone, binds passkeys to the host, and takes new users by invitation', async () => {
  await world.createUser('jane');
  const jane = world.browser();
  const answer = await jane.post('/sign-in/username', { username: 'jane', password, rememberMe: false });
  const lines = answer.headers.getSetCookie();
  expect(lines.find((line) => line.startsWith('__Secure-smtpy.session_token='))).toMatch(
    /; Path=\/; HttpOnly; Secure; SameSite=Lax$/,
  );
  expect((await jane.get('/list-sessions')).status).toBe(200);
  const options = await jane.get('/passkey/generate-register-options');
  expect(options.body).toMatchObject({
    rp: { id: 'mail.example.com', name: 'SMTPy' },
    authenticatorSelection: { userVerification: 'required' },
  });
  const signUp = { email: 'ann@people.example', password };
  expect((await world.browser().post('/sign-up/email', signUp)).code).toBe('registration_closed');
  await world.browser().post('/request-password-reset', { email: 'jane@people.example' });
  const link = world.mails.at(-1)?.letter.blocks.find((block) => block.kind === 'link');
  expect(link?.url).toMatch(/^https:\/\/mail\.example\.com\/reset-password\?token=[\w-]{64}$/);
});
