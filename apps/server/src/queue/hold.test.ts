import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { newId } from '../db/index.ts';
import { sampleAcceptance } from './testdata/acceptance.ts';
import { claimAll, emptyTables, evidence, openQueues, type QueueBench } from './testdata/database.ts';
import type { Acceptance } from './types.ts';

let bench: QueueBench;
beforeAll(async () => {
  bench = await openQueues();
});
afterEach(() => emptyTables(bench.db));
afterAll(() => bench[Symbol.asyncDispose]());

const dayMs = 24 * 60 * 60 * 1000;
const aliasId = randomUUID();

function heldAcceptance(destinations: readonly string[] = ['shop@contact.example']): Acceptance {
  return sampleAcceptance({
    aliasId,
    destinations,
    delivery: { kind: 'reply', sentAs: 'alias@forward.example', holdReason: 'unproven_sender' },
  });
}

/** Enqueues a held reply and gives its id and organization. */
async function hold(): Promise<{ readonly deliveryId: string; readonly organizationId: string }> {
  const acceptance = heldAcceptance();
  await bench.queue.enqueue(acceptance);
  const [message] = acceptance.messages;
  return {
    deliveryId: message?.deliveries[0]?.id ?? '',
    organizationId: message?.organizationId ?? '',
  };
}

describe('a held delivery', () => {
  it('keeps its content, is not due, and asks for a followup', async () => {
    const { deliveryId, organizationId } = await hold();
    expect(await bench.queue.claim(claimAll('me'))).toEqual([]);
    const shown = await bench.queue.show(deliveryId);
    if (shown.kind !== 'found') throw new Error('not found');
    expect(shown.delivery).toMatchObject({
      state: 'held',
      reason: 'unproven_sender',
      nextAttemptAt: undefined,
      kind: 'reply',
      sentAs: 'alias@forward.example',
    });
    expect(shown.delivery.events).toMatchObject([
      {
        type: 'accepted',
        data: { held: [{ deliveryId, recipient: 'alias0@forward.example', reason: 'unproven_sender' }] },
      },
    ]);
    const { createdAt, expiresAt } = shown.delivery;
    expect(expiresAt.getTime() - createdAt.getTime()).toBe(14 * dayMs);
    expect(await bench.db.query({ text: 'select pending from contents' })).toEqual([{ pending: 1 }]);
    expect(
      await bench.db.query({
        text: 'select organization_id, delivery_id, kind, data, header from followups',
      }),
    ).toEqual([
      {
        organization_id: organizationId,
        delivery_id: deliveryId,
        kind: 'held',
        data: { reason: 'unproven_sender' },
        header: null,
      },
    ]);
    expect(await bench.queue.findViolations()).toEqual([]);
  });

  it('is listed and counted', async () => {
    const { deliveryId } = await hold();
    expect((await bench.queue.list({ limit: 10 })).map(({ id }) => id)).toEqual([deliveryId]);
    expect((await bench.queue.list({ limit: 10, state: 'held' })).map(({ id }) => id)).toEqual([deliveryId]);
    expect((await bench.queue.stats()).states).toMatchObject([{ state: 'held', count: 1 }]);
  });

  it('may lie beside one that is sent', async () => {
    const acceptance = heldAcceptance(['shop@contact.example', 'other@contact.example']);
    const [message] = acceptance.messages;
    if (message === undefined) throw new Error('no message');
    const [first, second] = message.deliveries;
    if (first === undefined || second === undefined) throw new Error('no deliveries');
    const { holdReason: _, ...sent } = second;
    await bench.queue.enqueue({
      ...acceptance,
      messages: [{ ...message, deliveries: [first, sent] }],
    });
    const claimed = await bench.queue.claim(claimAll('me'));
    expect(claimed.map(({ destination }) => destination)).toEqual(['other@contact.example']);
    expect(await bench.db.query({ text: 'select pending from contents' })).toEqual([{ pending: 2 }]);
    expect(await bench.queue.findViolations()).toEqual([]);
  });

  it('is cancelled like a waiting one', async () => {
    const { deliveryId } = await hold();
    expect(await bench.queue.cancel({ deliveryId, by: 'operator' })).toEqual({ kind: 'cancelled' });
    expect(await bench.db.query({ text: 'select pending from contents' })).toEqual([]);
    expect(await bench.db.query({ text: `select data from events where type = 'cancelled'` })).toEqual([
      { data: { was: 'held', by: 'operator', reason: 'unproven_sender' } },
    ]);
    expect(await bench.queue.findViolations()).toEqual([]);
  });

  it('cannot also be discarded', async () => {
    const contradiction = sampleAcceptance({
      discardReason: 'alias_disabled',
      delivery: { holdReason: 'mixed_recipients' },
    });
    await expect(bench.queue.enqueue(contradiction)).rejects.toThrow('both discarded and held');
  });
});

