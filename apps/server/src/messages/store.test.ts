import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createOwner, openTestDatabase, type OpenTestDatabase } from '../../fixtures/index.ts';
import { createSealer, newId } from '../db/index.ts';
import { silentEvents, systemClock } from '../observe/index.ts';
import {
  createQueue,
  type DeliveryOutcome,
  type NewDelivery,
  type NewMessage,
  type Queue,
} from '../queue/index.ts';
import { createMessages, formatTimeline, type Messages } from './index.ts';

let database: OpenTestDatabase;
let queue: Queue;
let messages: Messages;
let jane: string;
let john: string;

beforeAll(async () => {
  database = await openTestDatabase();
  const { db } = database;
  queue = createQueue({
    db,
    sealer: createSealer(randomBytes(32)),
    clock: systemClock,
    events: silentEvents,
    shard: 0,
  });
  messages = createMessages({ db });
  jane = (await createOwner(db, 'jane')).organizationId;
  john = (await createOwner(db, 'john')).organizationId;
});
afterAll(() => database[Symbol.asyncDispose]());

const delivery = (change: Partial<NewDelivery> = {}): NewDelivery => ({
  id: newId(),
  recipient: 'shop@my.example',
  aliasId: newId(),
  destination: 'jane.doe@provider.example',
  mode: 'rewrite',
  ...change,
});

/** Commits a message as receiving does, and gives its id. */
async function accept(change: Partial<NewMessage> = {}): Promise<string> {
  const data = Buffer.from('Subject: Hello\r\n\r\nHi\r\n');
  const message: NewMessage = {
    id: newId(),
    organizationId: jane,
    receivedAt: new Date(),
    mailFrom: 'bounces@example.com',
    rcptTo: ['shop@my.example'],
    headerFrom: 'author@example.com',
    subject: 'Hello',
    messageIdHeader: '<1@example.com>',
    noReportReason: undefined,
    isSmtpUtf8: false,
    connection: {
      ip: '203.0.113.7',
      clientName: 'mail.example.com',
      helo: 'mail.example.com',
      tls: 'TLSv1.3',
      receivedBy: 'mx.my.example',
    },
    authentication: {
      spf: { result: 'pass', domain: 'example.com' },
      dkim: [{ result: 'pass', domain: 'example.com', selector: 's1', isAligned: true }],
      dmarc: { result: 'pass' },
      arc: { result: 'none' },
    },
    deliveries: [delivery()],
    ...change,
  };
  const content = {
    id: newId(),
    sizeBytes: 5_100,
    headerBytes: 18,
    bodyHash: Buffer.alloc(32),
    traceHeader: Buffer.alloc(0),
    data,
    chunkCount: 0,
  };
  await queue.enqueue({ content, messages: [message] });
  return message.id;
}

/** Ends the next attempt of the message. */
async function attempt(messageId: string, outcome: DeliveryOutcome): Promise<void> {
  const claimed = await queue.claim({
    owner: 'test',
    limit: 100,
    perDestination: 100,
    busyKeys: new Map(),
    hintedKeys: ['provider.example'],
    leaseMs: 60_000,
  });
  const mine = claimed.find((leased) => leased.messageId === messageId);
  if (mine === undefined) throw new Error('nothing to claim');
  await queue.settle({ delivery: mine, owner: 'test', outcome });
}

const labels = (shown: Awaited<ReturnType<Messages['show']>>) =>
  shown?.timeline.map(({ label, sentence }) => [label, sentence]);

