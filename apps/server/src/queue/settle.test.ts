import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Queue } from './queue.ts';
import { sampleAcceptance } from './testdata/acceptance.ts';
import { claimAll, emptyTables, evidence, openQueues, type QueueBench } from './testdata/database.ts';
import type { ClaimedDelivery, DeliveryOutcome } from './types.ts';

let bench: QueueBench;
beforeAll(async () => {
  bench = await openQueues();
});
afterEach(() => emptyTables(bench.db));
afterAll(() => bench[Symbol.asyncDispose]());

const delivered: DeliveryOutcome = { kind: 'delivered', evidence: evidence(250, 'ok') };
const deferred: DeliveryOutcome = { kind: 'deferred', evidence: evidence(451, 'come back\nlater') };
const bounced: DeliveryOutcome = { kind: 'bounced', evidence: evidence(550, 'no such user') };

async function enqueueAndClaim(...destinations: string[]): Promise<readonly ClaimedDelivery[]> {
  await bench.queue.enqueue(sampleAcceptance({ destinations, aliasId }));
  return bench.queue.claim(claimAll('me'));
}

const aliasId = randomUUID();

async function claimOne(): Promise<ClaimedDelivery> {
  const [delivery] = await enqueueAndClaim('jane@one.example');
  if (delivery === undefined) throw new Error('nothing was claimed');
  return delivery;
}

async function contents(): Promise<readonly object[]> {
  return bench.db.query({ text: 'select pending from contents' });
}

describe('settle', () => {
  it('ends a delivery with its event and counter, and lets go of the content', async () => {
    const delivery = await claimOne();
    const result = await bench.queue.settle({ delivery, owner: 'me', outcome: delivered });
    expect(result).toEqual({ kind: 'settled', state: 'delivered' });
    expect(await contents()).toEqual([]);
    expect(
      await bench.db.query({ text: `select delivery_id, data from events where type = 'delivered'` }),
    ).toEqual([{ delivery_id: delivery.id, data: { ...delivered.evidence, attempt: 1 } }]);
    expect(await bench.db.query({ text: 'select accepted, delivered, bounced from alias_counters' })).toEqual(
      [{ accepted: 1, delivered: 1, bounced: 0 }],
    );
    expect(await bench.queue.findViolations()).toEqual([]);
  });

  it('keeps a bounce with the words of the other side', async () => {
    const delivery = await claimOne();
    await bench.queue.settle({ delivery, owner: 'me', outcome: bounced });
    const shown = await bench.queue.show(delivery.id);
    expect(shown).toMatchObject({
      kind: 'found',
      delivery: {
        state: 'bounced',
        attempts: 1,
        reason: '550 no such user',
        lastReply: { reply: { code: 550 } },
      },
    });
    expect(await bench.queue.findViolations()).toEqual([]);
  });

  it('defers with a growing delay and keeps the content', async () => {
    const delivery = await claimOne();
    const before = Date.now();
    const result = await bench.queue.settle({ delivery, owner: 'me', outcome: deferred });
    if (result.kind !== 'settled' || result.state !== 'deferred') throw new Error('not deferred');
    expect(result.nextAttemptAt.getTime() - before).toBeGreaterThan(50_000);
    expect(result.nextAttemptAt.getTime() - before).toBeLessThan(75_000);
    expect(await contents()).toEqual([{ pending: 1 }]);
    expect(await bench.queue.claim(claimAll('me'))).toEqual([]);
    await bench.queue.retry(delivery.id);
    const [again] = await bench.queue.claim(claimAll('me'));
    expect(again).toMatchObject({ id: delivery.id, attempts: 1 });
    expect(await bench.queue.findViolations()).toEqual([]);
  });

  it('makes the last attempt at the expiry, and expires after it', async () => {
    const delivery = await claimOne();
    await bench.db.query({ text: `update deliveries set expires_at = now() + interval '1 second'` });
    const first = await bench.queue.settle({ delivery, owner: 'me', outcome: deferred });
    const [row] = await bench.db.query<{ expires_at: Date }>({ text: 'select expires_at from deliveries' });
    expect(first).toEqual({ kind: 'settled', state: 'deferred', nextAttemptAt: row?.expires_at });
    await bench.db.query({ text: `update deliveries set expires_at = now() - interval '1 second'` });
    await bench.queue.retry(delivery.id);
    const [last] = await bench.queue.claim(claimAll('me'));
    if (last === undefined) throw new Error('nothing was claimed');
    expect(await bench.queue.settle({ delivery: last, owner: 'me', outcome: deferred })).toEqual({
      kind: 'settled',
      state: 'expired',
    });
    expect(await contents()).toEqual([]);
    expect(await bench.queue.findViolations()).toEqual([]);
  });

  it('changes nothing without the lease', async () => {
    const delivery = await claimOne();
    expect(await bench.otherQueue.settle({ delivery, owner: 'you', outcome: delivered })).toEqual({
      kind: 'lost_lease',
    });
    await bench.db.query({ text: `update deliveries set lease_until = now() - interval '1 second'` });
    await bench.otherQueue.recoverLapsedLeases();
    expect(await bench.queue.settle({ delivery, owner: 'me', outcome: delivered })).toEqual({
      kind: 'lost_lease',
    });
    const [row] = await bench.db.query({ text: 'select state from deliveries' });
    expect(row).toEqual({ state: 'queued' });
    expect(await contents()).toEqual([{ pending: 1 }]);
  });

  it('settles once what is settled twice', async () => {
    const delivery = await claimOne();
    await bench.queue.settle({ delivery, owner: 'me', outcome: delivered });
    expect(await bench.queue.settle({ delivery, owner: 'me', outcome: bounced })).toEqual({
      kind: 'lost_lease',
    });
    expect(await bench.queue.findViolations()).toEqual([]);
  });

  it('stores words that PostgreSQL would refuse', async () => {
    const delivery = await claimOne();
    const outcome: DeliveryOutcome = { kind: 'bounced', evidence: evidence(550, 'no\0 \ud800user\nhere') };
    await bench.queue.settle({ delivery, owner: 'me', outcome });
    const shown = await bench.queue.show(delivery.id);
    expect(shown).toMatchObject({ delivery: { lastReply: { reply: { text: 'no user\nhere' } } } });
  });
});

