import { idFloor, type Db } from '../db/index.ts';

/** Takes large content piece by piece. Not for concurrent calls: await each write. */
export interface ContentWriter {
  /** Stores octets. Pieces of {@link CHUNK_BYTES} make the best rows; longer ones are cut, shorter ones make short rows. */
  write(chunk: Buffer): Promise<void>;
  /** Rows written so far. */
  readonly chunkCount: number;
  /** Octets written so far. */
  readonly sizeBytes: number;
  /** The octets written so far, one row after the other; not while a write is under way. */
  read(): AsyncIterable<Buffer>;
  /** Deletes what was written: the transaction ended without an acceptance. Safe to call twice. */
  abandon(): Promise<void>;
}

/** Size of a chunk row, 256 KiB: large enough that 50 MiB are 200 rows, small enough to hold two per connection. */
export const CHUNK_BYTES = 262_144;

/**
 * A chunk's own commit does not wait for the disk: the commit of its acceptance does, and the log is flushed in order, so the chunks
 * are on disk before it. Chunks that a crash takes belong to a message that was not accepted.
 */
const insertChunkText = `
insert into content_chunks (content_id, seq, data)
select $1, $2, $3 from (select set_config('synchronous_commit', 'off', true)) as setting`;

const abandonText = 'delete from content_chunks where content_id = $1';

/**
 * Content older than this without an acceptance will never have one: twice what a client may take for a transfer (`maxTransferMs` of
 * `inbound/limits.ts`), counted from DATA, where the id of the content is made.
 */
const orphanAgeMs = 24 * 60 * 60 * 1000;

/** Content whose id is smaller than this and has no row in `contents` is an orphan. */
export function orphanBound(now: Date): string {
  return idFloor(new Date(now.getTime() - orphanAgeMs));
}

const removeOrphansText = `
with removed as (
  delete from content_chunks k
  where k.content_id < $1 and not exists (select from contents c where c.id = k.content_id)
  returning k.content_id
)
select count(distinct content_id) as count from removed`;

/** Makes the function behind `Queue.createContentWriter`. */
export function createContentWriter(db: Db, contentId: string): ContentWriter {
  let chunkCount = 0;
  let sizeBytes = 0;
  const insert = async (data: Buffer): Promise<void> => {
    await db.query({
      name: 'queue-insert-chunk',
      text: insertChunkText,
      params: [contentId, chunkCount, data],
    });
    chunkCount += 1;
    sizeBytes += data.length;
  };
  return {
    write: async (chunk) => {
      for (let start = 0; start < chunk.length; start += CHUNK_BYTES) {
        await insert(chunk.subarray(start, start + CHUNK_BYTES));
      }
    },
    get chunkCount() {
      return chunkCount;
    },
    get sizeBytes() {
      return sizeBytes;
    },
    read: () => readRows(db, contentId, chunkCount),
    abandon: async () => {
      await db.query({ text: abandonText, params: [contentId] });
    },
  };
}

const readChunkText = 'select k.data from content_chunks k where k.content_id = $1 and k.seq = $2';

async function* readRows(db: Db, contentId: string, chunkCount: number): AsyncIterable<Buffer> {
  for (let seq = 0; seq < chunkCount; seq += 1) {
    const params = [contentId, seq];
    const [row] = await db.query<{ readonly data: Buffer }>({ text: readChunkText, params });
    if (row === undefined) throw new Error(`chunk ${String(seq)} of content ${contentId} is not stored`);
    yield row.data;
  }
}

/** Makes the function behind `Queue.removeOrphanChunks`. */
export async function removeOrphanChunks(db: Db, now: Date): Promise<number> {
  const rows = await db.query<{ readonly count: number }>({
    text: removeOrphansText,
    params: [orphanBound(now)],
  });
  return rows[0]?.count ?? 0;
}
