import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type accountOperations, defaultPreferences } from '@smtpy/contract';
import { openErasureWorld, type ErasureWorld, type Person } from '../erasure/testdata/erasure-world.ts';
import { fillOrganization } from '../erasure/testdata/full-organization.ts';
import { newId } from '../db/index.ts';
import { systemClock } from '../observe/index.ts';
import { exportAccount } from './export.ts';
import { accountRoutes, createPreferences, ensurePersonalOrganization } from './index.ts';

let world: ErasureWorld;
let jane: Person;
let john: Person;
beforeAll(async () => {
  world = await openErasureWorld();
  jane = await world.addPerson('jane');
  john = await world.addPerson('john');
  await fillOrganization(world, jane, 'jane');
  await fillOrganization(world, john, 'john');
});
afterAll(() => world[Symbol.asyncDispose]());

/** Calls a route as its person by session, checked by the schema of its answer. */
async function call(
  id: keyof typeof accountOperations,
  userId: string,
  input: object = {},
): Promise<unknown> {
  const routes = accountRoutes({
    db: world.db,
    clock: systemClock,
    audit: world.audit,
    erasure: world.erasure,
  });
  const found = routes.find(({ operation }) => operation.id === id);
  if (found === undefined) throw new Error(`no route ${id}`);
  const principal = { userId, email: 'x', credential: { kind: 'session' } };
  const caller = { principal, actor: { kind: 'user', userId }, ip: '192.0.2.1' };
  const given = { caller, query: { limit: 50 }, signal: AbortSignal.timeout(10_000), ...input };
  return found.operation.answer.body?.parse(await found.handle(given as never));
}

const read = async (userId: string): Promise<{ readonly raw: string; readonly json: never }> => {
  const raw = await text(exportAccount({ ...world, userId, exportedAt: new Date() }));
  return { raw, json: JSON.parse(raw) as never };
};

describe('the own account', () => {
  it('shows who one is, and the erasure that was asked for', async () => {
    expect(await call('getAccount', jane.id)).toMatchObject({
      email: jane.email,
      is_administrator: false,
      organizations: [{ id: jane.organizationId, role: 'owner', is_personal: true, is_suspended: false }],
      preferences: defaultPreferences,
      erasure: null,
    });
    await world.erasure.requestAccountErasure({ userId: jane.id, actor: { kind: 'system' } });
    expect(await call('getAccount', jane.id)).toMatchObject({
      erasure: { erase_at: expect.any(String) as string },
    });
    await world.erasure.cancelAccountErasure({ userId: jane.id, actor: { kind: 'system' } });
  });

  it('keeps both of two changes at once', async () => {
    const preferences = createPreferences({ db: world.db });
    await Promise.all([
      preferences.change(john.id, { theme: 'dark' }),
      preferences.change(john.id, { language: 'fr' }),
    ]);
    expect(await preferences.load(john.id)).toMatchObject({ theme: 'dark', language: 'fr' });
    await expect(
      call('changePreferences', john.id, { body: { time_zone: 'Mars/Olympus' } }),
    ).rejects.toMatchObject({ code: 'invalid_request' });
  });

  it('tells in pages what was done, and of others not where they were', async () => {
    const actor = { kind: 'user', userId: john.id, label: john.email, ip: '192.0.2.77' } as const;
    const subject = { kind: 'user', id: jane.id };
    await world.audit.record(world.db, { action: 'user.suspended', actor, subject });
    interface PageOfEntries {
      readonly items: readonly {
        readonly action: string;
        readonly ip: string | null;
        readonly is_own: boolean;
      }[];
      readonly next_cursor: string | null;
    }
    const first = (await call('listAccountAuditEntries', jane.id, { query: { limit: 1 } })) as PageOfEntries;
    expect(first.items).toMatchObject([{ action: 'user.suspended', ip: null, is_own: false }]);
    const cursor = first.next_cursor ?? undefined;
    const rest = (await call('listAccountAuditEntries', jane.id, {
      query: { limit: 50, cursor },
    })) as PageOfEntries;
    expect(rest.items.map(({ action }) => action)).toContain('session.started');
    expect(rest.items.map(({ action }) => action)).not.toContain('user.suspended');
    expect(rest.next_cursor).toBeNull();
    await expect(
      call('listAccountAuditEntries', jane.id, { query: { limit: 1, cursor: 'WyJ4Il0' } }),
    ).rejects.toMatchObject({ code: 'invalid_request' });
  });
});

