import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { newId } from '../db/index.ts';
import { sampleAcceptance } from './testdata/acceptance.ts';
import { claimAll, emptyTables, evidence, openQueues, type QueueBench } from './testdata/database.ts';

let bench: QueueBench;
beforeAll(async () => {
  bench = await openQueues();
});
afterEach(() => emptyTables(bench.db));
afterAll(() => bench[Symbol.asyncDispose]());

async function enqueue(...destinations: string[]): Promise<readonly string[]> {
  const acceptance = sampleAcceptance({ destinations });
  await bench.queue.enqueue(acceptance);
  return acceptance.messages.flatMap(({ deliveries }) => deliveries.map(({ id }) => id));
}

describe('list', () => {
  it('gives unfinished deliveries page by page, or those of a state or key', async () => {
    const ids = await enqueue('a@one.example', 'b@two.example', 'c@two.example', 'd@two.example');
    await bench.queue.cancel({ deliveryId: ids[0] ?? '', by: 'operator' });
    await bench.queue.claim(claimAll('me', { limit: 1 }));
    const first = await bench.queue.list({ limit: 2 });
    const rest = await bench.queue.list({ limit: 10, afterId: first[1]?.id ?? '' });
    expect([...first, ...rest].map(({ id }) => id)).toEqual(ids.slice(1));
    expect((await bench.queue.list({ limit: 10, state: 'sending' })).length).toBe(1);
    expect((await bench.queue.list({ limit: 10, state: 'cancelled' })).map(({ id }) => id)).toEqual([ids[0]]);
    expect(await bench.queue.list({ limit: 10, queueKey: 'one.example' })).toEqual([]);
    expect((await bench.queue.list({ limit: 10, queueKey: 'two.example' })).length).toBe(3);
  });
});

describe('show', () => {
  it('tells the history of a delivery', async () => {
    const [id = ''] = await enqueue('a@one.example');
    const [delivery] = await bench.queue.claim(claimAll('me'));
    if (delivery === undefined) throw new Error('nothing was claimed');
    await bench.queue.settle({
      delivery,
      owner: 'me',
      outcome: { kind: 'deferred', evidence: evidence(451, 'later') },
    });
    const shown = await bench.queue.show(id);
    if (shown.kind !== 'found') throw new Error('not found');
    expect(shown.delivery.events.map(({ type }) => type)).toEqual(['accepted', 'deferred']);
    expect(shown.delivery).toMatchObject({
      state: 'deferred',
      attempts: 1,
      destination: 'a@one.example',
      reason: '451 later',
    });
  });

  it('finds nothing for a strange id', async () => {
    expect(await bench.queue.show(newId())).toEqual({ kind: 'not_found' });
    expect(await bench.queue.show('abc')).toEqual({ kind: 'not_found' });
  });
});

describe('retry', () => {
  it('refuses what is not waiting', async () => {
    const [id = ''] = await enqueue('a@one.example');
    await bench.queue.claim(claimAll('me'));
    expect(await bench.queue.retry(id)).toEqual({ kind: 'wrong_state', state: 'sending' });
    expect(await bench.queue.retry(newId())).toEqual({ kind: 'not_found' });
  });

  it('makes due at once and notifies', async () => {
    const [id = ''] = await enqueue('a@one.example');
    await bench.db.query({
      text: `update deliveries set state = 'deferred', next_attempt_at = now() + interval '1 hour'`,
    });
    const heard = Promise.withResolvers<string>();
    const listening = Promise.withResolvers<undefined>();
    await using subscription = await bench.db.listen('smtpy_deliveries', heard.resolve, () => {
      listening.resolve(undefined);
    });
    await listening.promise;
    expect(await bench.queue.retry(id)).toEqual({ kind: 'retried' });
    expect(await heard.promise).toBe('one.example');
    expect(await bench.queue.claim(claimAll('me'))).toHaveLength(1);
    expect(subscription).toBeDefined();
  });
});

describe('cancel', () => {
  it('ends a waiting delivery with an event, and lets go of the content after the last', async () => {
    const [first = '', second = ''] = await enqueue('a@one.example', 'b@one.example');
    expect(await bench.queue.cancel({ deliveryId: first, by: 'operator' })).toEqual({ kind: 'cancelled' });
    expect(await bench.db.query({ text: 'select pending from contents' })).toEqual([{ pending: 1 }]);
    expect(await bench.queue.cancel({ deliveryId: second, by: 'operator' })).toEqual({ kind: 'cancelled' });
    expect(await bench.db.query({ text: 'select pending from contents' })).toEqual([]);
    expect(await bench.queue.cancel({ deliveryId: second, by: 'operator' })).toEqual({
      kind: 'wrong_state',
      state: 'cancelled',
    });
    expect(await bench.queue.findViolations()).toEqual([]);
  });

  it('of what was judged as held leaves alone what another one has let go meanwhile', async () => {
    const [id = ''] = await enqueue('a@one.example');
    expect(await bench.queue.cancel({ deliveryId: id, by: 'mailbox', isHeldOnly: true })).toEqual({
      kind: 'wrong_state',
      state: 'queued',
    });
  });

  it('leaves alone what is being sent', async () => {
    const [id = ''] = await enqueue('a@one.example');
    await bench.queue.claim(claimAll('me'));
    expect(await bench.queue.cancel({ deliveryId: id, by: 'operator' })).toEqual({
      kind: 'wrong_state',
      state: 'sending',
    });
    expect(await bench.queue.cancel({ deliveryId: newId(), by: 'operator' })).toEqual({ kind: 'not_found' });
  });
});

describe('stats', () => {
  it('counts what is unfinished', async () => {
    await enqueue('a@one.example', 'b@two.example', 'c@two.example');
    await bench.queue.claim(claimAll('me', { limit: 1, hintedKeys: [] }));
    const { states, queueKeys } = await bench.queue.stats();
    expect(states.map(({ state, count }) => [state, count])).toEqual([
      ['queued', 2],
      ['sending', 1],
    ]);
    expect(queueKeys).toMatchObject([{ queueKey: 'two.example', queued: 2, deferred: 0 }]);
  });
});
