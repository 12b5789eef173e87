import { randomUUID } from 'node:crypto';
import { waitFor } from '@smtpy/testkit';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createOwner } from '../../fixtures/index.ts';
import { newId, type Tx } from '../db/index.ts';
import { silentEvents, type Clock } from '../observe/index.ts';
import { beginFollowing, recordEvent } from './notes.ts';
import { createQueue, type Queue } from './queue.ts';
import { sampleAcceptance } from './testdata/acceptance.ts';
import {
  claimAll,
  emptyTables,
  evidence,
  openQueues,
  testSealer,
  type QueueBench,
} from './testdata/database.ts';

let bench: QueueBench;
beforeAll(async () => {
  bench = await openQueues();
});
afterEach(() => emptyTables(bench.db));
afterAll(() => bench[Symbol.asyncDispose]());

const dayMs = 24 * 60 * 60 * 1000;

/** A queue whose clock is ahead of the database's. */
function queueInDays(days: number): Queue {
  const clock: Clock = { now: () => new Date(Date.now() + days * dayMs) };
  return createQueue({ db: bench.db, sealer: testSealer, clock, events: silentEvents, shard: 5 });
}

async function deliverOne(aliasId: string): Promise<void> {
  await bench.queue.enqueue(sampleAcceptance({ aliasId }));
  const [delivery] = await bench.queue.claim(claimAll('me'));
  if (delivery === undefined) throw new Error('nothing was claimed');
  await bench.queue.settle({
    delivery,
    owner: 'me',
    outcome: { kind: 'delivered', evidence: evidence(250, 'ok') },
  });
}

async function totals(aliasId: string): Promise<object | undefined> {
  const text = `select sum(accepted)::int as accepted, sum(delivered)::int as delivered from alias_counters where alias_id = $1`;
  return (await bench.db.query({ text, params: [aliasId] }))[0];
}

/** Whether somebody waits for a table that another transaction has. */
async function isWaitedFor(): Promise<boolean> {
  const text = `select 1 from pg_locks where not granted and locktype = 'relation'`;
  return (await bench.db.query({ text })).length > 0;
}

function thisMonth(): string {
  return new Date().toISOString().slice(0, 7).replace('-', '');
}

describe('removeExpired', () => {
  it('and a transaction that records an event before it enqueues wait for each other, never in a ring', async () => {
    await deliverOne(randomUUID());
    const { messages } = sampleAcceptance();
    const [message] = messages;
    if (message === undefined) throw new Error('no message');
    const { organizationId, id: messageId } = message;
    let removal: Promise<unknown> = Promise.resolve();
    await bench.db.transaction(async (tx) => {
      await beginFollowing(tx);
      await recordEvent(tx, { type: 'owner_told', organizationId, messageId, data: {} });
      removal = queueInDays(40).removeExpired(1);
      await waitFor(() => isWaitedFor(), { what: 'the removal waits for a lock' });
      await bench.queue.enqueueIn(tx, sampleAcceptance());
    });
    // What was enqueued meanwhile is unfinished, and keeps its month.
    expect(await removal).toMatchObject({ kind: 'blocked', unfinished: 1 });
    await bench.db.query({ text: `delete from events where type = 'owner_told'` });
    expect(await bench.queue.findViolations()).toEqual([]);
  });

  it('keeps months that are younger', async () => {
    expect(await bench.queue.removeExpired(62)).toEqual({ kind: 'removed', months: [], messages: 0 });
  });

  it('keeps a month that holds unfinished deliveries, and all after it', async () => {
    await bench.queue.enqueue(sampleAcceptance());
    const result = await queueInDays(200).removeExpired(30);
    expect(result).toMatchObject({ kind: 'blocked', blockedMonth: thisMonth(), unfinished: 1 });
    expect(await bench.db.query({ text: 'select count(*) from messages' })).toEqual([{ count: 1 }]);
    expect(await bench.queue.findViolations()).toEqual([]);
  });

  it('drops what is finished and keeps the sums of the counters', async () => {
    const aliasId = randomUUID();
    await deliverOne(aliasId);
    const result = await queueInDays(40).removeExpired(1);
    expect(result.kind).toBe('removed');
    expect(result.months).toContain(thisMonth());
    for (const table of ['messages', 'deliveries', 'events']) {
      expect(await bench.db.query({ text: `select count(*) from ${table}` })).toEqual([{ count: 0 }]);
    }
    expect(await totals(aliasId)).toEqual({ accepted: 1, delivered: 1 });
    expect(await bench.queue.findViolations()).toEqual([]);
    await bench.db.query({ text: 'select ensure_month_partitions(now(), 1)' });
    await deliverOne(aliasId);
    expect(await totals(aliasId)).toEqual({ accepted: 2, delivered: 2 });
    expect(await bench.queue.findViolations()).toEqual([]);
  });

  it('keeps the month of a message whose delivery is in the next one', async () => {
    const acceptance = sampleAcceptance();
    await bench.queue.enqueue(acceptance);
    const nextMonth = new Date(Date.UTC(new Date().getUTCFullYear(), new Date().getUTCMonth() + 1, 1));
    await bench.db.query({ text: 'update deliveries set id = $1', params: [newId(nextMonth)] });
    expect(await queueInDays(40).removeExpired(1)).toMatchObject({
      kind: 'blocked',
      blockedMonth: thisMonth(),
    });
  });

  it('keeps a month whose last delivery is held', async () => {
    await bench.queue.enqueue(
      sampleAcceptance({ delivery: { kind: 'reply', holdReason: 'unproven_sender' } }),
    );
    expect(await queueInDays(200).removeExpired(30)).toMatchObject({ kind: 'blocked', unfinished: 1 });
  });

  it('counts what lies in the default partitions once, and removes it', async () => {
    const aliasId = randomUUID();
    await deliverOne(aliasId);
    // As a machine writes whose clock is years behind.
    const old = (table: string): string =>
      `update ${table} set id = (left(uuid_floor('2020-05-05')::text, 24) || right(id::text, 12))::uuid`;
    for (const table of ['messages', 'deliveries', 'events']) await bench.db.query({ text: old(table) });
    await bench.db.query({ text: `update deliveries set message_id = (select id from messages)` });
    await bench.db.query({ text: `update events set message_id = (select id from messages)` });
    await bench.db.query({
      text: `update events set delivery_id = (select id from deliveries) where delivery_id is not null`,
    });
    expect(await bench.queue.findViolations()).toEqual([]);
    for (const days of [40, 75]) {
      expect((await queueInDays(days).removeExpired(1)).months.length).toBeGreaterThan(0);
      expect(await totals(aliasId)).toEqual({ accepted: 1, delivered: 1 });
      expect(await bench.queue.findViolations()).toEqual([]);
    }
    for (const table of ['messages', 'deliveries', 'events']) {
      expect(await bench.db.query({ text: `select count(*) from ${table}` })).toEqual([{ count: 0 }]);
    }
    await bench.db.query({ text: `select ensure_month_partitions(now() - interval '1 month', 4)` });
  });

  it('waits for mail that is being accepted, and then keeps it', async () => {
    const accepting = Promise.withResolvers<undefined>();
    const committing = Promise.withResolvers<undefined>();
    const acceptance = bench.db.transaction(async (tx: Tx) => {
      await bench.queue.enqueueIn(tx, sampleAcceptance());
      accepting.resolve(undefined);
      await committing.promise;
    });
    await accepting.promise;
    const removal = queueInDays(40).removeExpired(1);
    await waitFor(isLockAwaited, { what: 'the removal to wait' }).finally(() => {
      committing.resolve(undefined);
    });
    await acceptance;
    expect(await removal).toMatchObject({ kind: 'blocked', blockedMonth: thisMonth() });
    expect(await bench.db.query({ text: 'select count(*) from deliveries' })).toEqual([{ count: 1 }]);
    expect(await bench.queue.findViolations()).toEqual([]);
  });
});