describe('show', () => {
  it('tells of a delivery that was deferred and then taken, with the mailbox masked', async () => {
    const id = await accept();
    await attempt(id, {
      kind: 'deferred',
      evidence: {
        host: 'mx.provider.example [192.0.2.1]:25',
        stage: 'rcpt',
        reply: { code: 451, enhanced: '4.7.1', text: 'Greylisted <jane.doe@provider.example>' },
        durationMs: 80,
      },
    });
    const deferred = await messages.show(id);
    expect(labels(deferred)).toEqual([
      ['Connected', 'mail.example.com [203.0.113.7], TLS 1.3'],
      ['Authenticated', 'SPF pass · DKIM pass (example.com) · DMARC pass'],
      ['Matched', 'alias shop@my.example → j…@provider.example'],
      ['Accepted', '250, 5.1 kB, safe on disk'],
      ['Attempt 1', 'mx.provider.example [192.0.2.1]:25, no TLS: 451 4.7.1 Greylisted <j…@provider.example>'],
      ['Will retry', expect.stringMatching(/^next attempt at \d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC$/) as string],
    ]);
    expect(deferred).toMatchObject({
      states: ['deferred'],
      deliveries: [{ destination: 'jane.doe@provider.example', attempts: 1 }],
    });

    const deliveryId = deferred?.deliveries[0]?.id ?? '';
    expect(await queue.retry(deliveryId)).toEqual({ kind: 'retried' });
    await attempt(id, {
      kind: 'delivered',
      evidence: {
        host: 'mx.provider.example [192.0.2.1]:25',
        tls: 'TLSv1.3',
        stage: 'body',
        reply: { code: 250, text: 'OK' },
        durationMs: 90,
      },
    });
    const delivered = await messages.show(id);
    expect(delivered?.states).toEqual(['delivered']);
    expect(labels(delivered)?.slice(-2)).toEqual([
      ['Attempt 2', 'mx.provider.example [192.0.2.1]:25, TLS 1.3: 250 OK'],
      ['Delivered', expect.stringMatching(/^\d+\.\d s after acceptance$/) as string],
    ]);
    const times = delivered?.timeline.map(({ at }) => at.getTime()) ?? [];
    expect(times).toEqual(times.toSorted((a, b) => a - b));
  });

  it('names the delivery where there are several, and tells why one was discarded at once', async () => {
    const aliasId = newId();
    const id = await accept({
      deliveries: [
        delivery({ aliasId }),
        {
          id: newId(),
          recipient: 'shop@my.example',
          aliasId,
          mode: 'rewrite',
          discardReason: 'duplicate_destination',
        },
      ],
    });
    await attempt(id, {
      kind: 'bounced',
      evidence: { stage: 'connect', explanation: 'connection refused', durationMs: 5 },
    });
    expect(labels(await messages.show(id))?.slice(2)).toEqual([
      ['Matched', 'alias shop@my.example → j…@provider.example'],
      ['Accepted', '250, 5.1 kB, safe on disk'],
      ['Discarded', 'this mailbox gets the message by another alias (shop@my.example)'],
      ['Attempt 1', 'connection refused (shop@my.example → j…@provider.example)'],
      ['Bounced', 'the next hop refused it for good; no further attempt is made'],
    ]);
  });

  it('does not claim that discarded content was stored', async () => {
    const id = await accept({
      deliveries: [
        {
          id: newId(),
          recipient: 'off@my.example',
          aliasId: newId(),
          mode: 'rewrite',
          discardReason: 'alias_disabled',
        },
      ],
    });
    expect(labels(await messages.show(id))?.slice(2)).toEqual([
      ['Matched', 'alias off@my.example'],
      ['Accepted', '250, 5.1 kB'],
      ['Discarded', 'the alias is switched off'],
    ]);
  });

  it('shows a cancellation', async () => {
    const id = await accept();
    const shown = await messages.show(id);
    await queue.cancel({ deliveryId: shown?.deliveries[0]?.id ?? '', by: 'operator' });
    expect(labels(await messages.show(id))?.at(-1)).toEqual(['Cancelled', 'no further attempt is made']);
  });

  it("gives undefined for what is not there or not the organization's", async () => {
    const id = await accept();
    expect(await messages.show(id, { organizationId: jane })).toBeDefined();
    expect(await messages.show(id, { organizationId: john })).toBeUndefined();
    expect(await messages.show(newId())).toBeUndefined();
    expect(await messages.show('nonsense')).toBeUndefined();
  });
});

