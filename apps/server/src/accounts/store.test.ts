import { systemClock } from '../observe/index.ts';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openTestDatabase, type OpenTestDatabase } from '../../fixtures/index.ts';
import { createAudit, type Audit } from '../audit/index.ts';
import { createAccounts, createPreferences, type Accounts } from './index.ts';

const password = 'correct horse battery';
let database: OpenTestDatabase;
let accounts: Accounts;
let audit: Audit;

beforeAll(async () => {
  database = await openTestDatabase();
  const { db } = database;
  audit = createAudit({ db, clock: systemClock });
  accounts = createAccounts({ db, clock: systemClock, audit });
});
afterAll(() => database[Symbol.asyncDispose]());
beforeEach(async () => {
  await database.db.query({ text: 'truncate auth."user", auth.organization, setup_links cascade' });
});

async function count(table: string): Promise<unknown> {
  const [row] = await database.db.query({ text: `select count(*)::integer as rows from ${table}` });
  return row?.['rows'];
}

describe('createUser', () => {
  it('makes user, credential, personal organization and membership', async () => {
    const result = await accounts.createUser({
      email: 'Jane@Example.com',
      username: 'Jane',
      password,
      isAdmin: true,
    });
    expect(result).toMatchObject({
      kind: 'created',
      user: { email: 'jane@example.com', username: 'jane', isAdmin: true },
    });
    const user = result.kind === 'created' ? result.user : undefined;
    expect(await accounts.findUser('JANE')).toEqual(user);
    expect(await accounts.findUser('jane@EXAMPLE.com')).toEqual(user);
    const [row] = await database.db.query({
      text: `select a."providerId", a."accountId", a.password, m.role, o.id as organization, u."emailVerified" from auth."user" u
        join auth.account a on a."userId" = u.id join auth.member m on m."userId" = u.id
        join auth.organization o on o.id = m."organizationId"`,
    });
    expect(row).toEqual({
      providerId: 'credential',
      accountId: user?.id,
      password: expect.stringMatching(/^\$argon2id\$/) as string,
      role: 'owner',
      organization: user?.organizationId,
      emailVerified: true,
    });
  });

  it('refuses what is taken and leaves nothing behind', async () => {
    await accounts.createUser({ email: 'jane@example.com', username: 'jane', password, isAdmin: false });
    const sameEmail = await accounts.createUser({ email: 'JANE@example.com', password, isAdmin: false });
    expect(sameEmail).toMatchObject({ kind: 'email_taken' });
    const sameName = await accounts.createUser({
      email: 'other@example.com',
      username: 'JANE',
      password,
      isAdmin: false,
    });
    expect(sameName).toMatchObject({ kind: 'username_taken' });
    expect(await accounts.countUsers()).toBe(1);
    expect(await count('auth.organization')).toBe(1);
  });

  it('makes one of several at once', async () => {
    const results = await Promise.all(
      [1, 2, 3].map(() => accounts.createUser({ email: 'jane@example.com', password, isAdmin: false })),
    );
    expect(results.map((result) => result.kind).sort()).toEqual(['created', 'email_taken', 'email_taken']);
  });
});

describe('verifyPassword', () => {
  it('knows the user by email or username and by password', async () => {
    await accounts.createUser({ email: 'jane@example.com', username: 'jane', password, isAdmin: false });
    expect(await accounts.verifyPassword({ login: 'Jane', password })).toMatchObject({
      email: 'jane@example.com',
    });
    expect(await accounts.verifyPassword({ login: 'jane@example.com', password })).toMatchObject({
      email: 'jane@example.com',
    });
    expect(
      await accounts.verifyPassword({ login: 'jane', password: 'correct horse batterY' }),
    ).toBeUndefined();
    expect(await accounts.verifyPassword({ login: 'john', password })).toBeUndefined();
  });
});