describe('an export', () => {
  it('has everything of the person, nothing of others, and no secret', async () => {
    const { raw, json } = await read(jane.id);
    expect(json).toMatchObject({
      format: 'smtpy-account/1',
      profile: { email: jane.email },
      sessions: [{}],
      passkeys: [{}],
      memberships: [{ role: 'owner' }],
      api_keys: [{ name: 'x' }],
      organizations: [
        {
          id: jane.organizationId,
          settings: { retention_days: 7 },
          domains: [{ name: 'jane.example' }],
          aliases: [{ address: 'shop@jane.example', mailboxes: ['real@mailbox.example'] }],
          mailboxes: [{ address: 'real@mailbox.example' }],
          contacts: [{ reply_address: 'ann.x@jane.example' }],
          rules: [{}],
          senders: [{}],
        },
      ],
    });
    expect(raw).not.toContain('john');
    const secrets = await world.db.query<{ readonly secret: string }>({
      text: `select token as secret from auth.session union select password from auth.account
        union select encode(hash, 'hex') from api_keys union select encode(hash, 'hex') from app_passwords`,
    });
    expect(secrets.filter(({ secret }) => raw.includes(secret))).toEqual([]);
  });

  it('has the own entries of the log, invitations of both kinds, and an erasure that was asked for', async () => {
    const judy = await world.addPerson('judy');
    const ids = [newId(), newId(), newId()];
    const invite = (id: string | undefined, email: string, inviterId: string) =>
      world.db.query({
        text: `insert into auth.invitation (id, "organizationId", email, role, status, "inviterId", "tokenHash", "createdAt", "expiresAt")
          values ($1, $2, $3, 'viewer', 'pending', $4, $5, now(), now() + interval '1 day')`,
        params: [id, jane.organizationId, email, inviterId, Buffer.from(String(id))],
      });
    await invite(ids[0], 'guest@people.example', judy.id);
    await invite(ids[1], judy.email, jane.id);
    await invite(ids[2], 'other@people.example', jane.id);
    const foreign = { kind: 'user', userId: jane.id, label: jane.email, ip: '192.0.2.77' } as const;
    const own = { kind: 'user', userId: judy.id, label: judy.email, ip: '192.0.2.5' } as const;
    const subject = { kind: 'user', id: judy.id } as const;
    await world.audit.record(world.db, { action: 'session.started', actor: own });
    await world.audit.record(world.db, { action: 'user.suspended', actor: foreign, subject });
    await world.audit.record(world.db, { action: 'key.created', actor: foreign });
    await world.erasure.requestAccountErasure({ userId: judy.id, actor: { kind: 'system' } });
    const { raw, json } = await read(judy.id);
    expect(json).toMatchObject({
      erasure: { erase_at: expect.any(String) as string },
      invitations_sent: [{ id: ids[0], email: 'guest@people.example', role: 'viewer' }],
      invitations_received: [{ id: ids[1], status: 'pending' }],
      audit_entries: [
        { action: 'user.erasure_requested' },
        { action: 'user.suspended', ip: null },
        { action: 'session.started', ip: '192.0.2.5' },
      ],
    });
    expect([raw.includes('192.0.2.77'), raw.includes(jane.email), raw.includes('tokenHash')]).toEqual([
      false,
      false,
      false,
    ]);
    await world.erasure.cancelAccountErasure({ userId: judy.id, actor: { kind: 'system' } });
    await world.db.query({ text: 'delete from auth.invitation where id = any ($1::uuid[])', params: [ids] });
  });

  it('is read in batches, each row once', async () => {
    const rows = 1_203;
    await world.db.query({
      text: `insert into contacts (id, organization_id, alias_id, domain_id, address, reply_local_part)
        select gen_random_uuid(), a.organization_id, a.id, a.domain_id, n || '@many.example', 'many.' || n
        from aliases a, generate_series(1, ${String(rows)}) n where a.organization_id = $1`,
      params: [jane.organizationId],
    });
    const { json } = await read(jane.id);
    const { contacts } = (json as { organizations: [{ contacts: { id: string }[] }] }).organizations[0];
    expect(contacts).toHaveLength(rows + 1);
    expect(new Set(contacts.map(({ id }) => id)).size).toBe(rows + 1);
  });

  it('leaves out organizations that others are in as well', async () => {
    const shared = await world.addOrganization('Shared', jane);
    const alone = await world.addOrganization('Alone', jane);
    await world.addMember(shared, john, 'viewer');
    const { json } = await read(jane.id);
    const { organizations } = json as { organizations: { id: string }[] };
    expect(organizations.map(({ id }) => id)).toEqual([jane.organizationId, alone]);
  });
});

describe('ensurePersonalOrganization', () => {
  it('makes one, however often it is called at once', async () => {
    const userId = newId();
    await world.db.query({
      text: `insert into auth."user" (id, name, email) values ($1, 'Jack', 'jack@people.example')`,
      params: [userId],
    });
    const ensure = () =>
      world.db.transaction((tx) => ensurePersonalOrganization(tx, { userId, name: 'Jack' }));
    const ids = await Promise.all([ensure(), ensure(), ensure()]);
    expect(new Set(ids).size).toBe(1);
    expect(await world.count(`auth.member where "userId" = '${userId}' and role = 'owner'`)).toBe(1);
  });
});
