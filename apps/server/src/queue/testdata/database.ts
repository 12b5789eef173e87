import { randomBytes } from 'node:crypto';
import { createTestDatabase } from '@smtpy/testkit';
import { connect, createSealer, migrate, type Db } from '../../db/index.ts';
import { silentEvents, systemClock } from '../../observe/index.ts';
import { createQueue, type Queue } from '../queue.ts';
import type { ClaimRequest } from '../claim.ts';
import type { AttemptEvidence } from '../types.ts';

/** A database of a test file's own, with two processes on it: each has its connections and its queue. */
export interface QueueBench extends AsyncDisposable {
  readonly url: string;
  readonly db: Db;
  readonly queue: Queue;
  readonly otherQueue: Queue;
  /** As `queue`; notes delays of more than four hours. */
  readonly delayQueue: Queue;
}

/** Seals for all queues of a test file. */
export const testSealer = createSealer(randomBytes(32));

/** Makes the database and opens both queues. */
export async function openQueues(): Promise<QueueBench> {
  const database = await createTestDatabase({
    migrate: async (url) => {
      const db = openConnections(url);
      await migrate(db);
      await db.close();
    },
  });
  const db = openConnections(database.url);
  const otherDb = openConnections(database.url);
  const parts = { sealer: testSealer, clock: systemClock, events: silentEvents };
  return {
    url: database.url,
    db,
    queue: createQueue({ db, shard: 0, ...parts }),
    otherQueue: createQueue({ db: otherDb, shard: 1, ...parts }),
    delayQueue: createQueue({ db, shard: 2, delayNoticeAfterMs: 4 * 60 * 60 * 1000, ...parts }),
    [Symbol.asyncDispose]: async () => {
      await Promise.all([db.close(), otherDb.close()]);
      await database.close();
    },
  };
}

function openConnections(url: string): Db {
  return connect({ url, applicationName: 'test', maxConnections: 8, events: silentEvents });
}

/** A claim of everything by `owner`, for a minute. */
export function claimAll(owner: string, wishes: Partial<ClaimRequest> = {}): ClaimRequest {
  return {
    owner,
    limit: 1_000,
    perDestination: 1_000,
    busyKeys: new Map(),
    hintedKeys: [],
    leaseMs: 60_000,
    ...wishes,
  };
}

/** What a next hop said. */
export function evidence(code: number, text: string): AttemptEvidence {
  return { host: 'mx.mailbox.example [192.0.2.2]:25', stage: 'body', reply: { code, text }, durationMs: 12 };
}

/** Empties every table of the queue, between tests. */
export async function emptyTables(db: Db): Promise<void> {
  await db.query({
    text: 'truncate messages, deliveries, events, contents, content_chunks, alias_counters, followups',
  });
}