describe('setup links', () => {
  const actor = { kind: 'nobody', ip: '192.0.2.9' } as const;
  const person = { email: 'root@example.com', username: 'root', password, actor };

  it('make the administrator once', async () => {
    const token = (await accounts.createSetupLink()) ?? '';
    expect(token).toMatch(/^[\w-]{43}$/);
    expect(await accounts.hasAdministrator()).toBe(false);
    expect(await accounts.useSetupLink({ ...person, token })).toMatchObject({
      kind: 'created',
      user: { isAdmin: true },
    });
    expect(await accounts.hasAdministrator()).toBe(true);
    expect(
      await accounts.useSetupLink({ ...person, email: 'b@example.com', username: 'bbb', token }),
    ).toMatchObject({ kind: 'administrator_exists' });
    expect(await accounts.createSetupLink()).toBeUndefined();
  });

  it('leave an entry of whom they made, with where it was done', async () => {
    const token = (await accounts.createSetupLink()) ?? '';
    const refused = await accounts.useSetupLink({ ...person, token, password: 'short' });
    const made = await accounts.useSetupLink({ ...person, token });
    if (made.kind !== 'created') throw new Error(made.reason);
    const scope = { kind: 'person', userId: made.user.id } as const;
    expect(refused.kind).toBe('weak_password');
    expect(await audit.list({ scope, limit: 10 })).toMatchObject([
      {
        action: 'user.created',
        actor,
        subject: { kind: 'user', id: made.user.id, label: person.email },
        after: { email: person.email, username: 'root', is_administrator: true },
      },
    ]);
  });

  it('make one administrator when used several times at once', async () => {
    const token = (await accounts.createSetupLink()) ?? '';
    const uses = ['a', 'b', 'c', 'd'].map((name) =>
      accounts.useSetupLink({ token, email: `${name}@example.com`, password, actor }),
    );
    const kinds = (await Promise.all(uses)).map((result) => result.kind);
    expect(kinds.filter((kind) => kind === 'created')).toHaveLength(1);
    // Which of the two the others hear depends on when they look: both say that the link is of no more use.
    const refusals = kinds.filter((kind) => ['administrator_exists', 'invalid_link'].includes(kind));
    expect(refusals).toHaveLength(3);
    expect(await accounts.countUsers()).toBe(1);
  });

  it('are replaced by the next one', async () => {
    const first = (await accounts.createSetupLink()) ?? '';
    const second = (await accounts.createSetupLink()) ?? '';
    expect(await count('setup_links')).toBe(1);
    expect(await accounts.useSetupLink({ ...person, token: first })).toMatchObject({ kind: 'invalid_link' });
    expect(await accounts.useSetupLink({ ...person, token: second })).toMatchObject({ kind: 'created' });
  });

  it('survive a refusal', async () => {
    await accounts.createUser({ email: 'jane@example.com', password, isAdmin: false });
    const token = (await accounts.createSetupLink()) ?? '';
    expect(await accounts.useSetupLink({ ...person, token, password: 'short' })).toMatchObject({
      kind: 'weak_password',
    });
    expect(await accounts.useSetupLink({ ...person, token, email: 'jane@example.com' })).toMatchObject({
      kind: 'email_taken',
    });
    expect(await accounts.useSetupLink({ ...person, token })).toMatchObject({ kind: 'created' });
  });

  it('are stored as a hash alone', async () => {
    const token = (await accounts.createSetupLink()) ?? '';
    const [row] = await database.db.query({
      text: `select encode(token_hash, 'escape') || token_hash::text as stored from setup_links`,
    });
    expect(row?.['stored']).not.toContain(token);
    expect(await accounts.useSetupLink({ ...person, token: 'A'.repeat(43) })).toMatchObject({
      kind: 'invalid_link',
    });
  });
});

describe('ownerAddresses', () => {
  it('gives verified emails of owners alone', async () => {
    const created = await accounts.createUser({ email: 'owner@example.com', password, isAdmin: false });
    const other = await accounts.createUser({ email: 'member@example.com', password, isAdmin: false });
    if (created.kind !== 'created' || other.kind !== 'created') throw new Error('no users');
    const { organizationId } = created.user;
    await database.db.query({
      text: `insert into auth.member (id, "organizationId", "userId", role) values (gen_random_uuid(), $1, $2, 'member')`,
      params: [organizationId, other.user.id],
    });
    expect(await accounts.ownerAddresses(organizationId)).toEqual(['owner@example.com']);
    // What nobody has chosen is as the defaults say.
    expect(await accounts.ownerAddresses(organizationId, 'mailbox_paused')).toEqual(['owner@example.com']);
    expect(await accounts.ownerAddresses(organizationId, 'weekly_summary')).toEqual([]);
    const preferences = createPreferences({ db: database.db });
    await preferences.change(created.user.id, { notices: { mailbox_paused: false, weekly_summary: true } });
    expect(await accounts.ownerAddresses(organizationId, 'mailbox_paused')).toEqual([]);
    expect(await accounts.ownerAddresses(organizationId, 'failed_forward')).toEqual(['owner@example.com']);
    expect(await accounts.ownerAddresses(organizationId, 'weekly_summary')).toEqual(['owner@example.com']);
    await database.db.query({ text: `update auth."user" set "emailVerified" = false` });
    expect(await accounts.ownerAddresses(organizationId)).toEqual([]);
  });
});

describe('caretakerAddresses', () => {
  it('gives verified emails of owners and admins who want such news, owners first', async () => {
    const people = ['second', 'first', 'third', 'unproven'].map((name) => `${name}@caretakers.example`);
    const users = [];
    for (const email of people) {
      const created = await accounts.createUser({ email, password, isAdmin: false });
      if (created.kind !== 'created') throw new Error('no user');
      users.push(created.user);
    }
    const [admin, owner, member, unproven] = users;
    const organizationId = owner?.organizationId ?? '';
    await database.db.query({
      text: `insert into auth.member (id, "organizationId", "userId", role)
        select gen_random_uuid(), $1, m.user_id, m.role from unnest($2::uuid[], $3::text[]) as m (user_id, role)`,
      params: [organizationId, [admin?.id, member?.id, unproven?.id], ['admin', 'member', 'admin']],
    });
    await database.db.query({
      text: `update auth."user" set "emailVerified" = email <> 'unproven@caretakers.example'`,
    });
    const caretakers = () => accounts.caretakerAddresses(organizationId, 'domain_changed');
    expect(await caretakers()).toEqual(['first@caretakers.example', 'second@caretakers.example']);
    await createPreferences({ db: database.db }).change(admin?.id ?? '', {
      notices: { domain_changed: false },
    });
    expect(await caretakers()).toEqual(['first@caretakers.example']);
  });
});