describe('release', () => {
  it('makes due at once, with the whole lifetime ahead, and says by whom', async () => {
    const { deliveryId, organizationId } = await hold();
    await bench.db.query({ text: `update deliveries set expires_at = now() + interval '1 minute'` });
    expect(await bench.queue.release({ deliveryId, organizationId, by: 'mailbox' })).toEqual({
      kind: 'released',
    });
    const [claimed] = await bench.queue.claim(claimAll('me', { hintedKeys: ['contact.example'] }));
    expect(claimed?.id).toBe(deliveryId);
    expect((claimed?.expiresAt.getTime() ?? 0) - Date.now()).toBeGreaterThan(4.9 * dayMs);
    expect(await bench.db.query({ text: `select data from events where type = 'confirmed'` })).toEqual([
      { data: { by: 'mailbox', reason: 'unproven_sender' } },
    ]);
    expect(await bench.queue.findViolations()).toEqual([]);
  });

  it('is done once', async () => {
    const { deliveryId } = await hold();
    const results = await Promise.all([
      bench.queue.release({ deliveryId, by: 'mailbox' }),
      bench.otherQueue.release({ deliveryId, by: 'operator' }),
    ]);
    expect(results.map(({ kind }) => kind).sort()).toEqual(['not_held', 'released']);
    expect(await bench.queue.release({ deliveryId, by: 'operator' })).toEqual({
      kind: 'not_held',
      state: 'queued',
    });
    expect(await bench.queue.findViolations()).toEqual([]);
  });

  it('finds nothing of another organization', async () => {
    const { deliveryId } = await hold();
    const others = { deliveryId, organizationId: randomUUID(), by: 'mailbox' };
    expect(await bench.queue.release(others)).toEqual({ kind: 'not_found' });
    expect(await bench.queue.release({ deliveryId: newId(), by: 'operator' })).toEqual({ kind: 'not_found' });
    expect(await bench.queue.release({ deliveryId: 'abc', by: 'operator' })).toEqual({ kind: 'not_found' });
    expect((await bench.queue.stats()).states).toMatchObject([{ state: 'held' }]);
  });

  it('does not count the time of the hold as a delay', async () => {
    const { deliveryId } = await hold();
    await bench.db.query({ text: `update deliveries set created_at = now() - interval '9 days'` });
    await bench.queue.release({ deliveryId, by: 'mailbox' });
    const [delivery] = await bench.delayQueue.claim(claimAll('me'));
    if (delivery === undefined) throw new Error('nothing was claimed');
    await bench.delayQueue.settle({
      delivery,
      owner: 'me',
      outcome: { kind: 'deferred', evidence: evidence(451, 'later') },
    });
    expect(await bench.db.query({ text: 'select kind from followups' })).toEqual([{ kind: 'held' }]);
  });
});

describe('expireHeld', () => {
  it('ends what nobody let go in time, with its event, counter and followup, and lets go of the content', async () => {
    const { deliveryId } = await hold();
    await hold();
    await bench.db.query({
      text: `update deliveries set expires_at = now() - interval '1 second' where id = $1`,
      params: [deliveryId],
    });
    expect(await bench.queue.expireHeld()).toBe(1);
    expect(await bench.queue.expireHeld()).toBe(0);
    expect(await bench.queue.show(deliveryId)).toMatchObject({
      delivery: { state: 'expired', reason: 'unproven_sender', attempts: 0 },
    });
    const [followup] = await bench.db.query<{ data: object; header: Buffer }>({
      text: `select data, header from followups where kind = 'failed'`,
    });
    expect(followup?.data).toEqual({
      stage: 'held',
      reason: 'unproven_sender',
      explanation: 'nobody let it go within 14 days',
      state: 'expired',
    });
    expect(followup?.header.toString()).toContain('Subject: hello');
    expect(await bench.db.query({ text: 'select pending from contents' })).toEqual([{ pending: 1 }]);
    expect(await bench.db.query({ text: 'select expired from alias_counters where expired > 0' })).toEqual([
      { expired: 1 },
    ]);
    expect(await bench.queue.findViolations()).toEqual([]);
  });

  it('shares a backlog out among processes', async () => {
    await Promise.all(
      Array.from({ length: 10 }, () =>
        bench.queue.enqueue(
          heldAcceptance(Array.from({ length: 50 }, (_, nr) => `c${String(nr)}@contact.example`)),
        ),
      ),
    );
    await bench.db.query({ text: `update deliveries set expires_at = now() - interval '1 second'` });
    const counts = await Promise.all([bench.queue.expireHeld(), bench.otherQueue.expireHeld()]);
    expect(counts[0] + counts[1]).toBe(500);
    expect(await bench.db.query({ text: 'select count(*) from contents' })).toEqual([{ count: 0 }]);
    expect(await bench.queue.findViolations()).toEqual([]);
  });
});
