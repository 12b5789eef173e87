import type { Db, Sealer } from '../db/index.ts';
import { Turns } from '../turns/index.ts';
import { createGroup } from './group-commit.ts';
import { openChunk, openData } from './sealed-content.ts';

/** Stored content, open for reading as often as needed. What is sealed is unsealed on the way. */
export interface OpenedContent {
  /** Octets as received, without the trace header. */
  readonly sizeBytes: number;
  /** Length of the header block with its closing empty line. */
  readonly headerBytes: number;
  /** SHA-256 of the body in relaxed canonical form (RFC 6376 §3.4.4). */
  readonly bodyHash: Buffer;
  /** Our Received and Authentication-Results fields. */
  readonly traceHeader: Buffer;
  /** The header block as received, with its closing empty line. */
  header(): Promise<Buffer>;
  /** The body from its first octet, at every call anew; of large content two chunks are in memory at most. */
  body(): AsyncIterable<Buffer>;
}

/** The content is not stored (any more). A delivery under lease always has its content. */
export class ContentMissingError extends Error {
  override readonly name = 'ContentMissingError';

  constructor(contentId: string) {
    super(`content ${contentId} is not stored`);
  }
}

/** Contents read in one statement: bounds what one answer holds, since small content is up to 256 KiB. */
const maxGroupItems = 16;

/** As long as a read may take; the attempt is deferred then. */
const deadlineMs = 30_000;

interface ContentRow {
  readonly id: string;
  readonly size_bytes: number;
  readonly header_bytes: number;
  readonly body_hash: Buffer;
  readonly trace_header: Buffer;
  readonly chunk_count: number;
  readonly data: Buffer | null;
  readonly is_sealed: boolean;
}

/** What reading needs. */
interface Source {
  readonly db: Db;
  readonly sealer: Sealer;
}

const openText = `
select c.id, c.size_bytes, c.header_bytes, c.body_hash, c.trace_header, c.chunk_count, c.data, c.is_sealed
from contents c where c.id = any ($1::uuid[])`;

/**
 * What is neither a forward nor a reply is a letter of ours, to whoever reads the mail of an address. It holds links that prove just that, or let
 * into an account, while its message lies among those of an organization that may have asked for it.
 */
const readableText = `
select m.content_id from messages m
where m.id = $1 and m.organization_id = $2
  and (select bool_and(d.kind in ('forward', 'reply')) from deliveries d where d.message_id = m.id)`;

/** The message whose content somebody wants to read. */
export interface ReadableMessage {
  readonly messageId: string;
  readonly organizationId: string;
}

/** Statements of readers at once in a process: downloads take as long as their clients like, and deliveries read here too. */
const readersAtOnce = 2;

/** Makes the function behind `Queue.openForReading`. */
function createOpenForReading({
  db: shared,
  sealer,
}: Source): (message: ReadableMessage) => Promise<OpenedContent> {
  const turns = new Turns(readersAtOnce);
  const db: Db = { ...shared, query: (statement) => turns.take(() => shared.query(statement)) };
  const openContent = createOpenContent({ db, sealer });
  return async ({ messageId, organizationId }) => {
    const [row] = await db.query<{ readonly content_id: string }>({
      name: 'queue-readable-content',
      text: readableText,
      params: [messageId, organizationId],
    });
    if (row === undefined) throw new ContentMissingError(`of message ${messageId}`);
    return openContent(row.content_id);
  };
}

const readChunkText =
  'select k.data, k.is_sealed from content_chunks k where k.content_id = $1 and k.seq = $2';

/** Makes the function behind `Queue.openContent`. Contents that are opened at the same time are read together. */
function createOpenContent(source: Source): (contentId: string) => Promise<OpenedContent> {
  const { db } = source;
  const load = createGroup<string, ContentRow | undefined>({
    commit: async (ids) => {
      const params = [[...new Set(ids)]];
      const rows = await db.query<ContentRow>({ name: 'queue-open-content', text: openText, params });
      const found = new Map(rows.map((row) => [row.id, row]));
      return ids.map((id) => found.get(id));
    },
    // The failure of a read reaches its caller, who reports it.
    onGroupFailure: () => undefined,
    sizeOf: () => 0,
    maxBytes: Infinity,
    maxItems: maxGroupItems,
    maxConcurrent: 4,
    deadlineMs,
  });
  return async (contentId) => {
    const row = await load(contentId);
    if (row === undefined) throw new ContentMissingError(contentId);
    return toOpenedContent(source, row);
  };
}

function toOpenedContent(source: Source, row: ContentRow): OpenedContent {
  const data = row.data !== null && row.is_sealed ? openData(source.sealer, row.id, row.data) : row.data;
  const octets = (): AsyncIterable<Buffer> => (data === null ? readChunks(source, row) : once(data));
  return {
    sizeBytes: row.size_bytes,
    headerBytes: row.header_bytes,
    bodyHash: row.body_hash,
    traceHeader: row.trace_header,
    header: () => readHeader(octets(), row.header_bytes),
    body: () => skip(octets(), row.header_bytes),
  };
}

// eslint-disable-next-line @typescript-eslint/require-await -- the same shape as reading chunks
async function* once(data: Buffer): AsyncIterable<Buffer> {
  yield data;
}

/** The chunks in order. The next one is on its way while the consumer works on one. */
async function* readChunks(
  source: Source,
  { id, chunk_count: chunkCount }: ContentRow,
): AsyncIterable<Buffer> {
  let next = readChunk(source, id, 0);
  for (let seq = 0; seq < chunkCount; seq += 1) {
    const chunk = await next;
    if (seq + 1 < chunkCount) {
      next = readChunk(source, id, seq + 1);
      // Its failure is met at the next turn; a consumer that stops before it does not care.
      next.catch(() => undefined);
    }
    yield chunk;
  }
}

/** A chunk may have been sealed since the one before it was read, so it says for itself what it is. */
async function readChunk({ db, sealer }: Source, contentId: string, seq: number): Promise<Buffer> {
  const params = [contentId, seq];
  const [row] = await db.query<{ readonly data: Buffer; readonly is_sealed: boolean }>({
    name: 'queue-read-chunk',
    text: readChunkText,
    params,
  });
  if (row === undefined) throw new ContentMissingError(contentId);
  return row.is_sealed ? openChunk(sealer, { contentId, seq }, row.data) : row.data;
}

async function readHeader(octets: AsyncIterable<Buffer>, headerBytes: number): Promise<Buffer> {
  const parts: Buffer[] = [];
  let length = 0;
  for await (const part of octets) {
    parts.push(part);
    length += part.length;
    if (length >= headerBytes) break;
  }
  return Buffer.concat(parts).subarray(0, headerBytes);
}

async function* skip(octets: AsyncIterable<Buffer>, byteCount: number): AsyncIterable<Buffer> {
  let left = byteCount;
  for await (const part of octets) {
    const rest = part.subarray(Math.min(left, part.length));
    left -= part.length - rest.length;
    if (rest.length > 0) yield rest;
  }
}

/** The functions of `Queue` that read content. */
export function createContentReaders(source: Source) {
  return { openContent: createOpenContent(source), openForReading: createOpenForReading(source) };
}
