import type { Actor } from '../api/index.ts';
import type { CancelResult, RetryResult } from '../queue/index.ts';
import type { AdministrationDependencies } from './dependencies.ts';

type Dependencies = Pick<AdministrationDependencies, 'db' | 'queue' | 'audit'>;

/** Which delivery, and who says so. */
export interface DeliveryRequest {
  readonly deliveryId: string;
  readonly actor: Actor;
}

/** Makes a waiting delivery due now, with the log. */
export async function retryDelivery(
  { db, queue, audit }: Dependencies,
  { deliveryId, actor }: DeliveryRequest,
): Promise<RetryResult> {
  // Joined: the queue's transaction becomes a part of this one.
  return db.joinedTransaction(async (tx) => {
    const result = await queue.retry(deliveryId);
    if (result.kind === 'retried')
      await audit.record(tx, {
        action: 'delivery.retried',
        actor,
        subject: { kind: 'delivery', id: deliveryId },
      });
    return result;
  });
}

/** Ends a waiting or held delivery, with the log. */
export async function cancelDelivery(
  { db, queue, audit }: Dependencies,
  { deliveryId, actor }: DeliveryRequest,
): Promise<CancelResult> {
  return db.transaction(async (tx) => {
    const result = await queue.cancel({ deliveryId, by: 'operator' }, tx);
    if (result.kind === 'cancelled')
      await audit.record(tx, {
        action: 'delivery.cancelled',
        actor,
        subject: { kind: 'delivery', id: deliveryId },
      });
    return result;
  });
}
