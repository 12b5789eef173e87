import type { Db, Queryable, Tx } from '../db/index.ts';

/** A captured message as a row. */
export interface CapturedRow {
  readonly delivery_id: string;
  readonly message_id: string;
  readonly captured_at: Date;
  readonly mail_from: string;
  readonly rcpt_to: string;
  readonly size_bytes: number;
}

/** A second attempt of the same delivery takes the place of the first. */
export async function insertCapture(tx: Tx, row: Omit<CapturedRow, 'captured_at'>): Promise<void> {
  await tx.query({
    text: 'delete from captured_messages where delivery_id = $1',
    params: [row.delivery_id],
  });
  await tx.query({
    text: `insert into captured_messages (delivery_id, message_id, mail_from, rcpt_to, size_bytes)
      values ($1, $2, $3, $4, $5)`,
    params: [row.delivery_id, row.message_id, row.mail_from, row.rcpt_to, row.size_bytes],
  });
}

/** Appends one chunk. */
export async function insertChunk(
  tx: Tx,
  deliveryId: string,
  chunk: { seq: number; data: Buffer },
): Promise<void> {
  await tx.query({
    name: 'sandbox_insert_chunk',
    text: 'insert into captured_chunks (delivery_id, seq, data) values ($1, $2, $3)',
    params: [deliveryId, chunk.seq, chunk.data],
  });
}

/** The newest captures, newest first. */
export async function listCaptures(db: Queryable, limit: number): Promise<readonly CapturedRow[]> {
  return db.query<CapturedRow>({
    text: 'select * from captured_messages order by delivery_id desc limit $1',
    params: [limit],
  });
}

/** One capture, or undefined. */
export async function findCapture(db: Queryable, deliveryId: string): Promise<CapturedRow | undefined> {
  const rows = await db.query<CapturedRow>({
    text: 'select * from captured_messages where delivery_id = $1',
    params: [deliveryId],
  });
  return rows[0];
}

/** One chunk, or undefined past the end. */
export async function findChunk(db: Queryable, deliveryId: string, seq: number): Promise<Buffer | undefined> {
  const rows = await db.query<{ data: Buffer }>({
    text: 'select data from captured_chunks where delivery_id = $1 and seq = $2',
    params: [deliveryId, seq],
  });
  return rows[0]?.data;
}

/** Deletes the captures of these deliveries. */
export async function deleteCaptures(tx: Tx, deliveryIds: readonly string[]): Promise<void> {
  await tx.query({
    text: 'delete from captured_messages where delivery_id = any ($1::uuid[])',
    params: [deliveryIds],
  });
}

/** Deletes all but the newest `kept` captures; returns how many went. */
export async function deleteOldCaptures(db: Db, kept: number): Promise<number> {
  const rows = await db.query({
    text: `delete from captured_messages where delivery_id in
      (select delivery_id from captured_messages order by delivery_id desc offset $1) returning delivery_id`,
    params: [kept],
  });
  return rows.length;
}
