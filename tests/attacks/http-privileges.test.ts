import { operations, pathParameters, type Operation } from '@smtpy/contract';
import { type ApiAnswer, ApiClient } from '@smtpy/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  type Colleague,
  createOrganization,
  type HttpTarget,
  join,
  openHttpTarget,
  outcomeOf,
  password,
  type Person,
  signIn,
  withoutLimits,
} from './http-target.ts';

// Who is let in a little tries to be let in further; who is a customer tries to be another one.
let target: HttpTarget;
let owner: Person;
let ours: { readonly id: string; readonly client: ApiClient };
let theirs: { readonly id: string; readonly client: ApiClient };
let admin: Colleague;
let member: Colleague;
let viewer: Colleague;
let stranger: Person;

beforeAll(async () => {
  target = await openHttpTarget(withoutLimits);
  owner = await target.createPerson('owner');
  ours = await createOrganization(owner, 'Ours');
  admin = await join(ours, await target.createPerson('admin'), 'admin');
  member = await join(ours, await target.createPerson('member'), 'member');
  viewer = await join(ours, await target.createPerson('viewer'), 'viewer');
  stranger = await target.createPerson('stranger');
  theirs = await createOrganization(stranger, 'Theirs');
}, 90_000);
afterAll(() => target[Symbol.asyncDispose]());

interface MadeKey {
  readonly id: string;
  readonly key: string;
}

async function makeKey(client: ApiClient, more: object = {}): Promise<MadeKey> {
  const made = await client.post('/v1/keys', { name: 'Script', ...more });
  expect(made).toMatchObject({ status: 201 });
  return made.body as MadeKey;
}

const byKey = ({ key }: MadeKey): ApiClient =>
  new ApiClient(target.server.httpUrl, { authorization: `Bearer ${key}` });
const memberIdOf = async ({ email }: Person): Promise<string> => {
  const { items } = (await ours.client.get('/v1/members?limit=100')).body as {
    readonly items: readonly { readonly id: string; readonly email: string }[];
  };
  return items.find((one) => one.email === email)?.id ?? '';
};

async function roles(): Promise<unknown> {
  const { rows } = await target.db.query(
    'select u.email, m.role, m."organizationId" from auth.member m join auth."user" u on u.id = m."userId" order by 1, 3',
  );
  return rows;
}

