import { randomUUID } from 'node:crypto';
import { createManualClock, type ManualClock } from '@smtpy/testkit';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createOwner, openTestDatabase, type OpenTestDatabase } from '../../fixtures/index.ts';
import type { Db } from '../db/index.ts';
import {
  createAudit,
  operatorActor,
  systemActor,
  type Audit,
  type AuditFilter,
  type NewAuditEntry,
} from './index.ts';

let database: OpenTestDatabase;
let db: Db;
let clock: ManualClock;
let audit: Audit;
let organizationId: string;
const userId = randomUUID();
const jane = { kind: 'user', userId, label: 'jane@people.example', ip: '192.0.2.1', userAgent: 'x' } as const;

beforeAll(async () => {
  database = await openTestDatabase();
  ({ db } = database);
});
afterAll(() => database[Symbol.asyncDispose]());
beforeEach(() => {
  clock = createManualClock();
  audit = createAudit({ db, clock });
  organizationId = randomUUID();
});

const list = (filter: AuditFilter = {}, limit = 50) =>
  audit.list({ scope: { kind: 'organization', organizationId }, filter, limit });

describe('an entry', () => {
  it('is read as it was written', async () => {
    const entry = {
      action: 'key.created',
      actor: { ...jane, keyId: randomUUID(), kind: 'key', requestId: 'r1' },
      organizationId,
      subject: { kind: 'key', id: 'k1', label: 'Backup' },
      before: { scopes: null },
      after: { scopes: ['members:read'], deep: { n: 1 } },
    } as const;
    await audit.record(db, entry);
    expect(await list()).toEqual([{ id: expect.any(String) as string, at: clock.now(), ...entry }]);
  });

  it('is gone with the transaction that it tells of', async () => {
    const failing = db.transaction(async (tx) => {
      await audit.record(tx, { action: 'key.created', actor: operatorActor, organizationId });
      throw new Error('undone');
    });
    await expect(failing).rejects.toThrow('undone');
    expect(await list()).toEqual([]);
  });

  it('takes with it the transaction whose secret it was to hold', async () => {
    const writing = db.transaction(async (tx) => {
      await audit.record(tx, { action: 'key.created', actor: operatorActor, organizationId });
      await audit.record(tx, {
        action: 'password.changed',
        actor: operatorActor,
        organizationId,
        after: { password: 'hunter2' },
      });
    });
    await expect(writing).rejects.toThrow('password');
    expect(await list()).toEqual([]);
  });

  it('is written whatever clients send', async () => {
    const actor = {
      kind: 'nobody',
      label: 'a\u0000'.repeat(500),
      userAgent: '\uD800'.repeat(5_000),
    } as const;
    await audit.record(db, { action: 'session.refused', actor, organizationId });
    const [entry] = await list();
    expect(entry?.actor.label).toHaveLength(320);
    expect(entry?.actor.userAgent).toHaveLength(500);
  });
});

describe('the log', () => {
  beforeEach(() => audit.record(db, { action: 'key.created', actor: jane, organizationId }));

  it.each([
    `update audit_entries set action = 'key.revoked'`,
    `update audit_entries set actor_label = null where actor_kind = 'user'`,
    'delete from audit_entries',
    'truncate audit_entries',
    'truncate audit_entries cascade',
    `insert into audit_entries (id, at, action, actor_kind) select id, at, 'x', 'system' from audit_entries
       on conflict (id) do update set action = 'x'`,
  ])('can only be added to: %s', async (text) => {
    await expect(db.query({ text })).rejects.toThrow('the audit log can only be added to');
    expect((await list()).map(({ action, actor }) => [action, actor.label])).toEqual([
      ['key.created', jane.label],
    ]);
  });

  it('is closed again within the transaction that erased something', async () => {
    const work = db.transaction(async (tx) => {
      await audit.erasePerson(tx, { userId: randomUUID(), email: 'nobody@people.example' });
      await tx.query({ text: 'delete from audit_entries' });
    });
    await expect(work).rejects.toThrow('the audit log can only be added to');
  });
});

