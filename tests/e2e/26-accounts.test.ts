import { ApiClient, bootServer, type BootedServer, readCapturedMails, waitForLink } from '@smtpy/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { commandsOf } from './installation.ts';

// A fresh sandbox, HTTP alone: from the registration to a colleague with a key of her own.
let server: BootedServer;

beforeAll(async () => {
  server = await bootServer();
}, 120_000);
afterAll(() => server[Symbol.asyncDispose]());

const password = 'correct horse battery staple';

/** Registers, follows the link of the captured mail, and signs in. */
async function register(email: string, more: Readonly<Record<string, string>> = {}): Promise<ApiClient> {
  const person = new ApiClient(server.httpUrl);
  expect(await person.post('/v1/auth/sign-up/email', { email, password, ...more })).toMatchObject({
    status: 200,
  });
  const link = await waitForLink(server.httpUrl, { rcptTo: email, path: '/verify-email' });
  const token = link.searchParams.get('token');
  expect(await person.post('/v1/auth/verify-email', { token })).toMatchObject({ status: 200 });
  expect(await person.post('/v1/auth/sign-in/email', { email, password })).toMatchObject({ status: 200 });
  return person;
}

async function idOfOrganization(person: ApiClient, name: string): Promise<string> {
  const { body } = await person.post('/v1/organizations', { name });
  return (body as { readonly id: string }).id;
}

describe('from the registration to a team', () => {
  let jane: ApiClient;
  let organizationId: string;

  it('signs nobody in whose address is not confirmed', async () => {
    const email = 'hasty@example.com';
    const person = new ApiClient(server.httpUrl);
    await person.post('/v1/auth/sign-up/email', { email, password });
    expect(await person.post('/v1/auth/sign-in/email', { email, password })).toMatchObject({
      status: 403,
      body: { code: 'email_not_verified' },
    });
    expect(await person.get('/v1/account')).toMatchObject({ status: 401 });
  });

  it('registers, confirms and signs in', async () => {
    jane = await register('jane@example.com', { name: 'Jane Doe', username: 'Jane' });
    expect(await jane.get('/v1/account')).toMatchObject({
      status: 200,
      body: {
        email: 'jane@example.com',
        username: 'Jane',
        organizations: [{ role: 'owner', is_personal: true }],
      },
    });
    const again = new ApiClient(server.httpUrl);
    expect(await again.post('/v1/auth/sign-in/username', { username: 'JANE', password })).toMatchObject({
      status: 200,
    });
  });

  it('invites a colleague, who joins by the link of the mail', async () => {
    organizationId = await idOfOrganization(jane, 'Doe & Sons');
    const team = jane.with({ 'smtpy-organization': organizationId });
    expect(await team.post('/v1/invitations', { email: 'kim@example.com', role: 'member' })).toMatchObject({
      status: 201,
    });
    const link = await waitForLink(server.httpUrl, { rcptTo: 'kim@example.com', path: '/invitation' });
    const token = link.searchParams.get('token');
    const kim = await register('kim@example.com');
    const joined = await kim.post('/v1/invitation-links/accept', { token });
    expect(joined.status).toBeLessThan(300);
    expect(await kim.post('/v1/invitation-links/accept', { token })).toMatchObject({ status: 410 });
    const colleague = kim.with({ 'smtpy-organization': organizationId });
    expect(await colleague.get('/v1/members')).toMatchObject({ status: 200, body: { items: { length: 2 } } });
    expect(await colleague.get('/v1/audit-entries')).toMatchObject({
      status: 403,
      body: { code: 'role_insufficient' },
    });
    expect(await team.get('/v1/audit-entries')).toMatchObject({ status: 200 });
  });

  it('makes a key that works, and stops at once when it is revoked', async () => {
    const team = jane.with({ 'smtpy-organization': organizationId });
    const made = await team.post('/v1/keys', { name: 'Script', scopes: ['members:read'] });
    expect(made.status).toBe(201);
    const { id, key } = made.body as { readonly id: string; readonly key: string };
    expect(key).toMatch(/^smtpy[A-Za-z0-9]{47}$/);
    const script = new ApiClient(server.httpUrl, { authorization: `Bearer ${key}` });
    expect(await script.get('/v1/members')).toMatchObject({ status: 200 });
    expect(await script.get('/v1/keys')).toMatchObject({ status: 403, body: { code: 'scope_insufficient' } });
    expect(await script.get('/v1/auth/list-sessions')).toMatchObject({
      status: 403,
      body: { code: 'session_required' },
    });
    expect(await team.delete(`/v1/keys/${id}`)).toMatchObject({ status: 204 });
    expect(await script.get('/v1/members')).toMatchObject({ status: 401 });
  });

  it('resets a forgotten password, which ends every session', async () => {
    const rcptTo = 'kim@example.com';
    const kim = new ApiClient(server.httpUrl);
    await kim.post('/v1/auth/sign-in/email', { email: rcptTo, password });
    expect(await kim.get('/v1/account')).toMatchObject({ status: 200 });
    const stranger = new ApiClient(server.httpUrl);
    const known = await stranger.post('/v1/auth/request-password-reset', { email: rcptTo });
    const unknown = await stranger.post('/v1/auth/request-password-reset', { email: 'nobody@example.com' });
    expect(unknown.status).toBe(known.status);
    expect(unknown.body).toEqual(known.body);
    const link = await waitForLink(server.httpUrl, { rcptTo, path: '/reset-password' });
    const token = link.searchParams.get('token');
    const newPassword = 'another battery entirely';
    expect(await stranger.post('/v1/auth/reset-password', { token, newPassword })).toMatchObject({
      status: 200,
    });
    expect(await stranger.post('/v1/auth/reset-password', { token, newPassword })).toMatchObject({
      status: 410,
    });
    expect(await kim.get('/v1/account')).toMatchObject({ status: 401 });
    expect(await kim.post('/v1/auth/sign-in/email', { email: rcptTo, password })).toMatchObject({
      status: 401,
    });
    expect(await kim.post('/v1/auth/sign-in/email', { email: rcptTo, password: newPassword })).toMatchObject({
      status: 200,
    });
    expect(await readCapturedMails(server.httpUrl, 'nobody@example.com')).toEqual([]);
  });

  it('exports and erases an account, after its time', async () => {
    const gone = await register('gone@example.com');
    const exported = await gone.post('/v1/account/export', {});
    expect(exported.status).toBe(200);
    expect(JSON.stringify(exported.body)).toContain('gone@example.com');
    expect(await gone.post('/v1/account/erasure', { password })).toMatchObject({ status: 202 });
    expect(await gone.get('/v1/account')).toMatchObject({
      status: 200,
      body: { erasure: { erase_at: expect.any(String) as string } },
    });
    expect(await gone.delete('/v1/account/erasure')).toMatchObject({ status: 204 });
  });
});

