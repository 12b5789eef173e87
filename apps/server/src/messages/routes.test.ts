import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  createOwner,
  createPrincipal,
  openTestApi,
  openTestDatabase,
  type OpenTestDatabase,
  type TestApi,
} from '../../fixtures/index.ts';
import { createAudit } from '../audit/index.ts';
import { createSealer, newId } from '../db/index.ts';
import { silentEvents, systemClock } from '../observe/index.ts';
import { createQueue, type ClaimedDelivery, type NewDelivery, type Queue } from '../queue/index.ts';
import { sampleAcceptance, type SampleWishes } from '../queue/testdata/acceptance.ts';
import { writeLarge } from '../queue/testdata/large-content.ts';
import { createSandbox } from '../sandbox/index.ts';
import { createMessages, messageRoutes } from './index.ts';
import { countRows, findActions } from './testdata/rows.ts';

let database: OpenTestDatabase;
let queue: Queue;
let api: TestApi;
let organizationId: string;

beforeAll(async () => {
  database = await openTestDatabase();
  const { db } = database;
  const clock = systemClock;
  queue = createQueue({ db, sealer: createSealer(randomBytes(32)), clock, events: silentEvents, shard: 0 });
  const jane = await createOwner(db, 'jane');
  const john = await createOwner(db, 'john');
  organizationId = jane.organizationId;
  const key = (scopes: readonly ('messages:read' | 'content:read')[]) =>
    createPrincipal(jane.id, { credential: { kind: 'key', keyId: newId(), scopes, organizationId } });
  api = await openTestApi({
    db,
    routes: messageRoutes({
      db,
      queue,
      messages: createMessages({ db }),
      sandbox: createSandbox({ db }),
      audit: createAudit({ db, clock }),
    }),
    principals: {
      jane: createPrincipal(jane.id),
      john: createPrincipal(john.id),
      reader: key(['messages:read']),
      curious: key(['messages:read', 'content:read']),
    },
  });
});
afterAll(async () => {
  await api[Symbol.asyncDispose]();
  await database[Symbol.asyncDispose]();
});

interface Accepted {
  readonly messageId: string;
  readonly deliveryIds: readonly string[];
}

/** A message of Jane's organization. */
async function accept(wishes: SampleWishes = {}): Promise<Accepted> {
  const id = newId();
  const destinations = wishes.destinations ?? ['jane@mailbox.example'];
  const acceptance = sampleAcceptance({
    ...wishes,
    destinations,
    message: { id, organizationId, ...wishes.message },
  });
  await queue.enqueue(acceptance);
  const deliveries: readonly NewDelivery[] = acceptance.messages[0]?.deliveries ?? [];
  return { messageId: id, deliveryIds: deliveries.map((delivery) => delivery.id) };
}

const heldReply = { kind: 'reply', sentAs: 'shop@forward.example', holdReason: 'unproven_sender' } as const;

async function claim({ messageId }: Accepted): Promise<readonly ClaimedDelivery[]> {
  const leased = await queue.claim({
    owner: 'test',
    limit: 1_000,
    perDestination: 1_000,
    busyKeys: new Map(),
    hintedKeys: ['mailbox.example'],
    leaseMs: 60_000,
  });
  return leased.filter((delivery) => delivery.messageId === messageId);
}

async function settle(accepted: Accepted, kind: 'delivered' | 'deferred' | 'bounced'): Promise<void> {
  for (const delivery of await claim(accepted)) {
    const evidence = {
      host: 'mx.mailbox.example [192.0.2.2]:25',
      stage: 'body',
      reply: {
        code: kind === 'delivered' ? 250 : kind === 'deferred' ? 451 : 550,
        text: 'said <jane@mailbox.example>',
      },
      durationMs: 9,
    } as const;
    await queue.settle({ delivery, owner: 'test', outcome: { kind, evidence } });
  }
}

interface Body {
  readonly code?: string;
  readonly detail?: string;
  readonly items: readonly { readonly id: string }[];
  readonly results: readonly unknown[];
  readonly timeline: readonly { readonly label: string; readonly sentence: string }[];
  readonly header: string | null;
}

