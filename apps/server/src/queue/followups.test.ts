import { randomUUID } from 'node:crypto';
import { waitFor } from '@smtpy/testkit';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { newId } from '../db/index.ts';
import { CHUNK_BYTES } from './content-writer.ts';
import { sampleAcceptance, type SampleWishes } from './testdata/acceptance.ts';
import { claimAll, emptyTables, evidence, openQueues, type QueueBench } from './testdata/database.ts';
import type { AttemptEvidence, ClaimedDelivery, DeliveryOutcome, NewDelivery } from './types.ts';

let bench: QueueBench;
beforeAll(async () => {
  bench = await openQueues();
});
afterEach(() => emptyTables(bench.db));
afterAll(() => bench[Symbol.asyncDispose]());

const delivered: DeliveryOutcome = { kind: 'delivered', evidence: evidence(250, 'ok') };
const bounced: DeliveryOutcome = { kind: 'bounced', evidence: evidence(550, 'no such user') };
const deferred: DeliveryOutcome = { kind: 'deferred', evidence: evidence(451, 'later') };

interface FollowupRow {
  readonly id: string;
  readonly delivery_id: string;
  readonly kind: string;
  readonly data: Readonly<Record<string, unknown>>;
  readonly header: Buffer | null;
}

async function followups(): Promise<readonly FollowupRow[]> {
  return bench.db.query<FollowupRow>({ text: 'select id, delivery_id, kind, data, header from followups' });
}

async function claimNew(wishes: SampleWishes): Promise<ClaimedDelivery> {
  await bench.queue.enqueue(sampleAcceptance(wishes));
  const [delivery] = await bench.queue.claim(claimAll('me'));
  if (delivery === undefined) throw new Error('nothing was claimed');
  return delivery;
}

async function settleNew(delivery: Partial<NewDelivery>, outcome: DeliveryOutcome): Promise<ClaimedDelivery> {
  const claimed = await claimNew({ delivery });
  await bench.delayQueue.settle({ delivery: claimed, owner: 'me', outcome });
  expect(await bench.queue.findViolations()).toEqual([]);
  return claimed;
}

describe('the end of a delivery', () => {
  it.each([
    ['a forward', {}, bounced, 'failed'],
    ['a reply', { kind: 'reply' }, bounced, 'failed'],
    ['a forward', {}, delivered, undefined],
    ['a forward', {}, deferred, undefined],
    ['a notice', { kind: 'notice' }, bounced, undefined],
    ['a probe', { kind: 'probe' }, bounced, 'probe_ended'],
    ['a probe', { kind: 'probe' }, delivered, 'probe_ended'],
    ['a probe', { kind: 'probe' }, deferred, undefined],
  ] as const)('%s %j, %j: %s', async (_, delivery, outcome, kind) => {
    const { id } = await settleNew(delivery, outcome);
    const rows = await followups();
    expect(rows.map((row) => [row.delivery_id, row.kind])).toEqual(kind === undefined ? [] : [[id, kind]]);
    if (kind !== undefined) {
      expect(rows[0]?.data).toEqual({ ...outcome.evidence, attempt: 1, state: outcome.kind });
      const events = await bench.db.query({
        text: 'select type from events where id = $1',
        params: [rows[0]?.id],
      });
      expect(events).toEqual([{ type: outcome.kind }]);
    }
  });

  it('after its time asks for the same as a refusal', async () => {
    const delivery = await claimNew({});
    await bench.db.query({ text: `update deliveries set expires_at = now() - interval '1 second'` });
    await bench.queue.settle({ delivery, owner: 'me', outcome: deferred });
    expect(await followups()).toMatchObject([{ kind: 'failed', data: { state: 'expired', stage: 'body' } }]);
  });
});

describe('the header', () => {
  it.each([
    [{}, false],
    [{ mode: 'preserve' }, true],
    [{ mode: 'adaptive' }, true],
    [{ kind: 'reply' }, true],
  ] as const)('of a failed delivery %j is kept: %s', async (delivery, isKept) => {
    await settleNew(delivery, bounced);
    const [row] = await followups();
    expect(row?.header?.toString()).toBe(
      isKept ? 'From: Ann <ann@sender.example>\r\nSubject: hello\r\n\r\n' : undefined,
    );
    expect(await bench.db.query({ text: 'select id from contents' })).toEqual([]);
  });

  it('of large content is read from its first chunk, and cut at 64 KiB', async () => {
    const contentId = newId();
    const data = Buffer.alloc(CHUNK_BYTES + 10, 'X-Field: y\r\n');
    const writer = bench.queue.createContentWriter(contentId);
    await writer.write(data);
    const acceptance = sampleAcceptance({ contentId, data, chunkCount: 2, delivery: { mode: 'preserve' } });
    const content = { ...acceptance.content, headerBytes: 100_000 };
    await bench.queue.enqueue({ ...acceptance, content });
    const [delivery] = await bench.queue.claim(claimAll('me'));
    if (delivery === undefined) throw new Error('nothing was claimed');
    await bench.queue.settle({ delivery, owner: 'me', outcome: bounced });
    const [row] = await followups();
    expect(row?.header?.equals(data.subarray(0, 65_536))).toBe(true);
    expect(await bench.db.query({ text: 'select content_id from content_chunks' })).toEqual([]);
  });
});

