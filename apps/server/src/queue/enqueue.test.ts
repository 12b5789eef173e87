import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Db } from '../db/index.ts';
import { silentEvents, systemClock } from '../observe/index.ts';
import { createQueue } from './queue.ts';
import { sampleAcceptance } from './testdata/acceptance.ts';
import { claimAll, emptyTables, openQueues, testSealer, type QueueBench } from './testdata/database.ts';

let bench: QueueBench;
beforeAll(async () => {
  bench = await openQueues();
});
afterEach(() => emptyTables(bench.db));
afterAll(() => bench[Symbol.asyncDispose]());

async function count(table: string): Promise<number> {
  const [row] = await bench.db.query<{ count: number }>({ text: `select count(*) from ${table}` });
  return row?.count ?? -1;
}

describe('enqueue', () => {
  it('commits message, content, deliveries, event and counters before it resolves', async () => {
    const aliasId = randomUUID();
    const acceptance = sampleAcceptance({ destinations: ['jane@one.example', 'jane@two.example'], aliasId });
    await bench.queue.enqueue(acceptance);
    expect(await count('messages')).toBe(1);
    expect(await count('deliveries')).toBe(2);
    expect(await bench.db.query({ text: 'select id, pending from contents' })).toEqual([
      { id: acceptance.content.id, pending: 2 },
    ]);
    expect(await bench.db.query({ text: 'select type from events' })).toEqual([{ type: 'accepted' }]);
    expect(
      await bench.db.query({ text: 'select alias_id, accepted, discarded from alias_counters' }),
    ).toEqual([{ alias_id: aliasId, accepted: 2, discarded: 0 }]);
    expect(await bench.queue.findViolations()).toEqual([]);
  });

  it('keeps the octets of contents that are committed together apart', async () => {
    const acceptances = Array.from({ length: 30 }, () => sampleAcceptance());
    await Promise.all(acceptances.map((acceptance) => bench.queue.enqueue(acceptance)));
    for (const { content } of acceptances) {
      const opened = await bench.queue.openContent(content.id);
      const octets = Buffer.concat([await opened.header(), ...(await Array.fromAsync(opened.body()))]);
      expect(octets.equals(content.data ?? Buffer.alloc(0))).toBe(true);
      expect(opened.traceHeader.equals(content.traceHeader)).toBe(true);
      expect(opened.bodyHash.equals(content.bodyHash)).toBe(true);
    }
  });

  it('takes text that PostgreSQL would refuse', async () => {
    const subject = 'a\0b\ud800c 😀';
    await bench.queue.enqueue(sampleAcceptance({ subject }));
    expect(await bench.db.query({ text: 'select subject from messages' })).toEqual([{ subject: 'abc 😀' }]);
  });

  it('rejects an acceptance that cannot be stored, and commits the others of its group', async () => {
    const bad = sampleAcceptance({ aliasId: 'no uuid' });
    const results = await Promise.allSettled(
      [sampleAcceptance(), bad, sampleAcceptance()].map((acceptance) => bench.queue.enqueue(acceptance)),
    );
    expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    expect(await count('messages')).toBe(2);
  });

  it('refuses what could never be delivered', async () => {
    const acceptance = sampleAcceptance();
    const messages = acceptance.messages.map((message) => ({ ...message, deliveries: [] }));
    await expect(bench.queue.enqueue({ ...acceptance, messages })).rejects.toThrow('without deliveries');
  });

  it('stores no content when everything is discarded, and removes its chunks', async () => {
    const first = sampleAcceptance({ discardReason: 'alias_disabled' });
    await bench.queue.enqueue(first);
    const writer = bench.queue.createContentWriter(sampleAcceptance().content.id);
    await writer.write(Buffer.alloc(1_000));
    const second = sampleAcceptance({
      discardReason: 'alias_disabled',
      chunkCount: 1,
      data: Buffer.alloc(1_000),
    });
    await bench.queue.enqueue({ ...second, content: { ...second.content, id: first.content.id } });
    await writer.abandon();
    expect([await count('contents'), await count('content_chunks')]).toEqual([0, 0]);
    expect(await bench.queue.claim(claimAll('me'))).toEqual([]);
    expect(await bench.db.query({ text: 'select distinct state, reason from deliveries' })).toEqual([
      { state: 'discarded', reason: 'alias_disabled' },
    ]);
    expect(await bench.queue.findViolations()).toEqual([]);
  });

  it('notifies the queue keys', async () => {
    const heard = Promise.withResolvers<string>();
    const listening = Promise.withResolvers<undefined>();
    await using subscription = await bench.db.listen('smtpy_deliveries', heard.resolve, () => {
      listening.resolve(undefined);
    });
    await listening.promise;
    await bench.queue.enqueue(
      sampleAcceptance({ destinations: ['a@one.example', 'b@one.example', 'c@two.example'] }),
    );
    expect(await heard.promise).toBe('one.example,two.example');
    expect(subscription).toBeDefined();
  });

  it('is accepted once when the answer to the commit gets lost', async () => {
    let losses = 1;
    const losing: Db = {
      ...bench.db,
      query: async (statement) => {
        const rows = await bench.db.query(statement);
        if (statement.name === 'queue-enqueue' && losses-- > 0) throw new Error('connection lost');
        return rows as never;
      },
    };
    const queue = createQueue({
      db: losing,
      sealer: testSealer,
      clock: systemClock,
      events: silentEvents,
      shard: 3,
    });
    await queue.enqueue(sampleAcceptance());
    expect(await count('messages')).toBe(1);
    expect(await count('deliveries')).toBe(1);
    expect(await bench.queue.findViolations()).toEqual([]);
  });
});