describe('listing', () => {
  it('gives pages, newest first, and nothing of others', async () => {
    await audit.record(db, { action: 'key.created', actor: jane, organizationId: randomUUID() });
    await audit.record(db, { action: 'user.created', actor: operatorActor });
    for (const id of ['1', '2', '3', '4', '5']) {
      clock.advance(1);
      await audit.record(db, {
        action: 'key.created',
        actor: jane,
        organizationId,
        subject: { kind: 'key', id },
      });
    }
    const scope = { kind: 'organization', organizationId } as const;
    const first = await audit.list({ scope, limit: 3 });
    const second = await audit.list({ scope, limit: 3, beforeId: first.at(-1)?.id });
    expect([...first, ...second].map(({ subject }) => subject?.id)).toEqual(['5', '4', '3', '2', '1']);
  });

  it('filters by everything', async () => {
    const keyId = randomUUID();
    const start = clock.now();
    const later = new Date(start.getTime() + 60_000);
    const subject = { kind: 'member', id: 'm1', label: 'John 100%_\\ Doe' } as const;
    await audit.record(db, { action: 'member.joined', actor: jane, organizationId, subject });
    clock.set(later);
    await audit.record(db, { action: 'key.created', actor: { kind: 'key', keyId }, organizationId });
    const older = ['member.joined'];
    const newer = ['key.created'];
    const cases: readonly (readonly [AuditFilter, readonly string[]])[] = [
      [{}, [...newer, ...older]],
      [{ action: 'member.joined' }, older],
      [{ actorKind: 'key' }, newer],
      [{ actorUserId: userId }, older],
      [{ actorKeyId: keyId }, newer],
      [{ subjectKind: 'member' }, older],
      [{ subjectId: 'm1', subjectKind: 'key' }, []],
      [{ after: later }, newer],
      [{ before: later }, older],
      [{ after: start, before: new Date(later.getTime() + 1) }, [...newer, ...older]],
      [{ search: 'JANE@' }, older],
      [{ search: '100%_\\' }, older],
      [{ search: '1%0' }, []],
      [{ search: `' or true --` }, []],
    ];
    for (const [filter, actions] of cases)
      expect(
        (await list(filter)).map(({ action }) => action),
        JSON.stringify(filter),
      ).toEqual(actions);
  });

  it('gives what a person did and what was done to the person', async () => {
    const subject = { kind: 'user', id: userId, label: 'jane' } as const;
    const person = randomUUID();
    await audit.record(db, { action: 'session.started', actor: { kind: 'user', userId: person } });
    await audit.record(db, {
      action: 'user.suspended',
      actor: operatorActor,
      subject: { ...subject, id: person },
    });
    await audit.record(db, { action: 'user.resumed', actor: operatorActor, subject });
    const entries = await audit.list({ scope: { kind: 'person', userId: person }, limit: 50 });
    expect(entries.map(({ action }) => action)).toEqual(['user.suspended', 'session.started']);
    await audit.record(db, { action: 'key.created', actor: operatorActor, organizationId });
    const scope = { kind: 'person', userId: person, organizationId } as const;
    const withOrganization = await audit.list({ scope, limit: 50 });
    expect(withOrganization.map(({ action }) => action)).toEqual([
      'key.created',
      'user.suspended',
      'session.started',
    ]);
    const all = await audit.list({ scope: { kind: 'installation' }, limit: 1_000 });
    expect(all.map(({ action }) => action)).toEqual(
      expect.arrayContaining(['user.resumed', 'session.started']),
    );
  });
});

