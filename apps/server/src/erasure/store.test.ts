import { waitFor } from '@smtpy/testkit';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { systemActor } from '../audit/index.ts';
import { newId } from '../db/index.ts';
import { endings } from './tables.ts';
import { messageFor, newContent, openErasureWorld, type ErasureWorld } from './testdata/erasure-world.ts';
import { fillOrganization } from './testdata/full-organization.ts';

let world: ErasureWorld;
beforeEach(async () => {
  world = await openErasureWorld();
}, 60_000);
afterEach(() => world[Symbol.asyncDispose]());

const owner = systemActor;

/** Tables with rows in which any of the texts occurs. */
async function tablesWith(texts: readonly string[]): Promise<readonly string[]> {
  const found: string[] = [];
  for (const table of Object.keys(endings)) {
    const rows = await world.db.query({
      text: `select 1 from ${table} x where exists (select from unnest($1::text[]) as t (text) where position(t.text in x::text) > 0) limit 1`,
      params: [texts],
    });
    if (rows.length > 0) found.push(table);
  }
  return found;
}

async function erase(organizationId: string): Promise<void> {
  await world.db.transaction((tx) => world.erasure.eraseOrganization(tx, organizationId));
}

/** Ends the leases of what is being sent, as if the processes that send it were dead. */
async function endLeases(): Promise<void> {
  await world.queue.releaseLeases('test/');
}

describe('erasing an organization', () => {
  it('leaves no row of it in any table, and every row of others', async () => {
    const jane = await world.addPerson('jane');
    const john = await world.addPerson('john');
    const gone = await fillOrganization(world, jane, 'jane');
    const stays = await fillOrganization(world, john, 'john');
    const before = await tablesWith(stays.ids);
    expect(await tablesWith(gone.ids)).toEqual(before);
    expect(before.length).toBeGreaterThan(20);

    await erase(jane.organizationId);
    expect(await world.queue.findViolations()).toEqual([]);
    expect((await world.erasure.removeRemains()).remaining).toBe(1);
    expect(await world.queue.findViolations()).toEqual([]);
    await endLeases();
    world.passDays(1);
    expect(await world.erasure.removeRemains()).toMatchObject({ finished: 1, remaining: 0 });

    expect(await tablesWith(gone.ids)).toEqual([]);
    expect(await tablesWith(stays.ids)).toEqual(before);
    expect(await world.queue.findViolations()).toEqual([]);
  }, 60_000);

  it('cancels what waits, with the event of each, before anything of it is removed', async () => {
    const { organizationId } = await world.addPerson('jane');
    await world.queue.enqueue(messageFor(organizationId));
    await world.queue.enqueue(messageFor(organizationId, { kind: 'reply', holdReason: 'unproven_sender' }));
    await erase(organizationId);
    const rows = await world.db.query({
      text: `select d.state, e.data->>'by' as by from deliveries d join events e on e.delivery_id = d.id and e.type = 'cancelled'`,
    });
    expect(rows).toEqual([
      { state: 'cancelled', by: 'erasure' },
      { state: 'cancelled', by: 'erasure' },
    ]);
    expect(await world.count('contents')).toBe(0);
  });

  it('leaves the content that another organization shares', async () => {
    const [jane, john] = [await world.addPerson('jane'), await world.addPerson('john')] as const;
    const content = newContent();
    const messages = [jane, john].flatMap(
      ({ organizationId }) => messageFor(organizationId, {}, content).messages,
    );
    await world.queue.enqueue({ content, messages });
    await erase(jane.organizationId);
    await world.erasure.removeRemains();
    expect(await world.count('contents')).toBe(1);
    expect(await world.count('deliveries')).toBe(1);
    expect(await world.queue.findViolations()).toEqual([]);
  });

  it('waits for what is being sent, and removes what comes late', async () => {
    const { organizationId } = await world.addPerson('jane');
    await erase(organizationId);
    expect(await world.erasure.removeRemains()).toEqual({ messages: 0, finished: 0, remaining: 1 });
    await world.queue.enqueue(messageFor(organizationId));
    expect((await world.erasure.removeRemains()).messages).toBe(1);
    expect(await world.count('messages')).toBe(0);
    world.passDays(1);
    expect((await world.erasure.removeRemains()).finished).toBe(1);
    expect(await world.count('organization_erasures')).toBe(0);
  });

  it('removes more than one batch, on two nodes at once', async () => {
    const { organizationId } = await world.addPerson('jane');
    const { messages } = messageFor(organizationId);
    for (let count = 0; count < 13; count += 1) {
      const content = newContent();
      const many = Array.from({ length: 100 }, () => messageFor(organizationId).messages).flat();
      await world.queue.enqueue({ content, messages: many });
    }
    expect(messages).toHaveLength(1);
    await erase(organizationId);
    const results = await Promise.all([world.erasure.removeRemains(), world.erasure.removeRemains()]);
    await world.erasure.removeRemains();
    expect(results.reduce((sum, result) => sum + result.messages, 0)).toBeLessThanOrEqual(1_300);
    expect([
      await world.count('messages'),
      await world.count('deliveries'),
      await world.count('events'),
    ]).toEqual([0, 0, 0]);
    expect(await world.queue.findViolations()).toEqual([]);
  }, 60_000);

  it('finds nothing to do the second time, and of two at once', async () => {
    const { organizationId } = await world.addPerson('jane');
    await Promise.all([erase(organizationId), erase(organizationId)]);
    await erase(organizationId);
    expect(await world.count('auth.organization')).toBe(0);
    expect(await world.count('organization_erasures')).toBe(1);
  });

  it('is undone with the transaction that it was part of', async () => {
    const jane = await world.addPerson('jane');
    await fillOrganization(world, jane, 'jane');
    const failing = world.db.transaction(async (tx) => {
      await world.erasure.eraseOrganization(tx, jane.organizationId);
      throw new Error('late');
    });
    await expect(failing).rejects.toThrow('late');
    expect(await world.count('domains')).toBe(1);
    expect(await world.count('organization_erasures')).toBe(0);
    expect(await world.queue.findViolations()).toEqual([]);
  });
});