describe('a delay', () => {
  /** Lets the delivery fail as if it had been accepted `hours` ago. */
  async function deferAfter(hours: number, delivery: Partial<NewDelivery> = {}): Promise<ClaimedDelivery> {
    const claimed = await claimNew({ delivery });
    await bench.db.query({
      text: `update deliveries set expires_at = now() + interval '5 days' - $1 * interval '1 hour'`,
      params: [hours],
    });
    await bench.delayQueue.settle({ delivery: claimed, owner: 'me', outcome: deferred });
    return claimed;
  }

  it('is noted after the time that was asked for, once', async () => {
    const { id } = await deferAfter(4.1);
    const [row] = await followups();
    expect(row).toMatchObject({ delivery_id: id, kind: 'delayed', data: { state: 'deferred', attempt: 1 } });
    expect(row?.header).toBeNull();
    await bench.queue.retry(id);
    const [again] = await bench.queue.claim(claimAll('me'));
    if (again === undefined) throw new Error('nothing was claimed');
    await bench.delayQueue.settle({ delivery: again, owner: 'me', outcome: deferred });
    expect(await followups()).toHaveLength(1);
    expect(await bench.queue.findViolations()).toEqual([]);
  });

  it('is not noted before, nor of a notice', async () => {
    await deferAfter(3.9);
    await deferAfter(30, { kind: 'notice' });
    await deferAfter(30, { kind: 'probe' });
    expect(await followups()).toEqual([]);
  });

  it('is not noted when no one asked for it', async () => {
    const delivery = await claimNew({});
    await bench.db.query({ text: `update deliveries set expires_at = now() + interval '1 day'` });
    await bench.queue.settle({ delivery, owner: 'me', outcome: deferred });
    expect(await followups()).toEqual([]);
  });
});

describe('a report', () => {
  it('is an event with what it says, and a followup', async () => {
    const { id, messageId, organizationId } = await settleNew({}, delivered);
    const report = {
      action: 'failed',
      status: '5.1.1',
      diagnostic: '550 5.1.1 No such\0 user',
      recipient: 'jane@mailbox.example',
      failure: { failureClass: 'hard', cause: 'unknown_recipient' },
    } as const;
    const acceptance = sampleAcceptance({
      discardReason: 'bounce_report',
      delivery: { reportOn: { deliveryId: id, messageId, report } },
    });
    const messages = acceptance.messages.map((message) => ({ ...message, organizationId }));
    await bench.queue.enqueue({ ...acceptance, messages });
    const data = {
      reportMessageId: messages[0]?.id,
      report: { ...report, diagnostic: '550 5.1.1 No such user' },
    };
    const events = await bench.db.query({
      text: `select id, message_id, delivery_id, data from events where type = 'reported'`,
    });
    expect(events).toMatchObject([{ message_id: messageId, delivery_id: id, data }]);
    expect(await followups()).toEqual([
      { id: events[0]?.['id'], delivery_id: id, kind: 'reported', data, header: null },
    ]);
    expect(await bench.queue.findViolations()).toEqual([]);
  });

  it('that could not be read is told of all the same', async () => {
    const { id, messageId } = await settleNew({}, delivered);
    const reportOn = { deliveryId: id, messageId, report: undefined };
    await bench.queue.enqueue(sampleAcceptance({ discardReason: 'bounce_report', delivery: { reportOn } }));
    expect(await followups()).toMatchObject([{ kind: 'reported', data: { report: null } }]);
  });
});

describe('the hint', () => {
  it('is sent when followups were written, and only then', async () => {
    let hints = 0;
    const listening = Promise.withResolvers<undefined>();
    await using subscription = await bench.db.listen(
      'smtpy_followups',
      () => (hints += 1),
      () => {
        listening.resolve(undefined);
      },
    );
    await listening.promise;
    await settleNew({}, delivered);
    await settleNew({}, deferred);
    await settleNew({ kind: 'notice' }, bounced);
    await bench.db.query({ text: `select pg_notify('smtpy_followups', 'last')` });
    await waitFor(() => hints > 0, { what: 'a hint' });
    expect(hints).toBe(1);
    await settleNew({}, bounced);
    await waitFor(() => hints === 2, { what: 'the hint of a failure' });
    await bench.queue.enqueue(sampleAcceptance({ delivery: { holdReason: 'mixed_recipients' } }));
    await waitFor(() => hints === 3, { what: 'the hint of a hold' });
    expect(subscription).toBeDefined();
  });
});

describe('evidence', () => {
  it('is kept whole in the event and as the last reply', async () => {
    const full: AttemptEvidence = {
      ...evidence(550, 'no such user'),
      failure: { failureClass: 'hard', cause: 'unknown_recipient' },
      sentIn: 'rewrite',
      refusedAsPreserve: {
        host: 'mx.mailbox.example [192.0.2.2]:25',
        reply: { code: 550, enhanced: '5.7.26', text: 'DMARC' },
      },
      changes: ['quoted address in the text'],
    };
    const { id } = await settleNew({}, { kind: 'bounced', evidence: full });
    expect(await bench.queue.show(id)).toMatchObject({ delivery: { lastReply: full } });
    const events = await bench.db.query({ text: `select data from events where type = 'bounced'` });
    expect(events).toEqual([{ data: { ...full, attempt: 1 } }]);
  });

  it('of a full mailbox makes it wait an hour', async () => {
    const delivery = await claimNew({ aliasId: randomUUID() });
    const full: AttemptEvidence = {
      ...evidence(452, 'full'),
      failure: { failureClass: 'full', cause: 'mailbox_full' },
    };
    const result = await bench.queue.settle({
      delivery,
      owner: 'me',
      outcome: { kind: 'deferred', evidence: full },
    });
    if (result.kind !== 'settled' || result.state !== 'deferred') throw new Error('not deferred');
    expect(result.nextAttemptAt.getTime() - Date.now()).toBeGreaterThan(59 * 60_000);
  });
});
