import type { Db, Sealer, Tx } from '../db/index.ts';
import { needsContent } from './enqueue-rows.ts';
import { enqueueStatement } from './enqueue-sql.ts';
import { createGroup } from './group-commit.ts';
import { sealQuarantined, sealQuarantinedPersistently, type StoredAcceptance } from './sealed-content.ts';
import type { Acceptance } from './types.ts';

/** Bounds of one transaction: enough to carry 20 connections' messages in one fsync, small enough to be done in some 20 ms. */
const maxGroupBytes = 8 * 1024 * 1024;
const maxGroupItems = 200;

/** Below the 10 minutes that a client waits for the reply to its content (RFC 5321 §4.5.3.2.6), above a restart of PostgreSQL. */
const deadlineMs = 30_000;

/** All of one SMTP transaction's messages or none are there, so one id tells. */
const findCommittedText =
  'select 1 as found from messages where id = any ($1::uuid[]) and content_id = $2 limit 1';

/** What {@link createEnqueue} needs beside the database. */
export interface EnqueueOptions {
  readonly sealer: Sealer;
  readonly shard: number;
  readonly onGroupFailure: (error: unknown, itemCount: number) => void;
}

/** Makes the function behind `Queue.enqueue`. */
export function createEnqueue(
  db: Db,
  { sealer, shard, onGroupFailure }: EnqueueOptions,
): (acceptance: Acceptance) => Promise<void> {
  const submit = createGroup<StoredAcceptance, 'committed'>({
    commit: async (acceptances) => {
      await db.query(enqueueStatement(acceptances, shard));
      return acceptances.map(() => 'committed');
    },
    findCommitted: async ({ content, messages }) => {
      const rows = await db.query({
        text: findCommittedText,
        params: [messages.map(({ id }) => id), content.id],
      });
      return rows.length > 0 ? 'committed' : undefined;
    },
    onGroupFailure,
    sizeOf: ({ content }) => content.traceHeader.length + (content.data?.length ?? 0),
    maxBytes: maxGroupBytes,
    maxItems: maxGroupItems,
    maxConcurrent: 2,
    deadlineMs,
  });
  return async (acceptance) => {
    refuseIncomplete(acceptance);
    await submit(await sealQuarantinedPersistently(db, sealer, acceptance));
    await deleteUnneededChunks(db, acceptance);
  };
}

/** See `Queue.enqueueIn`. */
export async function enqueueIn(
  tx: Tx,
  acceptance: Acceptance,
  { sealer, shard }: Pick<EnqueueOptions, 'sealer' | 'shard'>,
): Promise<void> {
  refuseIncomplete(acceptance);
  await tx.query(enqueueStatement([await sealQuarantined(tx, sealer, acceptance)], shard));
}

/** A defect of the caller must not become a row that can never be delivered. Throws TypeError. */
function refuseIncomplete({ content, messages }: Acceptance): void {
  if (content.data === undefined && content.chunkCount === 0) throw new TypeError('content without octets');
  for (const { deliveries } of messages) {
    if (deliveries.length === 0) throw new TypeError('a message without deliveries');
    if (deliveries.some((delivery) => needsContent(delivery) && delivery.destination === undefined)) {
      throw new TypeError('a delivery that is to be sent has no destination');
    }
    if (
      deliveries.some(
        ({ discardReason, holdReason }) => discardReason !== undefined && holdReason !== undefined,
      )
    ) {
      throw new TypeError('a delivery is both discarded and held');
    }
  }
}

/** Chunks that arrived for a message of which nothing is sent. A failure here leaves them to the removal of orphans. */
async function deleteUnneededChunks(db: Db, { content, messages }: Acceptance): Promise<void> {
  if (content.chunkCount === 0 || messages.some(({ deliveries }) => deliveries.some(needsContent))) return;
  const text = 'delete from content_chunks where content_id = $1';
  // Expected: the database went away after the commit. The message is accepted all the same.
  await db.query({ text, params: [content.id] }).catch(() => undefined);
}