describe('erasing a person', () => {
  it('leaves neither the person nor their name anywhere, and what was done in the log', async () => {
    const [jane, john] = [await world.addPerson('jane'), await world.addPerson('john')] as const;
    await fillOrganization(world, jane, 'jane');
    const shared = await world.addOrganization('Shared', john);
    await world.addMember(shared, jane, 'member');
    await world.audit.record(world.db, {
      action: 'member.joined',
      actor: { kind: 'user', userId: john.id, label: john.email },
      organizationId: shared,
      subject: { kind: 'member', id: 'x', label: jane.email },
    });
    await endLeases();
    expect(await world.erasure.eraseUser(jane.id, owner)).toEqual({ kind: 'erased' });
    world.passDays(1);
    await world.erasure.removeRemains();
    expect(await tablesWith([jane.email])).toEqual([]);
    expect(await tablesWith([jane.id])).toEqual(['audit_entries']);
    const entries = await world.audit.list({ scope: { kind: 'person', userId: jane.id }, limit: 10 });
    expect(
      entries.map(({ action, actor: { label, ip, userAgent } }) => [action, label, ip, userAgent]),
    ).toEqual([
      ['user.erased', undefined, undefined, undefined],
      ['session.started', undefined, undefined, undefined],
    ]);
    const [joined] = await world.audit.list({
      scope: { kind: 'organization', organizationId: shared },
      limit: 1,
    });
    expect([joined?.actor.label, joined?.subject?.label]).toEqual([john.email, undefined]);
    expect(await world.count('auth.member')).toBe(2);
  }, 60_000);

  it('leaves links and entries of people whose addresses end in theirs', async () => {
    const [n, john] = [await world.addPerson('n'), await world.addPerson('john')] as const;
    for (const [index, { id, email }] of [n, john].entries())
      await world.db.query({
        text: `insert into auth.verification (id, identifier, value, "expiresAt") values ($1, $2, $3, now() + interval '1 hour')`,
        params: [newId(), `reset-password ${id}`, `hash${String(index)} ${email}`],
      });
    const left = await world.addOrganization('Left', john);
    for (const label of [n.email, john.email])
      await world.audit.record(world.db, {
        action: 'invitation.created',
        actor: { kind: 'user', userId: john.id, label: john.email },
        organizationId: left,
        subject: { kind: 'invitation', id: label, label },
      });
    expect(await world.erasure.eraseUser(n.id, owner)).toEqual({ kind: 'erased' });
    const links = await world.db.query({ text: 'select identifier from auth.verification' });
    expect(links).toEqual([{ identifier: `reset-password ${john.id}` }]);
    const entries = await world.audit.list({
      scope: { kind: 'organization', organizationId: left },
      limit: 9,
    });
    expect(entries.map(({ subject }) => subject?.label)).toEqual([john.email, undefined]);
  });

  it('does not leave an organization with members without an owner', async () => {
    const [jane, john] = [await world.addPerson('jane'), await world.addPerson('john')] as const;
    const shared = await world.addOrganization('Shared', jane);
    await world.addMember(shared, john, 'admin');
    const organizations = [{ id: shared, name: 'Shared' }];
    expect(await world.erasure.eraseUser(jane.id, owner)).toEqual({ kind: 'last_owner', organizations });
    expect(await world.erasure.requestAccountErasure({ userId: jane.id, actor: owner })).toEqual({
      kind: 'last_owner',
      organizations,
    });
    expect(await world.count('auth."user"')).toBe(2);
    expect(await world.erasure.eraseUser(john.id, owner)).toEqual({ kind: 'erased' });
    expect(await world.erasure.eraseUser(jane.id, owner)).toEqual({ kind: 'erased' });
    expect(await world.count('auth.organization')).toBe(0);
  });

  it('never erases both owners of an organization with another member', async () => {
    const [jane, john, jack] = [
      await world.addPerson('jane'),
      await world.addPerson('john'),
      await world.addPerson('jack'),
    ] as const;
    const shared = await world.addOrganization('Shared', jane);
    await world.addMember(shared, john, 'owner');
    await world.addMember(shared, jack, 'viewer');
    const results = await Promise.all([jane, john].map(({ id }) => world.erasure.eraseUser(id, owner)));
    expect(results.map(({ kind }) => kind).toSorted()).toEqual(['erased', 'last_owner']);
  });
});

