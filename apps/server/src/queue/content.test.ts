import { randomBytes } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { newId } from '../db/index.ts';
import { CHUNK_BYTES } from './content-writer.ts';
import { sampleAcceptance } from './testdata/acceptance.ts';
import { claimAll, emptyTables, evidence, openQueues, type QueueBench } from './testdata/database.ts';

let bench: QueueBench;
beforeAll(async () => {
  bench = await openQueues();
});
afterEach(() => emptyTables(bench.db));
afterAll(() => bench[Symbol.asyncDispose]());

async function chunkRows(): Promise<number> {
  const [row] = await bench.db.query<{ count: number }>({ text: 'select count(*) from content_chunks' });
  return row?.count ?? -1;
}

const header = Buffer.from('From: Ann <ann@sender.example>\r\nSubject: hello\r\n\r\n');

/** Writes large content the way a session does, and enqueues it. */
async function enqueueLarge(
  sizeBytes: number,
  pieceBytes = CHUNK_BYTES,
): Promise<{ contentId: string; data: Buffer }> {
  const contentId = newId();
  const data = Buffer.concat([header, randomBytes(sizeBytes - header.length)]);
  const writer = bench.queue.createContentWriter(contentId);
  for (let start = 0; start < data.length; start += pieceBytes)
    await writer.write(data.subarray(start, start + pieceBytes));
  expect(writer.sizeBytes).toBe(sizeBytes);
  await bench.queue.enqueue(sampleAcceptance({ contentId, data, chunkCount: writer.chunkCount }));
  return { contentId, data };
}

async function readAll(body: AsyncIterable<Buffer>): Promise<Buffer> {
  return Buffer.concat(await Array.fromAsync(body));
}

describe('large content', () => {
  it('comes back octet by octet, as often as it is read, a chunk at a time', async () => {
    const { contentId, data } = await enqueueLarge(3 * CHUNK_BYTES + 17);
    const opened = await bench.queue.openContent(contentId);
    expect((await opened.header()).equals(header)).toBe(true);
    const sizes: number[] = [];
    for await (const part of opened.body()) sizes.push(part.length);
    expect(Math.max(...sizes)).toBeLessThanOrEqual(CHUNK_BYTES);
    for (let reading = 0; reading < 2; reading += 1) {
      expect((await readAll(opened.body())).equals(data.subarray(header.length))).toBe(true);
    }
    expect(await bench.queue.findViolations()).toEqual([]);
  });

  it('is cut into rows of at most one chunk, whatever the pieces', async () => {
    const { contentId, data } = await enqueueLarge(2 * CHUNK_BYTES + 5, 2 * CHUNK_BYTES + 5);
    expect(await chunkRows()).toBe(3);
    const opened = await bench.queue.openContent(contentId);
    expect((await readAll(opened.body())).equals(data.subarray(header.length))).toBe(true);
  });

  it('has a header that crosses chunks', async () => {
    const { contentId, data } = await enqueueLarge(100, 7);
    const opened = await bench.queue.openContent(contentId);
    expect((await opened.header()).equals(header)).toBe(true);
    expect((await readAll(opened.body())).equals(data.subarray(header.length))).toBe(true);
  });

  it('goes with the last delivery', async () => {
    await enqueueLarge(CHUNK_BYTES + 1);
    const [delivery] = await bench.queue.claim(claimAll('me'));
    if (delivery === undefined) throw new Error('nothing was claimed');
    await bench.queue.settle({
      delivery,
      owner: 'me',
      outcome: { kind: 'delivered', evidence: evidence(250, 'ok') },
    });
    expect(await chunkRows()).toBe(0);
    expect(await bench.queue.findViolations()).toEqual([]);
  });

  it('can be abandoned, twice', async () => {
    const writer = bench.queue.createContentWriter(newId());
    await writer.write(Buffer.alloc(100));
    await writer.abandon();
    await writer.abandon();
    expect(await chunkRows()).toBe(0);
  });

  it('is refused when a chunk was lost on the way, as a crash of PostgreSQL may lose it', async () => {
    const contentId = newId();
    const data = Buffer.concat([header, randomBytes(2 * CHUNK_BYTES)]);
    const writer = bench.queue.createContentWriter(contentId);
    await writer.write(data);
    await bench.db.query({ text: 'delete from content_chunks where seq = 1' });
    const acceptance = sampleAcceptance({ contentId, data, chunkCount: writer.chunkCount });
    await expect(bench.queue.enqueue(acceptance)).rejects.toThrow();
    const [row] = await bench.db.query<{ count: number }>({ text: 'select count(*) from messages' });
    expect(row?.count).toBe(0);
  });

  it('is removed when its acceptance does not come within a day', async () => {
    const old = bench.queue.createContentWriter(newId(new Date(Date.now() - 25 * 3_600_000)));
    await old.write(Buffer.alloc(CHUNK_BYTES + 1));
    const young = bench.queue.createContentWriter(newId());
    await young.write(Buffer.alloc(10));
    expect(await bench.queue.findViolations()).toMatchObject([{ kind: 'chunk_orphaned' }]);
    expect(await bench.queue.removeOrphanChunks()).toBe(1);
    expect(await chunkRows()).toBe(1);
    expect(await bench.queue.findViolations()).toEqual([]);
  });
});

describe('openContent', () => {
  it('rejects for content that is gone', async () => {
    await expect(bench.queue.openContent(newId())).rejects.toThrow('is not stored');
  });

  it('rejects in the middle of a body whose chunk is gone', async () => {
    const { contentId } = await enqueueLarge(2 * CHUNK_BYTES);
    const opened = await bench.queue.openContent(contentId);
    await bench.db.query({ text: 'delete from content_chunks where seq = 1' });
    await expect(readAll(opened.body())).rejects.toThrow('is not stored');
  });
});