describe('the command line', () => {
  it('makes users and keys that the API knows', async () => {
    const { command } = commandsOf(server);
    await command('user', 'create', '--email', 'root@example.com', '--password', password, '--admin');
    const made = (await command('key', 'create', '--user', 'root@example.com', '--name', 'Console')) as {
      readonly key: string;
    };
    const script = new ApiClient(server.httpUrl, { authorization: `Bearer ${made.key}` });
    expect(await script.get('/v1/administration/users')).toMatchObject({ status: 200 });
    const scoped = (await command(
      'key',
      'create',
      '--user',
      'root@example.com',
      '--name',
      'Narrow',
      '--scope',
      'members:read',
    )) as { readonly key: string };
    const narrow = new ApiClient(server.httpUrl, { authorization: `Bearer ${scoped.key}` });
    expect(await narrow.get('/v1/administration/users')).toMatchObject({ status: 403 });
    expect(await narrow.get('/v1/members')).toMatchObject({ status: 200 });
  });

  it('closes the registration', async () => {
    const { command } = commandsOf(server);
    await command('settings', 'set', '--registration', 'closed');
    const person = new ApiClient(server.httpUrl);
    expect(
      await person.post('/v1/auth/sign-up/email', { email: 'late@example.com', password }),
    ).toMatchObject({
      status: 403,
      body: { code: 'registration_closed' },
    });
  });
});