async function send(
  method: string,
  path: string,
  { as = 'jane', body }: { as?: string; body?: object } = {},
) {
  const isKey = as === 'reader' || as === 'curious';
  const answer = await api.send(method, path, {
    ...(isKey ? { headers: { authorization: `Bearer ${as}` } } : { as }),
    ...(body && { body }),
  });
  return { ...answer, body: answer.body as Body };
}

async function codeOf(...request: Parameters<typeof send>): Promise<string> {
  const { status, body } = await send(...request);
  return status < 400 ? String(status) : `${String(status)} ${String(body.code)}`;
}

const actionsOf = (subjectId: string) => findActions(database.db, subjectId);
const rowsOf = (messageId: string) => countRows(database.db, messageId);

async function timelineOf(messageId: string): Promise<readonly string[]> {
  const { body } = await send('GET', `/v1/messages/${messageId}`);
  return body.timeline.map(({ label, sentence }) => `${label}: ${sentence}`);
}

describe('showing', () => {
  it('tells everything of a message to its organization, and nothing to others', async () => {
    const accepted = await accept();
    await settle(accepted, 'deferred');
    const { body } = await send('GET', `/v1/messages/${accepted.messageId}`);
    expect(body).toMatchObject({
      state: 'deferred',
      direction: 'incoming',
      deliveries: [
        {
          destination: 'jane@mailbox.example',
          reason: '451 said <j…@mailbox.example>',
          attempts: [{ number: 1, outcome: 'deferred', words: '451 said <j…@mailbox.example>' }],
        },
      ],
      authentication: { spf: { words: expect.stringContaining('It may.') as string } },
      has_content: true,
      header: expect.stringContaining('Subject: hello') as string,
    });
    const path = `/v1/messages/${accepted.messageId}`;
    const actions = [
      ['GET', path],
      ['POST', `${path}/export`],
      ['DELETE', path],
      ['POST', `${path}/retry`],
      ...['retry', 'cancel', 'release'].map((action): [string, string] => [
        'POST',
        `/v1/deliveries/${accepted.deliveryIds[0] ?? ''}/${action}`,
      ]),
    ] as const;
    for (const [method, url] of actions)
      expect(await codeOf(method, url, { as: 'john' }), url).toBe('404 not_found');
    expect((await send('GET', '/v1/messages', { as: 'john' })).body.items).toEqual([]);
    const bulk = { action: 'delete', ids: [accepted.messageId], cancel: true };
    expect((await send('POST', '/v1/messages/bulk', { as: 'john', body: bulk })).body.results).toEqual([
      { id: accepted.messageId, result: 'not_found', deliveries: 0, detail: null },
    ]);
  });

  it('shows the header block and the content to whoever may read contents', async () => {
    const { messageId } = await accept();
    expect((await send('GET', `/v1/messages/${messageId}`, { as: 'reader' })).body.header).toBeNull();
    expect(await codeOf('POST', `/v1/messages/${messageId}/export`, { as: 'reader' })).toBe(
      '403 scope_insufficient',
    );
    const { body } = await send('GET', `/v1/messages/${messageId}`, { as: 'curious' });
    expect(body.header).toContain('Subject: hello');
  });

  it('gives the content octet by octet, large and sealed, until it is gone', async () => {
    const { acceptance, data } = await writeLarge(queue, {
      message: { id: newId(), organizationId },
      delivery: { holdReason: 'spam' },
    });
    await queue.enqueue(acceptance);
    const messageId = acceptance.messages[0]?.id ?? '';
    const response = await fetch(`${api.url}/v1/messages/${messageId}/export`, {
      method: 'POST',
      headers: { cookie: 'as=jane' },
    });
    expect(response.headers.get('content-type')).toBe('message/rfc822');
    expect(response.headers.get('content-disposition')).toContain('message.eml');
    expect(Buffer.from(await response.arrayBuffer()).equals(data)).toBe(true);
    expect(await actionsOf(messageId)).toEqual(['message.exported']);
    const gone = await accept();
    await settle(gone, 'delivered');
    const { status, body } = await send('POST', `/v1/messages/${gone.messageId}/export`);
    expect([status, body.code, body.detail]).toEqual([
      404,
      'not_found',
      'The content is gone: it is kept as long as a delivery needs it.',
    ]);
  });

  it('refuses what is no filter and no cursor, and finds nothing where filters exclude each other', async () => {
    for (const query of ['state=lost', 'alias_id=x', 'from=yesterday', 'limit=101', 'cursor=e30', 'text='])
      expect(await codeOf('GET', `/v1/messages?${query}`), query).toBe('422 invalid_request');
    const { body } = await send('GET', '/v1/messages?kind=notice&direction=incoming');
    expect(body.items).toEqual([]);
  });
});