describe('a person who wants to be erased', () => {
  it('is, when fourteen days are over, and told before', async () => {
    const jane = await world.addPerson('jane');
    const wish = { userId: jane.id, actor: owner };
    expect(await world.erasure.requestAccountErasure(wish)).toMatchObject({ kind: 'requested' });
    const first = await world.erasure.findAccountErasure(jane.id);
    expect(await world.erasure.requestAccountErasure(wish)).toEqual({
      kind: 'already_requested',
      erasure: first,
    });
    expect(world.letters).toEqual([{ headerTo: jane.email, subject: 'Your account will be erased' }]);
    world.passDays(13);
    expect(await world.erasure.eraseDueAccounts()).toEqual({ erased: 0, postponed: 0 });
    world.passDays(1.1);
    expect(await world.erasure.eraseDueAccounts()).toEqual({ erased: 1, postponed: 0 });
    expect(await world.count('auth."user"')).toBe(0);
  });

  it('stays when it is called off', async () => {
    const jane = await world.addPerson('jane');
    const wish = { userId: jane.id, actor: owner };
    expect(await world.erasure.cancelAccountErasure(wish)).toEqual({ kind: 'not_found' });
    await world.erasure.requestAccountErasure(wish);
    expect(await world.erasure.cancelAccountErasure(wish)).toEqual({ kind: 'cancelled' });
    world.passDays(30);
    expect(await world.erasure.eraseDueAccounts()).toEqual({ erased: 0, postponed: 0 });
    expect(world.letters.map(({ subject }) => subject)).toEqual([
      'Your account will be erased',
      'Your account stays',
    ]);
  });

  it('is put off while an organization would lose its last owner', async () => {
    const [jane, john] = [await world.addPerson('jane'), await world.addPerson('john')] as const;
    await world.erasure.requestAccountErasure({ userId: jane.id, actor: owner });
    const shared = await world.addOrganization('Shared', jane);
    await world.addMember(shared, john, 'member');
    world.passDays(15);
    expect(await world.erasure.eraseDueAccounts()).toEqual({ erased: 0, postponed: 1 });
    expect(await world.erasure.eraseDueAccounts()).toEqual({ erased: 0, postponed: 0 });
    expect(world.letters.at(-1)?.subject).toBe('Your account could not be erased yet');
  });

  it('is erased once by two jobs', async () => {
    const people = [
      await world.addPerson('jane'),
      await world.addPerson('john'),
      await world.addPerson('jack'),
    ];
    for (const { id } of people) await world.erasure.requestAccountErasure({ userId: id, actor: owner });
    world.passDays(15);
    const results = await Promise.all([world.erasure.eraseDueAccounts(), world.erasure.eraseDueAccounts()]);
    expect(results.reduce((sum, { erased }) => sum + erased, 0)).toBe(3);
    expect(await world.count(`audit_entries where action = 'user.erased'`)).toBe(3);
  });

  it('is erased or stays, never half, when it is called off while the job runs', async () => {
    const jane = await world.addPerson('jane');
    const wish = { userId: jane.id, actor: owner };
    await world.erasure.requestAccountErasure(wish);
    world.passDays(15);
    const gate = Promise.withResolvers<undefined>();
    // The job is held up after it has taken the erasure.
    const blocker = world.db.transaction(async (tx) => {
      await tx.query({ text: 'select 1 from auth."user" where id = $1 for update', params: [jane.id] });
      await gate.promise;
    });
    const job = world.erasure.eraseDueAccounts();
    await waitFor(async () => (await world.count('pg_locks where not granted')) > 0, {
      what: 'the job to wait',
    });
    const cancelling = world.erasure.cancelAccountErasure(wish);
    await waitFor(async () => (await world.count('pg_locks where not granted')) > 1, {
      what: 'the calling off to wait',
    });
    gate.resolve(undefined);
    await blocker;
    expect([await job, await cancelling]).toEqual([{ erased: 1, postponed: 0 }, { kind: 'not_found' }]);
    expect(await world.count('auth."user"')).toBe(0);
  });
});