describe('a member', () => {
  it('does not rise', async () => {
    const before = await roles();
    const ownerId = await memberIdOf(owner);
    const tries: readonly [string, Promise<ApiAnswer>][] = [
      ['own role as member', member.client.patch(`/v1/members/${member.memberId}`, { role: 'owner' })],
      ['own role as viewer', viewer.client.patch(`/v1/members/${viewer.memberId}`, { role: 'member' })],
      ['own role as admin', admin.client.patch(`/v1/members/${admin.memberId}`, { role: 'owner' })],
      [
        'an accomplice made owner by an admin',
        admin.client.patch(`/v1/members/${viewer.memberId}`, { role: 'owner' }),
      ],
      ['the owner made viewer by an admin', admin.client.patch(`/v1/members/${ownerId}`, { role: 'viewer' })],
      ['the owner thrown out by an admin', admin.client.delete(`/v1/members/${ownerId}`)],
      [
        'an owner invited by an admin',
        admin.client.post('/v1/invitations', { email: 'friend@people.example', role: 'owner' }),
      ],
      [
        'an invitation by a member',
        member.client.post('/v1/invitations', { email: 'friend@people.example', role: 'viewer' }),
      ],
      [
        'the organization taken by an admin',
        admin.client.post('/v1/organization/transfer', { member_id: admin.memberId }),
      ],
      ['the organization deleted by an admin', admin.client.delete('/v1/organization?confirm_name=Ours')],
      ['settings by a member', member.client.patch('/v1/organization', { retention_days: 1 })],
      ['a key by a viewer', viewer.client.post('/v1/keys', { name: 'k' })],
      [
        'a key for more than a member may',
        member.client.post('/v1/keys', { name: 'k', scopes: ['members:write'] }),
      ],
      [
        'a key for what an operator may',
        owner.client.post('/v1/keys', { name: 'k', scopes: ['administration:read'] }),
      ],
      ['the log by a member', member.client.get('/v1/audit-entries')],
      ['the operator’s work by an owner', owner.client.get('/v1/administration/users')],
    ];
    for (const [what, asked] of tries) {
      const outcome = outcomeOf(await asked);
      expect([what, outcome]).toEqual([
        what,
        expect.toBeOneOf(['403 role_insufficient', '422 invalid_request', '403 scope_insufficient']),
      ]);
    }
    expect(await roles()).toEqual(before);
  });

  it('has no key that may more, before and after a fall', async () => {
    const falling = await join(ours, await target.createPerson('falling'), 'admin');
    const everything = await makeKey(falling.client);
    const writing = await makeKey(falling.client, { scopes: ['members:write', 'audit:read'] });
    expect((await byKey(everything).get('/v1/audit-entries')).status).toBe(200);
    expect((await ours.client.patch(`/v1/members/${falling.memberId}`, { role: 'viewer' })).status).toBe(200);
    for (const key of [everything, writing]) {
      expect((await byKey(key).get('/v1/audit-entries')).status).toBe(403);
      expect(
        (await byKey(key).post('/v1/invitations', { email: 'x@people.example', role: 'viewer' })).status,
      ).toBe(403);
    }
    expect((await ours.client.delete(`/v1/members/${falling.memberId}`)).status).toBe(204);
    for (const key of [everything, writing])
      expect(outcomeOf(await byKey(key).get('/v1/members'))).toBe('401 unauthenticated');
    // Nor does it come to life again with the next membership.
    await join(ours, falling.person, 'viewer');
    expect(outcomeOf(await byKey(everything).get('/v1/members'))).toBe('401 unauthenticated');
  });

  it('has no key that makes itself stronger', async () => {
    const narrow = await makeKey(owner.client.with({ 'smtpy-organization': ours.id }), {
      scopes: ['keys:write'],
    });
    const soon = new Date(Date.now() + 600_000).toISOString();
    const short = await makeKey(ours.client, { scopes: ['keys:write'], expires_at: soon });
    const before = (await target.db.query('select count(*) from api_keys')).rows;
    const tries = [
      byKey(narrow).post('/v1/keys', { name: 'wide' }),
      byKey(narrow).post('/v1/keys', { name: 'wide', scopes: null }),
      byKey(narrow).post('/v1/keys', { name: 'wide', scopes: ['keys:write', 'members:write'] }),
      byKey(short).post('/v1/keys', { name: 'long', scopes: ['keys:write'] }),
      byKey(short).post('/v1/keys', {
        name: 'long',
        scopes: ['keys:write'],
        expires_at: '2099-01-01T00:00:00.000Z',
      }),
      byKey(short).patch(`/v1/keys/${short.id}`, { expires_at: null }),
      byKey(short).patch(`/v1/keys/${short.id}`, { expires_at: '2099-01-01T00:00:00.000Z' }),
      byKey(narrow).patch(`/v1/keys/${narrow.id}`, { scopes: null }),
    ];
    for (const asked of tries) expect((await asked).status).toBeGreaterThanOrEqual(400);
    expect((await target.db.query('select count(*) from api_keys')).rows).toEqual(before);
    expect(outcomeOf(await byKey(narrow).get('/v1/members'))).toBe('403 scope_insufficient');
  });

  it('has no key that is a person', async () => {
    const key = byKey(await makeKey(owner.client));
    for (const operation of operations.filter(({ access }) => access.kind === 'session')) {
      const path = operation.path.replaceAll(/\{[a-z_]+\}/g, ours.id);
      const answer = await key.request(operation.method, path, {
        ...(operation.body !== undefined && { body: operation.example }),
      });
      expect([operation.id, outcomeOf(answer)]).toEqual([operation.id, '403 session_required']);
    }
    const sessions = await key.get('/v1/auth/get-session');
    expect(sessions.body ?? null).toBeNull();
  });

  it('has no key that outlives a suspension, of the person or the organization', async () => {
    const person = await target.createPerson('suspect');
    const { client } = await join(ours, person, 'member');
    const key = byKey(await makeKey(client));
    const change = (isSuspended: boolean): Promise<ApiAnswer> =>
      target.administrator.patch(`/v1/administration/users/${person.id}`, {
        is_suspended: isSuspended,
        ...(isSuspended && { suspended_reason: 'Test' }),
      });
    expect((await change(true)).status).toBe(200);
    expect(outcomeOf(await key.get('/v1/members'))).toMatch(/^40[13] /);
    expect(outcomeOf(await key.get('/v1/account'))).toMatch(/^40[13] /);
    const { status } = await target
      .stranger()
      .post('/v1/auth/sign-in/email', { email: person.email, password });
    expect(status).toBe(403);
    expect((await change(false)).status).toBe(200);
    expect((await key.get('/v1/members')).status).toBe(200);
    await signIn(person.client, person.email);
    const shut = await createOrganization(person, 'Shut');
    const inside = byKey(await makeKey(shut.client));
    const suspended = await target.administrator.patch(`/v1/administration/organizations/${shut.id}`, {
      is_suspended: true,
      suspended_reason: 'Test',
    });
    expect(suspended.status).toBe(200);
    expect(outcomeOf(await inside.get('/v1/members'))).toBe('403 account_suspended');
    expect(outcomeOf(await shut.client.get('/v1/members'))).toBe('403 account_suspended');
  });
});

