import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { newId } from '../db/index.ts';
import { markSenderTold, recordEvent } from './notes.ts';
import { sampleAcceptance, type SampleWishes } from './testdata/acceptance.ts';
import { claimAll, emptyTables, evidence, openQueues, type QueueBench } from './testdata/database.ts';
import type { Acceptance, NewMessage } from './types.ts';

let bench: QueueBench;
beforeAll(async () => {
  bench = await openQueues();
});
afterEach(() => emptyTables(bench.db));
afterAll(() => bench[Symbol.asyncDispose]());

async function enqueue(wishes: SampleWishes): Promise<NewMessage> {
  const acceptance = sampleAcceptance(wishes);
  await bench.queue.enqueue(acceptance);
  const [message] = acceptance.messages;
  if (message === undefined) throw new Error('no message');
  return message;
}

/** An id with these first 60 bits that vary (48 of time, 12 behind the version). */
function idOf(time: string, randA: string, rest: string): string {
  return `${time.slice(0, 8)}-${time.slice(8)}-7${randA}-8${rest}-000000000000`;
}

const time = '0199aaaabbbb';
const range = {
  idFloor: `${time.slice(0, 8)}-${time.slice(8)}-7abc-8000-000000000000`,
  idCeiling: `${time.slice(0, 8)}-${time.slice(8)}-7abc-bfff-ffffffffffff`,
};

describe('findDelivery', () => {
  it('gives the delivery of an id with the facts of its message', async () => {
    const mailboxId = randomUUID();
    const aliasId = randomUUID();
    const message = await enqueue({
      aliasId,
      noReportReason: 'list',
      delivery: { kind: 'reply', sentAs: 'shop@forward.example', mailboxId },
    });
    const deliveryId = message.deliveries[0]?.id ?? '';
    expect(await bench.queue.findDelivery({ deliveryId })).toMatchObject({
      kind: 'found',
      delivery: {
        id: deliveryId,
        messageId: message.id,
        organizationId: message.organizationId,
        aliasId,
        contactId: undefined,
        mailboxId,
        kind: 'reply',
        mode: 'rewrite',
        recipient: 'alias0@forward.example',
        destination: 'jane@mailbox.example',
        sentAs: 'shop@forward.example',
        state: 'queued',
        reason: undefined,
        lastEvidence: undefined,
        mailFrom: 'ann@sender.example',
        headerFrom: 'ann@sender.example',
        messageIdHeader: '<1@sender.example>',
        subject: 'hello',
        noReportReason: 'list',
        receivedAt: message.receivedAt,
      },
    });
    expect(await bench.queue.findDelivery({ deliveryId: newId() })).toEqual({ kind: 'not_found' });
    expect(await bench.queue.findDelivery({ deliveryId: 'abc' })).toEqual({ kind: 'not_found' });
  });

  it('finds by the part of the id that a return path carries, whatever was made in the same millisecond', async () => {
    await enqueue({ delivery: { id: idOf(time, 'abc', '123'), mode: 'preserve' } });
    await enqueue({ delivery: { id: idOf(time, 'abc', '124') } });
    await enqueue({
      discardReason: 'duplicate_destination',
      delivery: { id: idOf(time, 'abc', '125'), mode: 'preserve' },
    });
    await enqueue({ delivery: { id: idOf(time, 'abb', '123'), mode: 'preserve' } });
    await enqueue({ delivery: { id: idOf(time, 'abd', '123'), mode: 'adaptive' } });
    expect(await bench.queue.findDelivery(range)).toMatchObject({
      kind: 'found',
      delivery: { id: idOf(time, 'abc', '123'), noReportReason: undefined },
    });
  });

  it('finds nothing rather than one of several', async () => {
    await enqueue({ delivery: { id: idOf(time, 'abc', '123'), mode: 'preserve' } });
    await enqueue({ delivery: { id: idOf(time, 'abc', '124'), mode: 'adaptive' } });
    expect(await bench.queue.findDelivery(range)).toEqual({ kind: 'not_found' });
  });
});

