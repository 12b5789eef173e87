import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createSealer, type Db } from '../db/index.ts';
import { silentEvents, systemClock } from '../observe/index.ts';
import { CHUNK_BYTES } from './content-writer.ts';
import { createQueue, type Queue } from './queue.ts';
import { sealOverheadBytes } from './sealed-content.ts';
import { sampleAcceptance } from './testdata/acceptance.ts';
import { claimAll, emptyTables, openQueues, testSealer, type QueueBench } from './testdata/database.ts';
import { readWhole, writeLarge } from './testdata/large-content.ts';
import type { ClaimedDelivery, DeliveryOutcome } from './types.ts';

let bench: QueueBench;
beforeAll(async () => {
  bench = await openQueues();
});
afterEach(() => emptyTables(bench.db));
afterAll(() => bench[Symbol.asyncDispose]());

const quarantined = { delivery: { holdReason: 'spam' } } as const;
const held: DeliveryOutcome = {
  kind: 'held',
  holdReason: 'not_encrypted',
  evidence: { stage: 'encrypt', explanation: 'the key has expired', durationMs: 3 },
};

/** Whether a part of the octets lies anywhere in the tables as it is. */
async function liesInClear(data: Buffer): Promise<boolean> {
  const part = data.subarray(data.length - 40);
  const rows = await bench.db.query<{ readonly data: Buffer }>({
    text: 'select data from contents where data is not null union all select data from content_chunks',
  });
  return rows.some((row) => row.data.includes(part));
}

/** A queue whose statements of this name are left out or fail. */
function withoutStatement(name: string, failure?: Error): Queue {
  let isFirst = true;
  const db: Db = {
    ...bench.db,
    query: (statement) => {
      if (statement.name !== name || !isFirst) return bench.db.query(statement);
      isFirst = false;
      return failure === undefined ? Promise.resolve([]) : Promise.reject(failure);
    },
  };
  return createQueue({ db, sealer: testSealer, clock: systemClock, events: silentEvents, shard: 3 });
}

async function claimOne(queue = bench.queue): Promise<ClaimedDelivery> {
  const [delivery] = await queue.claim(claimAll('me'));
  if (delivery === undefined) throw new Error('nothing was claimed');
  return delivery;
}

it('sealing lengthens by what is counted on', () => {
  expect(testSealer.seal(Buffer.alloc(100), 'x').length).toBe(100 + sealOverheadBytes);
});

describe('content that is accepted into quarantine', () => {
  it('is sealed when it is small, and opened as it was', async () => {
    const acceptance = sampleAcceptance(quarantined);
    await bench.queue.enqueue(acceptance);
    const { data = Buffer.alloc(0), id } = acceptance.content;
    expect(await liesInClear(data)).toBe(false);
    const opened = await bench.queue.openContent(id);
    expect((await readWhole(opened)).equals(data)).toBe(true);
    expect(opened).toMatchObject({ sizeBytes: data.length, headerBytes: acceptance.content.headerBytes });
    expect(await bench.queue.findViolations()).toEqual([]);
  });

  it('is sealed chunk by chunk when it is large', async () => {
    const { acceptance, data } = await writeLarge(bench.queue, quarantined);
    await bench.queue.enqueue(acceptance);
    const rows = await bench.db.query({
      text: 'select is_sealed, length(data) as octets from content_chunks order by seq',
    });
    expect(rows).toEqual(
      [CHUNK_BYTES, CHUNK_BYTES, 17].map((octets) => ({
        is_sealed: true,
        octets: octets + sealOverheadBytes,
      })),
    );
    expect((await readWhole(await bench.queue.openContent(acceptance.content.id))).equals(data)).toBe(true);
    expect(await bench.queue.findViolations()).toEqual([]);
  });

  it('is sealed for all when one of its deliveries is in quarantine, and in the transaction of a caller', async () => {
    const acceptance = sampleAcceptance({ destinations: ['a@one.example', 'b@one.example'] });
    const messages = acceptance.messages.map((message) => ({
      ...message,
      deliveries: message.deliveries.map((delivery, index) =>
        index === 0 ? delivery : { ...delivery, holdReason: 'dmarc' as const },
      ),
    }));
    await bench.db.transaction((tx) => bench.queue.enqueueIn(tx, { ...acceptance, messages }));
    const { contentId } = await claimOne();
    const data = acceptance.content.data ?? Buffer.alloc(0);
    expect(await liesInClear(data)).toBe(false);
    expect((await readWhole(await bench.queue.openContent(contentId))).equals(data)).toBe(true);
  });

  it('is not sealed for a reply that waits, nor for ordinary mail', async () => {
    await bench.queue.enqueue(sampleAcceptance());
    await bench.queue.enqueue(
      sampleAcceptance({ delivery: { kind: 'reply', holdReason: 'unproven_sender' } }),
    );
    expect(await bench.db.query({ text: 'select distinct is_sealed from contents' })).toEqual([
      { is_sealed: false },
    ]);
  });

  it('is refused when the sealing of a chunk was lost, as a crash of PostgreSQL may lose it', async () => {
    const { acceptance } = await writeLarge(bench.queue, quarantined);
    await expect(withoutStatement('queue-seal-chunk').enqueue(acceptance)).rejects.toThrow();
    expect(await bench.db.query({ text: 'select id from messages' })).toEqual([]);
    // The same again finds what is sealed already.
    await bench.queue.enqueue(acceptance);
    expect(await bench.queue.findViolations()).toEqual([]);
  });

  it('is sealed in spite of a database that goes away meanwhile', async () => {
    const { acceptance } = await writeLarge(bench.queue, quarantined);
    await withoutStatement('queue-seal-chunk', new Error('connection lost')).enqueue(acceptance);
    expect(await bench.queue.findViolations()).toEqual([]);
  });

  it('opens with its own key and in its own place alone', async () => {
    const { acceptance } = await writeLarge(bench.queue, quarantined);
    await bench.queue.enqueue(acceptance);
    const opened = await bench.queue.openContent(acceptance.content.id);
    await bench.db.query({ text: 'update content_chunks set seq = 1 - seq + 100 where seq < 2' });
    await bench.db.query({ text: 'update content_chunks set seq = seq - 100 where seq >= 100' });
    await expect(readWhole(opened)).rejects.toThrow('does not open');
    const small = sampleAcceptance(quarantined);
    await bench.queue.enqueue(small);
    const stranger = createQueue({
      db: bench.db,
      sealer: createSealer(Buffer.alloc(32)),
      clock: systemClock,
      events: silentEvents,
      shard: 4,
    });
    await expect(stranger.openContent(small.content.id)).rejects.toThrow('does not open');
  });
});