describe('acting on a delivery', () => {
  it('tries again, lets go and cancels, with the timeline and the log', async () => {
    const deferred = await accept();
    await settle(deferred, 'deferred');
    const [retried = ''] = deferred.deliveryIds;
    expect(await codeOf('POST', `/v1/deliveries/${retried}/retry`)).toBe('204');
    expect(await actionsOf(retried)).toEqual(['delivery.retried']);
    expect((await timelineOf(deferred.messageId)).at(-1)).toBe(
      'Retry asked: by a member; the next attempt is made now',
    );

    const held = await accept({ delivery: heldReply });
    const [released = ''] = held.deliveryIds;
    expect(await codeOf('POST', `/v1/deliveries/${released}/retry`)).toBe('409 conflict');
    expect(await codeOf('POST', `/v1/deliveries/${released}/release`)).toBe('204');
    expect(await codeOf('POST', `/v1/deliveries/${released}/release`)).toBe('409 conflict');
    expect((await timelineOf(held.messageId)).at(-1)).toBe('Confirmed: a member let it go; it is sent now');

    expect(await codeOf('POST', `/v1/deliveries/${released}/cancel`)).toBe('204');
    expect((await timelineOf(held.messageId)).at(-1)).toContain('a member did it');
    expect(await actionsOf(released)).toEqual(['delivery.released', 'delivery.cancelled']);
    expect(await queue.findViolations()).toEqual([]);
  });

  it('leaves alone what is being sent', async () => {
    const accepted = await accept();
    const [id = ''] = accepted.deliveryIds;
    expect(await claim(accepted)).toHaveLength(1);
    for (const action of ['retry', 'cancel', 'release']) {
      const { status, body } = await send('POST', `/v1/deliveries/${id}/${action}`);
      expect([status, body.detail]).toEqual([409, 'The delivery is sending.']);
    }
    const { status, body } = await send('DELETE', `/v1/messages/${accepted.messageId}?cancel=true`);
    expect([status, body.detail]).toEqual([409, 'A delivery is being sent: try again in a moment.']);
    expect(await actionsOf(id)).toEqual([]);
  });

  it('races with a claim: either it is sent or it is cancelled', async () => {
    const accepted = await Promise.all(Array.from({ length: 12 }, () => accept()));
    const [claimed, ...codes] = await Promise.all([
      queue.claim({
        owner: 'racer',
        limit: 1_000,
        perDestination: 1_000,
        busyKeys: new Map(),
        hintedKeys: ['mailbox.example'],
        leaseMs: 60_000,
      }),
      ...accepted.map(({ deliveryIds: [id = ''] }) => codeOf('POST', `/v1/deliveries/${id}/cancel`)),
    ]);
    accepted.forEach(({ deliveryIds: [id = ''] }, index) => {
      const isSent = claimed.some((delivery) => delivery.id === id);
      expect(codes[index]).toBe(isSent ? '409 conflict' : '204');
    });
    expect(await queue.findViolations()).toEqual([]);
  });
});

