import type { Db } from '../db/index.ts';
import {
  deleteCaptures,
  deleteOldCaptures,
  findCapture,
  findChunk,
  insertCapture,
  insertChunk,
  listCaptures,
} from './store.ts';

/** How many captures are kept; older ones go. A sandbox is for looking, not for storing. */
export const keptCaptures = 1_000;

/** A message on its way to be captured. */
export interface Capture {
  readonly deliveryId: string;
  readonly messageId: string;
  readonly mailFrom: string;
  readonly rcptTo: string;
  readonly sizeBytes: number;
  readonly chunks: () => AsyncIterable<Buffer>;
}

/** A message that was captured instead of sent. */
export interface CapturedMessage {
  readonly deliveryId: string;
  readonly messageId: string;
  readonly capturedAt: Date;
  readonly mailFrom: string;
  readonly rcptTo: string;
  readonly sizeBytes: number;
}

export type Sandbox = ReturnType<typeof createSandbox>;

/** The captured messages. */
export function createSandbox({ db }: { readonly db: Db }) {
  // One at a time: a capture holds a connection while its content is read through another.
  let last: Promise<unknown> = Promise.resolve();
  return {
    /** Stores one message; a repeated attempt of the same delivery replaces the earlier capture. */
    capture(capture: Capture): Promise<void> {
      const done = last.then(() => store(db, capture));
      // Expected: a capture that failed is tried again by its delivery; the next one need not know.
      last = done.catch(() => undefined);
      return done;
    },

    /** The newest captures first; `limit` 1 to 1,000. */
    async list(limit: number): Promise<readonly CapturedMessage[]> {
      return (await listCaptures(db, limit)).map(toCapturedMessage);
    },

    /** One capture, or undefined when there is none or it went. */
    async find(deliveryId: string): Promise<CapturedMessage | undefined> {
      const row = await findCapture(db, deliveryId);
      return row && toCapturedMessage(row);
    },

    /** The exact octets, chunk by chunk. */
    async *content(deliveryId: string): AsyncGenerator<Buffer> {
      for (let seq = 0; ; seq += 1) {
        const data = await findChunk(db, deliveryId, seq);
        if (data === undefined) return;
        yield data;
      }
    },

    /** Deletes what was captured of deliveries that are removed, in the transaction that removes them. */
    forget: deleteCaptures,

    /** Deletes what is over {@link keptCaptures}; returns how many captures went. */
    trim: (): Promise<number> => deleteOldCaptures(db, keptCaptures),
  };
}

async function store(db: Db, capture: Capture): Promise<void> {
  await db.transaction(async (tx) => {
    await insertCapture(tx, {
      delivery_id: capture.deliveryId,
      message_id: capture.messageId,
      mail_from: capture.mailFrom,
      rcpt_to: capture.rcptTo,
      size_bytes: capture.sizeBytes,
    });
    let seq = 0;
    for await (const data of capture.chunks()) {
      await insertChunk(tx, capture.deliveryId, { seq, data });
      seq += 1;
    }
  });
}

function toCapturedMessage(row: Awaited<ReturnType<typeof listCaptures>>[number]): CapturedMessage {
  return {
    deliveryId: row.delivery_id,
    messageId: row.message_id,
    capturedAt: row.captured_at,
    mailFrom: row.mail_from,
    rcptTo: row.rcpt_to,
    sizeBytes: row.size_bytes,
  };
}
