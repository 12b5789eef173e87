import { maxReplayed, type Event } from '@smtpy/contract';
import { newId, type Db } from '../db/index.ts';
import type { Clock } from '../observe/index.ts';
import {
  findDelivery,
  insertTest,
  listAttempts,
  listDeliveries,
  replayDelivery,
  replayFailed,
  type DeliveryReference,
  type ListDeliveries,
} from './delivery-store.ts';
import { findWebhook } from './store.ts';
import type { WebhookAttempt, WebhookDelivery, WebhookReference } from './webhook.ts';

/** A delivery with what is sent and what came of it. */
export interface DeliveryDetail {
  readonly delivery: WebhookDelivery;
  readonly body: string | undefined;
  /** The newest first. */
  readonly attempts: readonly WebhookAttempt[];
}

/** How sending again ended. */
export type ReplayResult =
  | { readonly kind: 'replayed'; readonly delivery: WebhookDelivery }
  | { readonly kind: 'unknown' }
  /** It is under way right now. */
  | { readonly kind: 'sending' };

/** What was sent to webhooks. */
export interface SentToWebhooks {
  /** Undefined: there is no such webhook. */
  list(wanted: ListDeliveries): Promise<readonly WebhookDelivery[] | undefined>;
  show(delivery: DeliveryReference): Promise<DeliveryDetail | undefined>;
  /** Queues a test; gives the id of its delivery. Undefined: there is no such webhook. */
  test(webhook: WebhookReference): Promise<string | undefined>;
  replay(delivery: DeliveryReference): Promise<ReplayResult>;
  /** Queues what failed since an instant. Undefined: there is no such webhook. */
  replayFailed(
    wish: WebhookReference & { readonly since: Date },
  ): Promise<{ readonly replayed: number; readonly hasMore: boolean } | undefined>;
}

/** What was sent, on a database. */
export function createSentToWebhooks({
  db,
  clock,
}: {
  readonly db: Db;
  readonly clock: Clock;
}): SentToWebhooks {
  const isKnown = async (webhook: WebhookReference): Promise<boolean> =>
    (await findWebhook(db, webhook)) !== undefined;
  return {
    list: async (wanted) => ((await isKnown(wanted)) ? listDeliveries(db, wanted) : undefined),
    show: async (reference) => {
      const found = await findDelivery(db, reference);
      if (found === undefined) return undefined;
      const attempts = await listAttempts(db, reference.deliveryId);
      return { delivery: found.delivery, body: found.payload, attempts };
    },
    test: async (webhook) => ((await isKnown(webhook)) ? queueTest(db, webhook, clock.now()) : undefined),
    replay: (reference) => replay(db, reference),
    replayFailed: async (wish) => {
      if (!(await isKnown(wish))) return undefined;
      const replayed = await db.transaction((tx) => replayFailed(tx, { ...wish, limit: maxReplayed }));
      return { replayed, hasMore: replayed === maxReplayed };
    },
  };
}

async function queueTest(db: Db, webhook: WebhookReference, now: Date): Promise<string> {
  const [id, toldId] = [newId(), newId()] as const;
  const event: Event = { id: toldId, type: 'webhook.test', timestamp: now.toISOString(), data: {} };
  const payload = JSON.stringify(event);
  await db.transaction((tx) => insertTest(tx, { ...webhook, id, toldId, payload }));
  return id;
}

async function replay(db: Db, reference: DeliveryReference): Promise<ReplayResult> {
  return db.transaction(async (tx): Promise<ReplayResult> => {
    if ((await findDelivery(tx, reference)) === undefined) return { kind: 'unknown' };
    const delivery = await replayDelivery(tx, reference);
    return delivery === undefined ? { kind: 'sending' } : { kind: 'replayed', delivery };
  });
}
