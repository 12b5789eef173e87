import { waitFor } from '@smtpy/testkit';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { hashPassword } from '../accounts/index.ts';
import { newId } from '../db/index.ts';
import type { Browser } from './testdata/browser.ts';
import {
  openAuthenticationWorld,
  password,
  type AuthenticationWorld,
} from './testdata/authentication-world.ts';

let world: AuthenticationWorld;
let jane: Browser;
let userId: string;
const email = 'jane@people.example';
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
});

async function addKey(expiresAt: string | null): Promise<void> {
  await world.db.query({
    text: `insert into api_keys (id, organization_id, user_id, name, start, hash, expires_at)
      select $1::uuid, "organizationId", "userId", 'Backup', 'smtpyAAAA', sha256($1::uuid::text::bytea), $2::timestamptz
      from auth.member where "userId" = $3`,
    params: [newId(), expiresAt, userId],
  });
}

async function addPasskey(): Promise<void> {
  await world.db.query({
    text: `insert into auth.passkey (id, "publicKey", "userId", "credentialID", counter, "deviceType", "backedUp")
      values ($1::uuid, 'x', $2, $1::uuid::text, 0, 'singleDevice', false)`,
    params: [newId(), userId],
  });
}

async function resetAndRead(): Promise<string> {
  await world.browser().post('/request-password-reset', { email });
  await world.browser().post('/reset-password', { token: world.tokenTo(email), newPassword });
  const letter = world.mails.findLast(({ headerTo }) => headerTo === email)?.letter;
  expect(letter?.subject).toBe('Your password was changed');
  return JSON.stringify(letter);
}

it('a new password by mail leaves keys and passkeys, and the letter says how many', async () => {
  await addKey(null);
  await addKey('2100-01-01');
  await addKey('2000-01-01');
  await addPasskey();
  const text = await resetAndRead();
  expect(text).toContain('These go on working as before');
  expect(text).toContain('["Passkeys","1"]');
  expect(text).toContain('["API keys","2"]');
  expect(await world.db.query({ text: 'select 1 from api_keys' })).toHaveLength(3);
  expect(await world.db.query({ text: 'select 1 from auth.passkey' })).toHaveLength(1);
});

it('where there are none, the letter says so', async () => {
  expect(await resetAndRead()).toContain('no passkeys and no API keys');
});

it('no sign-in with the old password that is under way outlives the new one', async () => {
  const hash = await hashPassword(newPassword);
  const gate = Promise.withResolvers<undefined>();
  const resetting = world.db.transaction(async (tx) => {
    await tx.query({ text: 'select 1 from auth."user" where id = $1 for update', params: [userId] });
    await gate.promise;
    await tx.query({ text: 'update auth.account set password = $1', params: [hash] });
    await tx.query({ text: 'delete from auth.session' });
  });
  const late = world.browser('198.51.100.7');
  const signingIn = late.post('/sign-in/email', { email, password });
  await waitFor(
    async () => (await world.db.query({ text: 'select 1 from pg_locks where not granted' })).length > 0,
    { what: 'the sign-in to wait for the new password' },
  );
  gate.resolve(undefined);
  await resetting;
  expect((await signingIn).code).toBe('invalid_credentials');
  expect((await late.get('/list-sessions')).status).toBe(401);
  expect(await world.db.query({ text: 'select 1 from auth.session' })).toEqual([]);
});

it('a passkey that is refused uses its challenge up', async () => {
  const countChallenges = async () =>
    (await world.db.query({ text: `select 1 from auth.verification where value like '%expectedChallenge%'` }))
      .length;
  expect((await jane.get('/passkey/generate-register-options')).status).toBe(200);
  expect(await countChallenges()).toBe(1);
  const clientDataJSON = Buffer.from(
    JSON.stringify({ type: 'webauthn.create', challenge: 'x', origin: world.url }),
  ).toString('base64url');
  const response = {
    id: 'AAAA',
    rawId: 'AAAA',
    type: 'public-key',
    clientExtensionResults: {},
    response: { clientDataJSON, attestationObject: 'AAAA', transports: ['internal'] },
  };
  const refused = await jane.post('/passkey/verify-registration', { response, name: 'Laptop' });
  expect([refused.status, refused.code]).toEqual([422, 'invalid_request']);
  expect(await countChallenges()).toBe(0);
  expect((await world.actions()).filter((action) => action.startsWith('passkey'))).toEqual([]);
  expect(world.subjectsTo(email)).not.toContain('A passkey was added to your account');
});
