import type { AuditAction } from '@smtpy/contract';
import type { Actor } from '../api/index.ts';
import type { Audit } from '../audit/index.ts';
import type { Db, Tx } from '../db/index.ts';
import { isQuarantineReason, type LockedQuarantined, type Queue } from '../queue/index.ts';
import { recordSenderAdded } from '../senders/index.ts';
import { decisionOf, decisionWords } from './decision.ts';
import type { AllowResult, DecideResult, Quarantine } from './quarantine.ts';

/** What decisions by members need. */
export interface QuarantineChangesDependencies {
  readonly db: Db;
  readonly queue: Pick<
    Queue,
    'lockQuarantined' | 'releaseQuarantined' | 'cancelQuarantined' | 'findStandings'
  >;
  readonly quarantine: Pick<Quarantine, 'find' | 'releaseAndAllow'>;
  readonly audit: Pick<Audit, 'record'>;
}

/** What to decide, and who says so. */
export interface DecideAs {
  readonly organizationId: string;
  readonly actor: Actor;
  readonly decision: 'release' | 'delete';
  readonly deliveryIds: readonly string[];
}

/** What became of one. `conflict`: somebody was faster, or its time was over; `detail` is a sentence without a full stop. */
export type DecidedOne =
  | { readonly id: string; readonly kind: 'done' | 'not_found' }
  | { readonly id: string; readonly kind: 'conflict'; readonly detail: string };

/** What to release, with an allow of its author. */
export interface ReleaseAndAllowAs {
  readonly organizationId: string;
  readonly actor: Actor;
  readonly deliveryId: string;
  readonly allowFor: 'alias' | 'organization';
}

/** Decisions that the audit log tells of; each with its entry or not at all. */
export interface QuarantineChanges {
  /** In the order of the ids; one that is named twice is decided once. */
  decide(request: DecideAs): Promise<readonly DecidedOne[]>;
  /** The allow stands or falls with the release. */
  releaseAndAllow(
    request: ReleaseAndAllowAs,
  ): Promise<
    | { readonly kind: 'done'; readonly allowed: AllowResult | undefined }
    | { readonly kind: 'conflict'; readonly detail: string }
    | { readonly kind: 'not_found' }
  >;
}

/** Decisions by members, with the log. */
export function createQuarantineChanges(dependencies: QuarantineChangesDependencies): QuarantineChanges {
  return {
    decide: (request) => decide(dependencies, request),
    releaseAndAllow: (request) => releaseAndAllow(dependencies, request),
  };
}

const by = 'member';

function decide(
  { db, queue, audit }: QuarantineChangesDependencies,
  { organizationId, actor, decision, deliveryIds }: DecideAs,
): Promise<readonly DecidedOne[]> {
  const ids = [...new Set(deliveryIds.map((id) => id.toLowerCase()))];
  return db.joinedTransaction(async (tx) => {
    const held = await queue.lockQuarantined(tx, { organizationId, deliveryIds: ids });
    const heldIds = held.map(({ id }) => id);
    // Before the decision, which takes counters that mail waits for.
    for (const one of held) await audit.record(tx, entryOf(one, { organizationId, actor, decision }));
    if (heldIds.length > 0) {
      const settle = decision === 'release' ? queue.releaseQuarantined : queue.cancelQuarantined;
      await settle(tx, { deliveryIds: heldIds, by });
    }
    const others = await explain(queue, tx, {
      organizationId,
      deliveryIds: ids.filter((id) => !heldIds.includes(id)),
    });
    return ids.map((id) => others.get(id) ?? { id, kind: heldIds.includes(id) ? 'done' : 'not_found' });
  });
}

/** Why nothing was done about deliveries that are there. A reply that waits for its writer is no mail in quarantine. */
async function explain(
  queue: Pick<Queue, 'findStandings'>,
  tx: Tx,
  reference: { readonly organizationId: string; readonly deliveryIds: readonly string[] },
): Promise<ReadonlyMap<string, DecidedOne>> {
  if (reference.deliveryIds.length === 0) return new Map();
  const standings = await queue.findStandings(reference, tx);
  return new Map(
    standings
      .filter(({ state, reason }) => state !== 'held' || isQuarantineReason(reason))
      .map((standing) => [
        standing.id,
        { id: standing.id, kind: 'conflict', detail: conflictOf(decisionOf(standing)) },
      ]),
  );
}

function conflictOf(decision: keyof typeof decisionWords): string {
  return `This message is no longer in quarantine: it ${decisionWords[decision]}`;
}

const actions: Readonly<Record<DecideAs['decision'], AuditAction>> = {
  release: 'delivery.released',
  delete: 'delivery.cancelled',
};

function entryOf(
  { id, recipient, reason }: LockedQuarantined,
  { organizationId, actor, decision }: Pick<DecideAs, 'organizationId' | 'actor' | 'decision'>,
) {
  return {
    action: actions[decision],
    actor,
    organizationId,
    subject: { kind: 'delivery', id, label: recipient },
    before: { state: 'held', reason },
    after: { state: decision === 'release' ? 'queued' : 'cancelled' },
  };
}

function releaseAndAllow(
  { db, quarantine, audit }: QuarantineChangesDependencies,
  { organizationId, actor, deliveryId, allowFor }: ReleaseAndAllowAs,
): ReturnType<QuarantineChanges['releaseAndAllow']> {
  return db.joinedTransaction(async (tx): ReturnType<QuarantineChanges['releaseAndAllow']> => {
    const found = await quarantine.find({ deliveryId, organizationId });
    const result = await quarantine.releaseAndAllow({ deliveryId, organizationId, by, allowFor });
    if (result.kind === 'decided_before') return { kind: 'conflict', detail: conflictOf(result.decision) };
    if (result.kind !== 'done' || found.kind !== 'held') return { kind: 'not_found' };
    const { id, alias: recipient, reason, sender } = found.message;
    await audit.record(
      tx,
      entryOf({ id, recipient, reason }, { organizationId, actor, decision: 'release' }),
    );
    await recordAllow({ audit, tx }, { result, actor, recipient, sender });
    return { kind: 'done', allowed: result.allowed };
  });
}

/** The log outlives the entry: it names the sender no better than the message keeps him. */
async function recordAllow(
  log: { readonly audit: Pick<Audit, 'record'>; readonly tx: Tx },
  {
    result,
    actor,
    recipient,
    sender,
  }: {
    readonly result: Extract<DecideResult, { readonly kind: 'done' }>;
    readonly actor: Actor;
    readonly recipient: string;
    readonly sender: string;
  },
): Promise<void> {
  const { allowed } = result;
  if (allowed?.kind !== 'allowed' || !allowed.isNew) return;
  const { entry } = allowed;
  const subject = sender.startsWith('*') ? sender : entry.subject;
  const aliasAddress = entry.aliasId === undefined ? undefined : recipient;
  await recordSenderAdded(log, { entry: { ...entry, subject }, aliasAddress, actor });
}
