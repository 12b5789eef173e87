import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { newId } from '../db/index.ts';
import { sampleAcceptance, type SampleWishes } from './testdata/acceptance.ts';
import { claimAll, emptyTables, evidence, openQueues, type QueueBench } from './testdata/database.ts';
import {
  quarantineReasons,
  type ClaimedDelivery,
  type DeliveryOutcome,
  type HoldReason,
  type NewMessage,
} from './types.ts';

let bench: QueueBench;
beforeAll(async () => {
  bench = await openQueues();
});
afterEach(() => emptyTables(bench.db));
afterAll(() => bench[Symbol.asyncDispose]());

const dayMs = 24 * 60 * 60 * 1000;

const held: DeliveryOutcome = {
  kind: 'held',
  holdReason: 'not_encrypted',
  evidence: { stage: 'encrypt', explanation: 'the key has expired', durationMs: 3 },
};

async function enqueue(
  wishes: SampleWishes,
): Promise<{ readonly message: NewMessage; readonly deliveryId: string }> {
  const { content, messages } = sampleAcceptance(wishes);
  await bench.queue.enqueue({ content, messages });
  const [message] = messages;
  const deliveryId = message?.deliveries[0]?.id;
  if (message === undefined || deliveryId === undefined) throw new Error('no delivery');
  return { message, deliveryId };
}

function quarantine(holdReason: HoldReason, wishes: SampleWishes = {}) {
  return enqueue({ ...wishes, delivery: { holdReason, ...wishes.delivery } });
}

async function claimOne(): Promise<ClaimedDelivery> {
  const [delivery] = await bench.queue.claim(claimAll('me'));
  if (delivery === undefined) throw new Error('nothing was claimed');
  return delivery;
}

async function followups(): Promise<readonly object[]> {
  return bench.db.query({ text: `select delivery_id, kind, data ->> 'reason' as reason from followups` });
}

describe('mail in quarantine', () => {
  it.each(quarantineReasons)('waits thirty days for a person: %s', async (reason) => {
    const { deliveryId } = await quarantine(reason);
    expect(await bench.queue.claim(claimAll('me'))).toEqual([]);
    const shown = await bench.queue.show(deliveryId);
    if (shown.kind !== 'found') throw new Error('not found');
    const { createdAt, expiresAt, ...delivery } = shown.delivery;
    expect(expiresAt.getTime() - createdAt.getTime()).toBe(30 * dayMs);
    expect(delivery).toMatchObject({ state: 'held', reason, nextAttemptAt: undefined });
    expect(await followups()).toEqual([{ delivery_id: deliveryId, kind: 'held', reason }]);
  });

  it('is delivered when it is released, after whatever time', async () => {
    const { deliveryId } = await quarantine('spam');
    expect(await bench.queue.release({ deliveryId, by: 'mailbox' })).toEqual({ kind: 'released' });
    const delivery = await claimOne();
    expect(delivery.id).toBe(deliveryId);
    await bench.queue.settle({
      delivery,
      owner: 'me',
      outcome: { kind: 'delivered', evidence: evidence(250, 'ok') },
    });
    expect(await bench.db.query({ text: 'select id from contents' })).toEqual([]);
    expect(await bench.queue.findViolations()).toEqual([]);
  });

  it('lapses without a word to anybody', async () => {
    const { deliveryId } = await quarantine('spam', { delivery: { mode: 'preserve' } });
    await bench.db.query({ text: `update deliveries set expires_at = now() - interval '1 second'` });
    await bench.db.query({ text: 'delete from followups' });
    expect(await bench.queue.expireHeld()).toBe(1);
    expect(await followups()).toEqual([]);
    expect(await bench.queue.show(deliveryId)).toMatchObject({
      delivery: {
        state: 'expired',
        events: [
          { type: 'accepted' },
          { type: 'expired', data: { explanation: 'nobody let it go within 30 days' } },
        ],
      },
    });
    expect(await bench.queue.findViolations()).toEqual([]);
  });

  it('that bounces after its release is followed up, without the header that is sealed', async () => {
    const { deliveryId } = await quarantine('spam', { delivery: { mode: 'preserve' } });
    await bench.queue.release({ deliveryId, by: 'mailbox' });
    const outcome: DeliveryOutcome = { kind: 'bounced', evidence: evidence(550, 'no') };
    await bench.queue.settle({ delivery: await claimOne(), owner: 'me', outcome });
    expect(await bench.db.query({ text: `select header from followups where kind = 'failed'` })).toEqual([
      { header: null },
    ]);
  });
});

describe('an attempt that holds back', () => {
  it('leaves the delivery to a person, with what it found', async () => {
    await enqueue({});
    const delivery = await claimOne();
    const result = await bench.queue.settle({ delivery, owner: 'me', outcome: held });
    expect(result).toEqual({ kind: 'settled', state: 'held' });
    const shown = await bench.queue.show(delivery.id);
    if (shown.kind !== 'found') throw new Error('not found');
    expect(shown.delivery).toMatchObject({
      state: 'held',
      reason: 'not_encrypted',
      attempts: 1,
      nextAttemptAt: undefined,
      finishedAt: undefined,
      leaseOwner: undefined,
      events: [{}, { type: 'held', data: { ...held.evidence, attempt: 1, reason: 'not_encrypted' } }],
    });
    expect(shown.delivery.expiresAt.getTime() - Date.now()).toBeGreaterThan(29.9 * dayMs);
    expect(await followups()).toEqual([{ delivery_id: delivery.id, kind: 'held', reason: 'not_encrypted' }]);
    expect(await bench.db.query({ text: 'select pending from contents' })).toEqual([{ pending: 1 }]);
    expect(await bench.queue.findViolations()).toEqual([]);
  });

  it('may hold it again after it was released', async () => {
    const { deliveryId } = await enqueue({});
    for (let round = 0; round < 2; round += 1) {
      await bench.queue.settle({ delivery: await claimOne(), owner: 'me', outcome: held });
      expect(await bench.queue.release({ deliveryId, by: 'mailbox' })).toEqual({ kind: 'released' });
      expect(await bench.queue.findViolations()).toEqual([]);
    }
  });
});