async function isLockAwaited(): Promise<boolean> {
  const rows = await bench.db.query({
    text: `select from pg_locks where not granted and mode = 'ExclusiveLock' and locktype = 'relation'`,
  });
  return rows.length > 0;
}

describe('the retention of an organization', () => {
  /** An organization with its own retention, or without; one delivered message, and a refusal. */
  async function openOrganization(name: string, retentionDays?: number): Promise<string> {
    const { organizationId } = await createOwner(bench.db, name);
    if (retentionDays !== undefined)
      await bench.db.query({
        text: 'insert into organization_settings (organization_id, retention_days) values ($1, $2)',
        params: [organizationId, retentionDays],
      });
    const aliasId = randomUUID();
    await bench.queue.enqueue(sampleAcceptance({ aliasId, message: { organizationId } }));
    await settleAll();
    await bench.db.query({
      text: `insert into events (id, at, organization_id, type, data) values ($1, now(), $2, 'refused', '{}')`,
      params: [newId(), organizationId],
    });
    return organizationId;
  }

  async function settleAll(): Promise<void> {
    for (const delivery of await bench.queue.claim(claimAll('me')))
      await bench.queue.settle({
        delivery,
        owner: 'me',
        outcome: { kind: 'delivered', evidence: evidence(250, 'ok') },
      });
    await bench.db.query({
      text: `update deliveries set finished_at = now() - interval '2 days' where state = 'delivered'`,
    });
  }

  async function kept(organizationId: string): Promise<readonly number[]> {
    const counts = ['messages', 'deliveries', 'events'].map(
      (table) => `(select count(*)::int from ${table} where organization_id = $1)`,
    );
    const [row] = await bench.db.query<{ counts: readonly number[] }>({
      text: `select array[${counts.join(', ')}] as counts`,
      params: [organizationId],
    });
    return row?.counts ?? [];
  }

  it('ends its messages and events before those of others, but for what is unfinished', async () => {
    const short = await openOrganization('short', 5);
    const long = await openOrganization('long', 90);
    const usual = await openOrganization('usual');
    for (const organizationId of [short, long, usual])
      await bench.queue.enqueue(sampleAcceptance({ message: { organizationId } }));
    // Ten days on: older than one keeps, younger than the installation and the other keep.
    expect(await queueInDays(10).removeExpired(30)).toEqual({ kind: 'removed', months: [], messages: 1 });
    expect(await kept(short)).toEqual([1, 1, 1]);
    expect(await kept(long)).toEqual([2, 2, 4]);
    expect(await kept(usual)).toEqual([2, 2, 4]);
    expect(await bench.queue.findViolations()).toEqual([]);
    await settleAll();
    // Longer than the installation keeps: the months stay for the one that keeps longest.
    expect(await queueInDays(40).removeExpired(30)).toEqual({ kind: 'removed', months: [], messages: 3 });
    expect(await Promise.all([short, long, usual].map(kept))).toEqual([
      [0, 0, 0],
      [2, 2, 5],
      [0, 0, 0],
    ]);
    expect(await bench.queue.findViolations()).toEqual([]);
    const [counters] = await bench.db.query({
      text: 'select sum(delivered)::int as delivered from alias_counters',
    });
    expect(counters).toEqual({ delivered: 6 });
  });

  it('leaves what ended just now to what follows from it', async () => {
    await openOrganization('hasty', 1);
    await settleAll();
    await bench.db.query({ text: `update deliveries set finished_at = now()` });
    expect(await queueInDays(10).removeExpired(30)).toMatchObject({ messages: 0 });
  });
});