describe('acting on messages', () => {
  it('tries all again that wait', async () => {
    const accepted = await accept({ destinations: ['jane@mailbox.example', 'ann@mailbox.example'] });
    await settle(accepted, 'deferred');
    const { body } = await send('POST', `/v1/messages/${accepted.messageId}/retry`);
    expect(body).toEqual({ deliveries: 2 });
    await settle(accepted, 'delivered');
    expect(await codeOf('POST', `/v1/messages/${accepted.messageId}/retry`)).toBe('409 conflict');
  });

  it('deletes what has ended, and what waits when it is told to cancel it', async () => {
    const ended = await accept();
    await settle(ended, 'delivered');
    expect(await codeOf('DELETE', `/v1/messages/${ended.messageId}`)).toBe('204');
    expect(await codeOf('GET', `/v1/messages/${ended.messageId}`)).toBe('404 not_found');
    const waiting = await accept({ destinations: ['jane@mailbox.example', 'ann@mailbox.example'] });
    expect(await codeOf('DELETE', `/v1/messages/${waiting.messageId}`)).toBe('409 conflict');
    expect(await codeOf('DELETE', `/v1/messages/${waiting.messageId}?cancel=true`)).toBe('204');
    for (const { messageId } of [ended, waiting]) {
      expect(await rowsOf(messageId)).toEqual([0, 0, 0]);
      expect(await actionsOf(messageId)).toEqual(['message.deleted']);
    }
    expect(await queue.findViolations()).toEqual([]);
  });

  it('keeps what an alias has counted', async () => {
    const aliasId = newId();
    const accepted = await accept({ aliasId });
    await settle(accepted, 'delivered');
    await send('DELETE', `/v1/messages/${accepted.messageId}`);
    const [row] = await database.db.query({
      text: 'select sum(accepted)::integer as accepted, sum(delivered)::integer as delivered from alias_counters where alias_id = $1',
      params: [aliasId],
    });
    expect(row).toEqual({ accepted: 1, delivered: 1 });
  });

  it('a report about a deleted message is taken, and nothing follows from it', async () => {
    const accepted = await accept();
    await settle(accepted, 'delivered');
    expect(await codeOf('DELETE', `/v1/messages/${accepted.messageId}`)).toBe('204');
    await accept({
      discardReason: 'bounce_report',
      delivery: {
        reportOn: {
          deliveryId: accepted.deliveryIds[0] ?? '',
          messageId: accepted.messageId,
          report: undefined,
        },
      },
    });
    expect(await queue.findViolations()).toEqual([]);
    expect(await codeOf('GET', `/v1/messages/${accepted.messageId}`)).toBe('404 not_found');
  });

  it('what should follow from a failure goes with the message', async () => {
    const accepted = await accept();
    await settle(accepted, 'bounced');
    const followups = () =>
      database.db.query({
        text: 'select kind from followups where message_id = $1',
        params: [accepted.messageId],
      });
    expect(await followups()).toHaveLength(1);
    expect(await codeOf('DELETE', `/v1/messages/${accepted.messageId}`)).toBe('204');
    expect(await followups()).toEqual([]);
  });

  it('does the same with many, each with its result', async () => {
    const [waiting, sending, ended] = [await accept(), await accept(), await accept()];
    await database.db.query({
      text: `update deliveries set state = 'sending', lease_owner = 'x', lease_until = now() + interval '1 hour', next_attempt_at = null
        where id = $1`,
      params: [sending.deliveryIds[0]],
    });
    await settle(ended, 'delivered');
    const unknown = newId();
    const ids = [waiting, sending, ended].map(({ messageId }) => messageId);
    const bulk = async (action: string, more: object = {}) =>
      (await send('POST', '/v1/messages/bulk', { body: { action, ids: [...ids, unknown, ...ids], ...more } }))
        .body.results;
    // Settling has claimed all that was due, so the first is being sent as well until its lease is given back.
    await queue.releaseLeases('test');
    expect(await bulk('retry')).toMatchObject([
      { result: 'done', deliveries: 1 },
      { result: 'conflict' },
      { result: 'conflict', detail: 'No delivery waits to be sent.' },
      { id: unknown, result: 'not_found' },
    ]);
    expect(await bulk('delete')).toMatchObject([
      {
        result: 'conflict',
        detail: 'A delivery has not ended: cancel it first, or delete with cancel=true.',
      },
      { result: 'conflict', detail: 'A delivery is being sent: try again in a moment.' },
      { result: 'done', deliveries: 1 },
      { result: 'not_found' },
    ]);
    expect(await bulk('cancel')).toMatchObject([
      { result: 'done' },
      { result: 'conflict' },
      { result: 'not_found' },
      { result: 'not_found' },
    ]);
    expect(await bulk('delete', { cancel: true })).toMatchObject([
      { result: 'done' },
      { result: 'conflict' },
      { result: 'not_found' },
      { result: 'not_found' },
    ]);
    expect(await actionsOf(waiting.messageId)).toEqual([
      'delivery.retried',
      'delivery.cancelled',
      'message.deleted',
    ]);
    expect(await queue.findViolations()).toEqual([]);
  });
});
