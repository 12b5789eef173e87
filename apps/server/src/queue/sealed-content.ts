import type { Db, Queryable, Sealer } from '../db/index.ts';
import { isQuarantineReason } from './rules.ts';
import { persistently } from './temporary-failure.ts';
import type { Acceptance } from './types.ts';

/** By how much {@link Sealer.seal} lengthens what it is given: version, nonce and tag. */
export const sealOverheadBytes = 29;

/** An acceptance whose octets are as they will lie in the database. All sizes stay those of the plain octets. */
export interface StoredAcceptance extends Acceptance {
  /** Whether `content.data`, or every chunk, is sealed. */
  readonly isSealed: boolean;
}

/** Whether anybody's delivery of it begins in quarantine. */
function isQuarantined({ messages }: Acceptance): boolean {
  return messages.some(({ deliveries }) =>
    deliveries.some(({ holdReason }) => isQuarantineReason(holdReason)),
  );
}

/**
 * Seals what is accepted into quarantine. Large content lies in its chunks already, in clear: each is replaced by what is sealed, and a
 * crash leaves chunks without an acceptance, or chunks that each say what they are. What PostgreSQL replaced stays in the pages and in the
 * log until VACUUM and the next checkpoints overwrite it; erasing that is the matter of the disk's own encryption.
 */
export async function sealQuarantined(
  db: Queryable,
  sealer: Sealer,
  acceptance: Acceptance,
): Promise<StoredAcceptance> {
  if (!isQuarantined(acceptance)) return { ...acceptance, isSealed: false };
  const { content } = acceptance;
  if (content.data === undefined) {
    await sealChunks(db, sealer, content);
    return { ...acceptance, isSealed: true };
  }
  const data = sealer.seal(content.data, dataContext(content.id));
  return { ...acceptance, content: { ...content, data }, isSealed: true };
}

/** The same in the caller's transaction has no second try; here the database may be away for a while. */
export function sealQuarantinedPersistently(
  db: Db,
  sealer: Sealer,
  acceptance: Acceptance,
): Promise<StoredAcceptance> {
  return sealQuarantined(persistently(db), sealer, acceptance);
}

const findContentText = `select c.chunk_count, c.data, c.is_sealed from contents c where c.id = $1`;

const sealDataText = 'update contents set data = $2, is_sealed = true where id = $1 and not is_sealed';

/**
 * The commit of this waits for the disk, and so for all the chunks before it; a chunk whose sealing a crash of PostgreSQL took is counted
 * as what it is.
 */
const markSealedText = `
update contents c set is_sealed = true
where c.id = $1 and c.chunk_count = (select count(*) from content_chunks k where k.content_id = $1 and k.is_sealed)
returning c.id`;

/**
 * Seals content that others may be reading: every row says for itself what it is, so a reader opens what it meets. For the holder of
 * a lease, since content goes with its last delivery. Resolves when it is sealed on disk; safe to repeat.
 */
export async function sealStored(db: Queryable, sealer: Sealer, contentId: string): Promise<void> {
  const [row] = await db.query<{
    readonly chunk_count: number;
    readonly data: Buffer | null;
    readonly is_sealed: boolean;
  }>({ text: findContentText, params: [contentId] });
  // Gone: so is the lease, and the settlement will say so.
  if (row === undefined || row.is_sealed) return;
  if (row.data !== null) {
    const params = [contentId, sealer.seal(row.data, dataContext(contentId))];
    await db.query({ text: sealDataText, params });
    return;
  }
  await sealChunks(db, sealer, { id: contentId, chunkCount: row.chunk_count });
  const marked = await db.query({ text: markSealedText, params: [contentId] });
  if (marked.length === 0) throw new Error(`not all chunks of content ${contentId} are sealed`);
}

const plainChunkText = `
select k.data from content_chunks k where k.content_id = $1 and k.seq = $2 and not k.is_sealed`;

/** Its commit does not wait for the disk, like that of the chunk itself: the commit that counts on it does. */
const sealChunkText = `
update content_chunks k set data = $3, is_sealed = true
from (select set_config('synchronous_commit', 'off', true)) as setting
where k.content_id = $1 and k.seq = $2 and not k.is_sealed`;

async function sealChunks(
  db: Queryable,
  sealer: Sealer,
  { id, chunkCount }: { readonly id: string; readonly chunkCount: number },
): Promise<void> {
  for (let seq = 0; seq < chunkCount; seq += 1) {
    const [row] = await db.query<{ readonly data: Buffer }>({
      name: 'queue-plain-chunk',
      text: plainChunkText,
      params: [id, seq],
    });
    // Sealed before, or lost: whoever counts the chunks in the end will see.
    if (row === undefined) continue;
    const params = [id, seq, sealer.seal(row.data, chunkContext(id, seq))];
    await db.query({ name: 'queue-seal-chunk', text: sealChunkText, params });
  }
}

/** Opens what `contents.data` holds. */
export function openData(sealer: Sealer, contentId: string, data: Buffer): Buffer {
  return sealer.open(data, dataContext(contentId));
}

/** Opens what a sealed chunk holds. */
export function openChunk(
  sealer: Sealer,
  { contentId, seq }: { readonly contentId: string; readonly seq: number },
  data: Buffer,
): Buffer {
  return sealer.open(data, chunkContext(contentId, seq));
}

function dataContext(contentId: string): string {
  return `contents.data ${contentId}`;
}

/** With its place, so that chunks cannot be exchanged. */
function chunkContext(contentId: string, seq: number): string {
  return `content_chunks.data ${contentId} ${String(seq)}`;
}
