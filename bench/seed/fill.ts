import type { Db } from '../../apps/server/src/db/index.ts';
import { inBatches } from './batches.ts';
import {
  createBatchTables,
  fillContents,
  fillDeliveries,
  fillMessages,
  insertRefusals,
  insertRows,
} from './mail-sql.ts';
import type { SeedShape } from './shape.ts';

/** Messages of one transaction: their temporary tables stay in memory. */
const batchMessages = 20_000;
const batchRefusals = 100_000;

/** Makes all mail, batch by batch, a few at once. */
export async function seedMail(db: Db, shape: SeedShape, report: (done: number) => void): Promise<void> {
  let done = 0;
  await inBatches(shape.messages, batchMessages, async (first, last) => {
    await db.transaction(async (tx) => {
      await tx.query({ text: settings });
      await tx.query({
        text: createBatchTables.replaceAll('create temp table', 'create temp table if not exists'),
      });
      await tx.query({ text: 'truncate b, d' });
      await tx.query({ text: fillMessages(shape), params: [first, last] });
      await tx.query({ text: 'analyze b' });
      await tx.query({ text: fillDeliveries(shape) });
      await tx.query({ text: 'analyze d' });
      for (const text of [...fillContents, ...insertRows(shape)]) await tx.query({ text });
    });
    done += last - first + 1;
    report(done);
  });
}

/** What messages leave of the events are refusals. */
export async function seedRefusals(db: Db, shape: SeedShape, report: (done: number) => void): Promise<void> {
  const [row] = await db.query<{ readonly count: number }>({
    text: 'select count(*) from seed_events',
  });
  const count = Math.max(0, shape.events - (row?.count ?? 0));
  let done = 0;
  await inBatches(count, batchRefusals, async (first, last) => {
    await db.transaction(async (tx) => {
      await tx.query({ text: settings });
      await tx.query({ text: insertRefusals(shape), params: [first, last, count] });
    });
    done += last - first + 1;
    report(done);
  });
}

/** A crash in between means to begin anew, so nothing waits for the disk. */
const settings = `set local synchronous_commit = off; set local enable_seqscan = on; set local work_mem = '128MB'; set local temp_buffers = '64MB'`;