describe('what rules and the policy said', () => {
  it('goes with the delivery', async () => {
    const changes = { subjectPrefix: '[shop]', stripAttachments: true } as const;
    await enqueue({ delivery: { changes } });
    expect((await claimOne()).changes).toEqual(changes);
    await enqueue({ delivery: { changes: {} } });
    expect((await claimOne()).changes).toEqual({});
  });

  it('is told by the event of the acceptance', async () => {
    const policy = [
      { step: 'limits', outcome: 'within' },
      { step: 'content', outcome: 'spam', data: { score: 15.2, symbols: ['GTUBE'] } },
    ] as const;
    await enqueue({ message: { policy } });
    await enqueue({ message: { policy: [] } });
    const rows = await bench.db.query({
      text: `select data -> 'policy' as policy from events where type = 'accepted' order by id`,
    });
    expect(rows).toEqual([{ policy }, { policy: null }]);
  });
});

describe('listHeld', () => {
  it('gives the newest first with what their messages say, page by page, of an organization and for a reason', async () => {
    const mailboxId = randomUUID();
    const { message, deliveryId: first } = await quarantine('spam', { delivery: { mailboxId } });
    const { organizationId } = message;
    const { deliveryId: second } = await quarantine('dmarc', { message: { organizationId } });
    const { deliveryId: foreign } = await quarantine('spam');
    await quarantine('unproven_sender', { message: { organizationId } });
    await enqueue({ message: { organizationId } });
    const reasons = quarantineReasons;
    const idsOf = async (request: object) =>
      (await bench.queue.listHeld({ limit: 10, ...request })).map(({ id }) => id);
    expect(await idsOf({ organizationId, reasons })).toEqual([second, first]);
    expect(await idsOf({ organizationId, reasons: ['spam'] })).toEqual([first]);
    expect(await idsOf({ organizationId, reasons, limit: 1 })).toEqual([second]);
    expect(await idsOf({ organizationId, reasons, before: second })).toEqual([first]);
    expect(await idsOf({ reasons })).toEqual([foreign, second, first]);
    expect(await idsOf({ organizationId })).toHaveLength(3);
    const [held] = await bench.queue.listHeld({ organizationId, reasons: ['spam'], limit: 1 });
    expect(held).toMatchObject({
      messageId: message.id,
      organizationId,
      recipient: 'alias0@forward.example',
      aliasId: message.deliveries[0]?.aliasId,
      mailboxId,
      reason: 'spam',
      receivedAt: message.receivedAt,
      mailFrom: 'ann@sender.example',
      headerFrom: 'ann@sender.example',
      subject: 'hello',
    });
    expect(held?.sizeBytes).toBeGreaterThan(1_000);
  });
});

describe('showHeld', () => {
  it('gives one of its organization, and says what became of it', async () => {
    const { message, deliveryId } = await quarantine('spam');
    expect(await bench.queue.showHeld(deliveryId)).toMatchObject({ kind: 'found', held: { id: deliveryId } });
    expect(await bench.queue.showHeld(deliveryId, message.organizationId)).toMatchObject({ kind: 'found' });
    expect(await bench.queue.showHeld(deliveryId, randomUUID())).toEqual({ kind: 'not_found' });
    expect(await bench.queue.showHeld(newId())).toEqual({ kind: 'not_found' });
    expect(await bench.queue.showHeld('abc')).toEqual({ kind: 'not_found' });
    await bench.queue.release({ deliveryId, by: 'operator' });
    expect(await bench.queue.showHeld(deliveryId)).toEqual({ kind: 'not_held', state: 'queued' });
  });
});

describe('a decision in the transaction of others', () => {
  it.each(['release', 'cancel'] as const)('is undone with it: %s', async (action) => {
    const { deliveryId } = await quarantine('spam');
    const undone = bench.db.transaction(async (tx) => {
      await bench.queue[action]({ deliveryId, by: 'mailbox' }, tx);
      throw new Error('undone');
    });
    await expect(undone).rejects.toThrow('undone');
    expect(await bench.queue.showHeld(deliveryId)).toMatchObject({ kind: 'found' });
    await bench.db.transaction(async (tx) => {
      await bench.queue[action]({ deliveryId, by: 'mailbox' }, tx);
    });
    expect(await bench.queue.showHeld(deliveryId)).toMatchObject({ kind: 'not_held' });
    expect(await bench.queue.findViolations()).toEqual([]);
  });

  it('is not made for another organization', async () => {
    const { message, deliveryId } = await quarantine('spam');
    const others = { deliveryId, organizationId: randomUUID(), by: 'mailbox' };
    expect(await bench.queue.cancel(others)).toEqual({ kind: 'not_found' });
    const own = { ...others, organizationId: message.organizationId };
    expect(await bench.queue.cancel(own)).toEqual({ kind: 'cancelled' });
    expect(await bench.db.query({ text: `select data from events where type = 'cancelled'` })).toEqual([
      { data: { was: 'held', by: 'mailbox', reason: 'spam' } },
    ]);
  });
});
