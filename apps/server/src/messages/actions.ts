import type { AuditAction } from '@smtpy/contract';
import type { Actor } from '../api/index.ts';
import type { Audit } from '../audit/index.ts';
import type { Db, Tx } from '../db/index.ts';
import type { DeliveryState, Queue } from '../queue/index.ts';
import type { Sandbox } from '../sandbox/index.ts';
import { findStates, isOwnDelivery, lockWaiting, type MessageStates } from './action-store.ts';

/** What {@link createMessageActions} needs. */
export interface MessageActionsDependencies {
  readonly db: Db;
  readonly queue: Pick<
    Queue,
    'retry' | 'retryMany' | 'cancel' | 'cancelMany' | 'release' | 'beginRemoval' | 'removeMessages'
  >;
  /** What it caught of deliveries goes with them. */
  readonly sandbox: Pick<Sandbox, 'forget'>;
  readonly audit: Pick<Audit, 'record'>;
}

/** A delivery of an organization, and who acts. */
export interface ActOnDelivery {
  readonly organizationId: string;
  readonly deliveryId: string;
  readonly actor: Actor;
}

/** What became of it. */
export type DeliveryActionResult =
  | { readonly kind: 'done' }
  | { readonly kind: 'not_found' }
  | { readonly kind: 'wrong_state'; readonly state: DeliveryState }
  /** It is what SMTPy says itself, which nobody stops. */
  | { readonly kind: 'ours' };

/** What is done with messages. */
export type MessageAction = 'retry' | 'cancel' | 'delete';

/** Messages of an organization, and who acts. */
export interface ActOnMessages {
  readonly organizationId: string;
  readonly messageIds: readonly string[];
  readonly action: MessageAction;
  /** Whether what waits or is held is cancelled before a message is deleted. */
  readonly cancelsFirst: boolean;
  readonly actor: Actor;
}

/** What became of one message. */
export type MessageActionResult = { readonly messageId: string } & (
  | { readonly kind: 'done'; readonly deliveries: number }
  | { readonly kind: 'not_found' }
  | { readonly kind: 'conflict'; readonly detail: string }
);

/** What members do with messages and deliveries; each change with its entry in the audit log, in one transaction. */
export interface MessageActions {
  retryDelivery(act: ActOnDelivery): Promise<DeliveryActionResult>;
  cancelDelivery(act: ActOnDelivery): Promise<DeliveryActionResult>;
  releaseDelivery(act: ActOnDelivery): Promise<DeliveryActionResult>;
  /** Does the same with each message; in the order of the ids given, each once. */
  change(act: ActOnMessages): Promise<readonly MessageActionResult[]>;
}

/** Who acts, in events: the name of a person does not belong on a timeline that is kept for as long as mail. */
const by = 'member';

/** Actions of members on a database. */
export function createMessageActions(dependencies: MessageActionsDependencies): MessageActions {
  const { db, queue } = dependencies;
  const onDelivery =
    (action: AuditAction, act: (tx: Tx, wanted: ActOnDelivery) => Promise<DeliveryActionResult>) =>
    (wanted: ActOnDelivery): Promise<DeliveryActionResult> =>
      db.transaction(async (tx) => {
        const result = await act(tx, wanted);
        if (result.kind === 'done') await recordDelivery(dependencies, tx, { ...wanted, action });
        return result;
      });
  return {
    retryDelivery: onDelivery('delivery.retried', async (tx, { organizationId, deliveryId }) => {
      const result = await queue.retry(deliveryId, { organizationId, by }, tx);
      return result.kind === 'retried' ? { kind: 'done' } : result;
    }),
    cancelDelivery: onDelivery('delivery.cancelled', async (tx, { organizationId, deliveryId }) => {
      if (await isOwnDelivery(tx, { organizationId, deliveryId })) return { kind: 'ours' };
      const result = await queue.cancel({ deliveryId, organizationId, by }, tx);
      return result.kind === 'cancelled' ? { kind: 'done' } : result;
    }),
    releaseDelivery: onDelivery('delivery.released', async (tx, { organizationId, deliveryId }) => {
      const result = await queue.release({ deliveryId, organizationId, by }, tx);
      if (result.kind === 'released') return { kind: 'done' };
      return result.kind === 'not_held' ? { kind: 'wrong_state', state: result.state } : result;
    }),
    change: (act) => db.transaction((tx) => change(dependencies, tx, act)),
  };
}

function recordDelivery(
  { audit }: MessageActionsDependencies,
  tx: Tx,
  { organizationId, deliveryId, actor, action }: ActOnDelivery & { readonly action: AuditAction },
): Promise<void> {
  return audit.record(tx, { action, actor, organizationId, subject: { kind: 'delivery', id: deliveryId } });
}