describe('content that an attempt holds back', () => {
  it('is sealed where it lies, while others go on reading it', async () => {
    const { acceptance, data } = await writeLarge(bench.queue, {
      destinations: ['a@one.example', 'b@one.example'],
    });
    await bench.queue.enqueue(acceptance);
    const [first] = await bench.queue.claim(claimAll('me'));
    if (first === undefined) throw new Error('nothing was claimed');
    const other = (await bench.otherQueue.openContent(first.contentId)).body()[Symbol.asyncIterator]();
    const beginning = (await other.next()).value as Buffer;
    await bench.queue.settle({ delivery: first, owner: 'me', outcome: held });
    const rest: Buffer[] = [];
    for (let turn = await other.next(); turn.done !== true; turn = await other.next()) rest.push(turn.value);
    expect(Buffer.concat([beginning, ...rest]).equals(data.subarray(acceptance.content.headerBytes))).toBe(
      true,
    );
    expect(await liesInClear(data)).toBe(false);
    expect(await bench.queue.findViolations()).toEqual([]);
  });

  it('is sealed when it is small, and once', async () => {
    const acceptance = sampleAcceptance({ destinations: ['a@one.example', 'b@one.example'] });
    await bench.queue.enqueue(acceptance);
    const claimed = await bench.queue.claim(claimAll('me'));
    const results = await Promise.all(
      claimed.map((delivery) => bench.queue.settle({ delivery, owner: 'me', outcome: held })),
    );
    expect(results).toEqual(Array(2).fill({ kind: 'settled', state: 'held' }));
    const data = acceptance.content.data ?? Buffer.alloc(0);
    expect(await liesInClear(data)).toBe(false);
    expect((await readWhole(await bench.queue.openContent(acceptance.content.id))).equals(data)).toBe(true);
    expect(await bench.queue.findViolations()).toEqual([]);
  });

  it('is whole and claimable again when the process ends in the middle of sealing', async () => {
    const { acceptance, data } = await writeLarge(bench.queue);
    const dying = withoutStatement('queue-plain-chunk');
    await bench.queue.enqueue(acceptance);
    const delivery = await claimOne();
    await expect(dying.settle({ delivery, owner: 'me', outcome: held })).rejects.toThrow('not all chunks');
    const rows = await bench.db.query({ text: 'select is_sealed from content_chunks order by seq' });
    expect(rows.map((row) => row['is_sealed'])).toEqual([false, true, true]);
    expect(await bench.otherQueue.releaseLeases('me')).toBe(1);
    expect(await bench.queue.findViolations()).toEqual([]);
    expect((await readWhole(await bench.queue.openContent(delivery.contentId))).equals(data)).toBe(true);
    await bench.queue.settle({ delivery: await claimOne(), owner: 'me', outcome: held });
    expect(await bench.queue.findViolations()).toEqual([]);
  });

  it('stays in clear, and nothing is held, without the lease', async () => {
    await bench.queue.enqueue(sampleAcceptance());
    const delivery = await claimOne();
    await bench.otherQueue.releaseLeases('me');
    expect(await bench.queue.settle({ delivery, owner: 'me', outcome: held })).toEqual({
      kind: 'lost_lease',
    });
    expect(await bench.queue.findViolations()).toEqual([]);
  });
});