describe('enqueueIn', () => {
  const notice = (): Acceptance =>
    sampleAcceptance({ delivery: { kind: 'notice', sentAs: 'mailer-daemon@forward.example' } });

  it('is part of the transaction', async () => {
    const undone = bench.db.transaction(async (tx) => {
      await bench.queue.enqueueIn(tx, notice());
      throw new Error('undone');
    });
    await expect(undone).rejects.toThrow('undone');
    expect(await bench.queue.claim(claimAll('me'))).toEqual([]);
    await bench.db.transaction((tx) => bench.queue.enqueueIn(tx, notice()));
    const [claimed] = await bench.queue.claim(claimAll('me'));
    expect(claimed).toMatchObject({ kind: 'notice', sentAs: 'mailer-daemon@forward.example' });
    expect(await bench.queue.findViolations()).toEqual([]);
  });
});

describe('markSenderTold', () => {
  const mark = (messageId: string): Promise<boolean> =>
    bench.db.transaction((tx) => markSenderTold(tx, messageId));

  it('is true once for a message whose sender may be told', async () => {
    const { id } = await enqueue({});
    const results = await Promise.all([mark(id), mark(id), mark(id)]);
    expect(results.toSorted()).toEqual([false, false, true]);
  });

  it('is false for a sender that must not be told, and for no message', async () => {
    const { id } = await enqueue({ noReportReason: 'null_sender' });
    expect(await mark(id)).toBe(false);
    expect(await mark(newId())).toBe(false);
  });
});

describe('recordEvent', () => {
  it('adds to the timeline of a delivery', async () => {
    const { id: messageId, organizationId, deliveries } = await enqueue({});
    const deliveryId = deliveries[0]?.id ?? '';
    await bench.db.transaction((tx) =>
      recordEvent(tx, {
        type: 'owner_told',
        organizationId,
        messageId,
        deliveryId,
        data: { about: 'failed', odd: 'a\0b' },
      }),
    );
    const shown = await bench.queue.show(deliveryId);
    expect(shown).toMatchObject({
      delivery: {
        events: [{ type: 'accepted' }, { type: 'owner_told', data: { about: 'failed', odd: 'ab' } }],
      },
    });
    expect(await bench.queue.findViolations()).toEqual([]);
  });
});

describe('resumeMailbox', () => {
  it('makes what waits for the mailbox due, and nothing else', async () => {
    const mailboxId = randomUUID();
    await enqueue({ destinations: ['jane@one.example', 'jane@one.example'], delivery: { mailboxId } });
    await enqueue({ destinations: ['john@two.example'], delivery: { mailboxId: randomUUID() } });
    await enqueue({ destinations: ['ann@three.example'], delivery: { mailboxId, kind: 'reply' } });
    const claimed = await bench.queue.claim(claimAll('me'));
    await Promise.all(
      claimed.map((delivery) =>
        bench.queue.settle({
          delivery,
          owner: 'me',
          outcome: { kind: 'deferred', evidence: evidence(452, 'paused') },
        }),
      ),
    );
    expect(await bench.queue.claim(claimAll('me'))).toEqual([]);
    const heard = Promise.withResolvers<string>();
    const listening = Promise.withResolvers<undefined>();
    await using subscription = await bench.db.listen('smtpy_deliveries', heard.resolve, () => {
      listening.resolve(undefined);
    });
    await listening.promise;
    expect(await bench.db.transaction((tx) => bench.queue.resumeMailbox(mailboxId, tx))).toBe(2);
    expect(await heard.promise).toBe('one.example');
    expect(await bench.queue.resumeMailbox(mailboxId)).toBe(0);
    const due = await bench.queue.claim(claimAll('me'));
    expect(due.map(({ destination }) => destination)).toEqual(['jane@one.example', 'jane@one.example']);
    expect(await bench.queue.findViolations()).toEqual([]);
    expect(subscription).toBeDefined();
  });
});