describe('removing', () => {
  it('takes what is too old and nothing else', async () => {
    const dayMs = 86_400_000;
    for (const days of [0, 9, 1]) {
      clock.advance(days * dayMs);
      await audit.record(db, { action: 'key.created', actor: systemActor, organizationId });
    }
    expect(await audit.removeOlderThan(5)).toBeGreaterThanOrEqual(1);
    expect(await list()).toHaveLength(2);
    expect(await audit.removeOlderThan(5)).toBe(0);
    await expect(audit.removeOlderThan(0)).rejects.toThrow(RangeError);
  });

  it('takes more than one transaction removes', async () => {
    await db.query({
      text: `insert into audit_entries (id, at, organization_id, action, actor_kind)
        select overlay(gen_random_uuid()::text placing '00000000-0000-7' from 1 for 15)::uuid, '1970-01-02', $1, 'key.created', 'system' from generate_series(1, 4500)`,
      params: [organizationId],
    });
    expect(await audit.removeOlderThan(400)).toBe(4_500);
  });

  it('takes a person out of what stays', async () => {
    const person = randomUUID();
    await audit.record(db, { action: 'key.created', actor: { ...jane, userId: person }, organizationId });
    const subject = { kind: 'user', id: person, label: 'jane' } as const;
    const changed = { before: { email: 'old@people.example' }, after: { email: 'new@people.example' } };
    await audit.record(db, {
      action: 'user.email_changed',
      actor: jane,
      organizationId,
      subject,
      ...changed,
    });
    await db.transaction((tx) => audit.erasePerson(tx, { userId: person, email: 'new@people.example' }));
    const [changedEmail, created] = await list();
    expect(created?.actor).toEqual({ kind: 'user', userId: person });
    expect(changedEmail).toMatchObject({ before: undefined, after: undefined, actor: jane });
    expect(changedEmail?.subject).toEqual({ kind: 'user', id: person, label: undefined });
  });

  it('takes the present and the former address out of entries of all organizations, and no other one', async () => {
    const person = randomUUID();
    const [email, former, longer] = ['n@corp.example', 'old@corp.example', 'john@corp.example'];
    const record = (label: string, change: Partial<NewAuditEntry> = {}) =>
      audit.record(db, {
        action: 'invitation.created',
        actor: jane,
        organizationId,
        subject: { kind: 'invitation', id: label, label },
        after: { role: 'viewer', about: email },
        ...change,
      });
    await record(email);
    await record(former);
    await record(longer);
    await record('n@corp.example.org');
    await record('own', {
      actor: { ...jane, userId: person },
      before: { giver: email, giver_role: 'owner' },
    });
    await record(person, {
      action: 'user.email_changed',
      subject: { kind: 'user', id: person, label: email },
      before: { email: former },
    });
    await db.transaction((tx) => audit.erasePerson(tx, { userId: person, email }));
    const entries = (await list()).toReversed();
    expect(entries.map(({ subject }) => subject?.label)).toEqual([
      undefined,
      undefined,
      longer,
      'n@corp.example.org',
      'own',
      undefined,
    ]);
    expect(entries[4]).toMatchObject({
      before: { giver: null, giver_role: 'owner' },
      after: { role: 'viewer', about: null },
    });
    expect(entries[2]).toMatchObject({ actor: jane, after: { role: 'viewer', about: email } });
  });

  it('keeps a former address that is somebody else’s now', async () => {
    const person = randomUUID();
    const { email } = await createOwner(db, 'heir');
    const subject = { kind: 'user', id: person, label: 'new@people.example' } as const;
    const changed = { action: 'user.email_changed', actor: jane, organizationId, before: { email } } as const;
    await audit.record(db, { ...changed, subject });
    await audit.record(db, { ...changed, subject: { kind: 'member', id: 'm', label: email } });
    await db.transaction((tx) => audit.erasePerson(tx, { userId: person, email: 'new@people.example' }));
    expect((await list()).map((entry) => entry.subject?.label)).toEqual([email, undefined]);
  });

  it('takes an organization out of the log, but not that it was deleted', async () => {
    for (const action of ['organization.created', 'organization.deleted', 'key.created'] as const)
      await audit.record(db, { action, actor: jane, organizationId });
    const erase = () => db.transaction((tx) => audit.eraseOrganization(tx, organizationId));
    expect([await erase(), await erase()]).toEqual([2, 0]);
    expect((await list()).map(({ action }) => action)).toEqual(['organization.deleted']);
  });
});