describe('one content of many recipients', () => {
  /** Settles what it can get until nothing is left; every third attempt is deferred first. */
  async function work(queue: Queue, owner: string): Promise<void> {
    for (;;) {
      const claimed = await queue.claim(claimAll(owner, { limit: 7 }));
      if (claimed.length === 0) return;
      await Promise.all(
        claimed.map(async (delivery, index) => {
          const outcome =
            index % 3 === 0 && delivery.attempts === 0 ? deferred : index % 2 === 0 ? bounced : delivered;
          const result = await queue.settle({ delivery, owner, outcome });
          if (result.kind === 'settled' && result.state === 'deferred') await queue.retry(delivery.id);
        }),
      );
    }
  }

  it('goes when the last delivery ends, whoever ends it', async () => {
    const acceptances = Array.from({ length: 5 }, () =>
      sampleAcceptance({
        aliasId,
        destinations: Array.from({ length: 40 }, (_, nr) => `jane@d${String(nr % 4)}.example`),
      }),
    );
    await Promise.all(acceptances.map((acceptance) => bench.queue.enqueue(acceptance)));
    await Promise.all([work(bench.queue, 'a'), work(bench.otherQueue, 'b'), work(bench.queue, 'c')]);
    await Promise.all([work(bench.queue, 'a'), work(bench.otherQueue, 'b')]);
    expect(await contents()).toEqual([]);
    expect(await bench.queue.findViolations()).toEqual([]);
    const [row] = await bench.db.query({
      text: `select count(*) filter (where finished_at is null) as open, count(*) as all from deliveries`,
    });
    expect(row).toEqual({ open: 0, all: 200 });
  });

  it('survives owners that die between claim and settle', async () => {
    await Promise.all(Array.from({ length: 30 }, () => bench.queue.enqueue(sampleAcceptance({ aliasId }))));
    const abandoned = await bench.queue.claim(claimAll('dead', { limit: 20, leaseMs: 1 }));
    await pause(5);
    await Promise.all([bench.otherQueue.recoverLapsedLeases(), work(bench.otherQueue, 'alive')]);
    await work(bench.otherQueue, 'alive');
    const late = await Promise.all(
      abandoned.map((delivery) => bench.queue.settle({ delivery, owner: 'dead', outcome: bounced })),
    );
    expect(late.every(({ kind }) => kind === 'lost_lease')).toBe(true);
    expect(await contents()).toEqual([]);
    expect(await bench.queue.findViolations()).toEqual([]);
  });
});