describe('an organization that keeps no senders', () => {
  it('reads what came, and what the policy said, without them', async () => {
    const policy = [
      { step: 'content', outcome: 'unavailable', data: { reason: 'connection refused' } } as const,
    ];
    const id = await accept({ privacyLevel: 'none', policy, deliveries: [delivery({ holdReason: 'spam' })] });
    const shown = await messages.show(id);
    expect(labels(shown)).toEqual([
      ['Connected', 'client not kept, TLS 1.3'],
      ['Authenticated', 'SPF pass · DKIM pass · DMARC pass'],
      ['Matched', 'alias shop@my.example → j…@provider.example'],
      ['Content', 'not judged, and let through: connection refused'],
      ['Accepted', '250, 5.1 kB, safe on disk'],
      ['Held', expect.stringMatching(/^in quarantine: taken for spam/) as string],
    ]);
    const text = shown === undefined ? '' : formatTimeline(shown);
    expect(text.split('\n').slice(0, 2)).toEqual(['Subject not kept', 'sender not kept → shop@my.example']);
    expect(JSON.stringify(shown)).not.toMatch(/example\.com|203\.0\.113\.7|Hello/);
  });
});

describe('a reply', () => {
  it('is told from hold to confirmation without the mailbox that sent it', async () => {
    const id = await accept({
      mailFrom: 'jane.doe@provider.example',
      headerFrom: 'jane.doe@provider.example',
      rcptTo: ['r1@my.example'],
      deliveries: [
        delivery({
          kind: 'reply',
          recipient: 'r1@my.example',
          destination: 'author@provider.example',
          sentAs: 'shop@my.example',
          holdReason: 'unproven_sender',
        }),
      ],
    });
    const held = await messages.show(id);
    expect(held?.deliveries).toMatchObject([{ kind: 'reply', state: 'held', reason: 'unproven_sender' }]);
    await queue.release({ deliveryId: held?.deliveries[0]?.id ?? '', by: 'mailbox' });
    const shown = await messages.show(id);
    expect(labels(shown)?.slice(2)).toEqual([
      ['Matched', 'reply address r1@my.example → author@provider.example'],
      ['Accepted', '250, 5.1 kB, safe on disk'],
      ['Held', 'nothing proves that the mailbox sent it; it waits to be confirmed'],
      ['Confirmed', 'the owner, from the mailbox, let it go; it is sent now'],
    ]);
    const text = shown === undefined ? '' : formatTimeline(shown);
    expect(text.split('\n')[1]).toBe('j…@provider.example → r1@my.example');
    expect(text).not.toContain('jane.doe');
  });
});

describe('list', () => {
  it('pages from the newest on, within one organization', async () => {
    const ids = [
      await accept({ organizationId: john }),
      await accept({ organizationId: john }),
      await accept({ organizationId: john }),
    ];
    await accept();
    const newest = await messages.list({ organizationId: john, limit: 2 });
    expect(newest.map(({ id }) => id)).toEqual([ids[2], ids[1]]);
    expect(newest[0]).toMatchObject({
      subject: 'Hello',
      headerFrom: 'author@example.com',
      sizeBytes: 5_100,
      states: ['queued'],
    });
    const rest = await messages.list({ organizationId: john, limit: 2, afterId: ids[1] });
    expect(rest.map(({ id }) => id)).toEqual([ids[0]]);
    expect((await messages.list({ limit: 1 }))[0]?.organizationId).toBe(jane);
  });
});

describe('formatTimeline', () => {
  it('never shows the mailbox', async () => {
    const id = await accept();
    const shown = await messages.show(id);
    const text = shown === undefined ? '' : formatTimeline(shown);
    const lines = text.split('\n');
    expect(lines.slice(0, 2)).toEqual(['Hello', 'author@example.com → shop@my.example']);
    expect(text).toMatch(
      /^\d\d:\d\d:\d\d\.\d{3} {2}Matched {8}alias shop@my\.example → j…@provider\.example$/m,
    );
    expect(text).not.toContain('jane.doe');
  });
});