describe('another tenant', () => {
  /** Things of ours that a stranger got to know the ids of. */
  async function idsOfOurs(): Promise<Readonly<Record<string, string>>> {
    const key = await makeKey(ours.client);
    const invited = await ours.client.post('/v1/invitations', {
      email: `guest${String(Math.random()).slice(2)}@elsewhere.example`,
      role: 'viewer',
    });
    return {
      key_id: key.id,
      member_id: member.memberId,
      invitation_id: (invited.body as { readonly id: string }).id,
      user_id: owner.id,
      organization_id: ours.id,
      delivery_id: key.id,
    };
  }

  it('is told of no id in a path whether it exists', async () => {
    const ids = await idsOfOurs();
    const before = await roles();
    // Of all others the test of access asks the same.
    const isForMembers = ({ access, path }: Operation): boolean =>
      access.kind !== 'administrator' &&
      pathParameters(path).length > 0 &&
      pathParameters(path).every((name) => name in ids && name !== 'delivery_id');
    const reached = operations.filter(isForMembers);
    expect(reached.length).toBeGreaterThan(8);
    for (const operation of reached) {
      const of = (use: (name: string) => string): string =>
        operation.path.replaceAll(/\{([a-z_]+)\}/g, (_, name: string) => use(name));
      const ask = (path: string): Promise<ApiAnswer> =>
        theirs.client.request(operation.method, path, {
          ...(operation.body !== undefined && { body: operation.example }),
        });
      const known = await ask(of((name) => ids[name] ?? ''));
      const unknown = await ask(of(() => '019a9c1e-5c1e-7a55-8f0e-3a1c5be0a0ff'));
      expect([operation.id, outcomeOf(known)]).toEqual([operation.id, '404 not_found']);
      const told = ({ body }: ApiAnswer): unknown => ({ ...(body as object), request_id: '' });
      expect(told(known)).toEqual(told(unknown));
    }
    expect(await roles()).toEqual(before);
  });

  it('is named in no header and no field', async () => {
    const ids = await idsOfOurs();
    const foreign = stranger.client.with({ 'smtpy-organization': ours.id });
    for (const operation of operations.filter(({ access }) => access.kind === 'member')) {
      const path = operation.path.replaceAll(/\{([a-z_]+)\}/g, (_, name: string) => ids[name] ?? '');
      const answer = await foreign.request(operation.method, path, {
        ...(operation.body !== undefined && { body: operation.example }),
      });
      expect([operation.id, outcomeOf(answer)]).toEqual([operation.id, '404 not_found']);
    }
    const key = byKey(await makeKey(theirs.client)).with({ 'smtpy-organization': ours.id });
    expect(outcomeOf(await key.get('/v1/members'))).toBe('404 not_found');
    const fields = [
      await theirs.client.post('/v1/organization/transfer', { member_id: ids['member_id'] }),
      await stranger.client.post('/v1/organization/leave', { organization_id: ours.id }),
      await stranger.client.post('/v1/auth/passkey/delete-passkey', { id: ids['key_id'] }),
    ];
    for (const answer of fields) expect(outcomeOf(answer)).toMatch(/^(?:404|422) /);
    for (const query of [`user_id=${owner.id}`, `user_id=${owner.id}&of=all`]) {
      const answer = await theirs.client.get(`/v1/keys?${query}`);
      expect(JSON.stringify(answer.body)).not.toContain(ids['key_id']);
    }
    for (const filter of [
      `actor_user_id=${owner.id}`,
      `subject_id=${String(ids['key_id'])}`,
      `actor_key_id=${String(ids['key_id'])}`,
      'search=owner',
    ])
      expect((await theirs.client.get(`/v1/audit-entries?${filter}`)).body).toMatchObject({ items: [] });
    const exported = await theirs.client.post('/v1/audit-entries/export', {
      format: 'ndjson',
      actor_user_id: owner.id,
    });
    expect(JSON.stringify(exported.body)).not.toContain(owner.email);
  });

  it('reads no answer that was kept for another', async () => {
    const headers = { 'idempotency-key': 'guessed' };
    const mine = await ours.client.post('/v1/keys', { name: 'Secret' }, { headers });
    const { key } = mine.body as MadeKey;
    const answers = [
      await theirs.client.post('/v1/keys', { name: 'Secret' }, { headers }),
      await member.client.post('/v1/keys', { name: 'Secret' }, { headers }),
      await target.stranger().post('/v1/keys', { name: 'Secret' }, { headers }),
    ];
    for (const answer of answers) expect(JSON.stringify(answer.body)).not.toContain(key);
    // Nor is it in the database as it is.
    const { rows } = await target.db.query<{ text: string }>(
      `select string_agg(t::text, '') as text from idempotency_keys t`,
    );
    expect(rows[0]?.text).not.toContain(Buffer.from(key).toString('hex'));
    const etag = (await ours.client.get('/v1/keys')).headers.get('etag') ?? '';
    const other = await theirs.client.get('/v1/keys', { headers: { 'if-none-match': etag } });
    expect(other.status).toBe(200);
    expect((await target.stranger().get('/v1/keys', { headers: { 'if-none-match': '*' } })).status).toBe(401);
  });
});