async function change(
  dependencies: MessageActionsDependencies,
  tx: Tx,
  act: ActOnMessages,
): Promise<readonly MessageActionResult[]> {
  const { organizationId, action } = act;
  const messageIds = Array.from(new Set(act.messageIds.map((id) => id.toLowerCase())));
  if (action === 'delete') await dependencies.queue.beginRemoval(tx, { organizationId, messageIds });
  await lockWaiting(tx, { organizationId, messageIds });
  const known = await findStates(tx, { organizationId, messageIds });
  const done = await changeEach[action](dependencies, tx, { ...act, known });
  for (const [messageId, deliveries] of done) {
    await dependencies.audit.record(tx, {
      action: auditActionOf[action],
      actor: act.actor,
      organizationId,
      subject: { kind: 'message', id: messageId },
      ...(action === 'delete' ? { before: { deliveries } } : { after: { deliveries } }),
    });
  }
  return messageIds.map((messageId) => {
    const deliveries = done.get(messageId);
    if (deliveries !== undefined) return { messageId, kind: 'done', deliveries };
    const states = known.get(messageId);
    if (states === undefined) return { messageId, kind: 'not_found' };
    return { messageId, kind: 'conflict', detail: explainConflict(act, states) };
  });
}

const auditActionOf = {
  retry: 'delivery.retried',
  cancel: 'delivery.cancelled',
  delete: 'message.deleted',
} as const satisfies Readonly<Record<MessageAction, AuditAction>>;

type KnownMessages = ReadonlyMap<string, MessageStates>;
type Change = (
  dependencies: MessageActionsDependencies,
  tx: Tx,
  act: ActOnMessages & { readonly known: KnownMessages },
) => Promise<ReadonlyMap<string, number>>;

/** Each gives the messages that it has changed, with how many deliveries. */
const changeEach: Readonly<Record<MessageAction, Change>> = {
  retry: async ({ queue }, tx, { organizationId, known }) => {
    const deliveryIds = deliveriesIn(known, ['queued', 'deferred']);
    if (deliveryIds.length === 0) return new Map();
    return countByMessage(known, await queue.retryMany(tx, { organizationId, deliveryIds, by }));
  },
  cancel: async ({ queue }, tx, { organizationId, known }) => {
    const deliveryIds = deliveriesIn(withoutOurs(known), ['queued', 'deferred', 'held']);
    if (deliveryIds.length === 0) return new Map();
    return countByMessage(known, await queue.cancelMany(tx, { organizationId, deliveryIds, by }));
  },
  delete: async ({ queue, sandbox }, tx, { organizationId, known, cancelsFirst }) => {
    // What is being sent would stay, and the rest of its message would be cancelled for nothing.
    const removable = new Map(
      Array.from(withoutOurs(known)).filter(([, { states }]) => !states.includes('sending')),
    );
    const deliveryIds = deliveriesIn(removable, ['queued', 'deferred', 'held']);
    if (cancelsFirst && deliveryIds.length > 0)
      await queue.cancelMany(tx, { organizationId, deliveryIds, by });
    const messageIds = Array.from(removable.keys());
    if (messageIds.length === 0) return new Map();
    const removed = await queue.removeMessages(tx, { organizationId, messageIds });
    await sandbox.forget(
      tx,
      removed.flatMap((message) => message.deliveryIds),
    );
    return new Map(removed.map((message) => [message.id, message.deliveryIds.length]));
  },
};

function withoutOurs(known: KnownMessages): KnownMessages {
  return new Map(Array.from(known).filter(([, { isOursUnderWay }]) => !isOursUnderWay));
}

function deliveriesIn(known: KnownMessages, states: readonly DeliveryState[]): readonly string[] {
  return Array.from(known.values()).flatMap((message) =>
    message.deliveryIds.filter((_, index) => states.some((state) => state === message.states[index])),
  );
}

function countByMessage(known: KnownMessages, deliveryIds: readonly string[]): ReadonlyMap<string, number> {
  const changed = new Set(deliveryIds);
  const counts = Array.from(known, ([messageId, message]): readonly [string, number] => [
    messageId,
    message.deliveryIds.filter((id) => changed.has(id)).length,
  ]);
  return new Map(counts.filter(([, count]) => count > 0));
}

/** Why nobody stops what SMTPy says itself. */
export const oursIsSent = 'SMTPy wrote this itself, to warn or to ask somebody. It ends by itself.';

function explainConflict(
  { action, cancelsFirst }: ActOnMessages,
  { states, isOursUnderWay }: MessageStates,
): string {
  if (isOursUnderWay && action !== 'retry') return oursIsSent;
  if (states.includes('sending')) return 'A delivery is being sent: try again in a moment.';
  switch (action) {
    case 'retry':
      return 'No delivery waits to be sent.';
    case 'cancel':
      return 'No delivery waits or is held.';
    case 'delete':
      return cancelsFirst
        ? 'A delivery has begun to be sent: try again in a moment.'
        : 'A delivery has not ended: cancel it first, or delete with cancel=true.';
  }
}
