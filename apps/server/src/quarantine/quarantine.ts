import {
  ContentMissingError,
  quarantineReasons,
  type HeldDelivery,
  type QuarantineReason,
  type Queue,
} from '../queue/index.ts';
import type { AddSender, AddSenderResult, SenderEntry } from '../senders/index.ts';
import { readContent, type ShownContent } from './content.ts';
import { decisionOf, type Decision } from './decision.ts';
import { allowedSenderOf, quarantinedOf, type Quarantined } from './quarantined.ts';

/** What {@link createQuarantine} needs. */
export interface QuarantineDependencies {
  readonly queue: Pick<
    Queue,
    'listHeld' | 'showHeld' | 'findDelivery' | 'openForReading' | 'release' | 'cancel'
  >;
  readonly senders: { add(input: AddSender): Promise<AddSenderResult> };
}

/** Which mail in quarantine, newest first. */
export interface ListQuarantined {
  /** Absent: that of every organization, for the operator. */
  readonly organizationId?: string | undefined;
  /** Absent: whatever the reason. */
  readonly reasons?: readonly QuarantineReason[] | undefined;
  readonly mailboxId?: string | undefined;
  readonly aliasId?: string | undefined;
  /** A part of the sender as far as he is kept, in any case; no pattern. */
  readonly sender?: string | undefined;
  /** 1 to 1,000; more is taken as 1,000. */
  readonly limit: number;
  /** The last id of the page before. */
  readonly before?: string | undefined;
}

/** A delivery in quarantine. Without the organization any is meant: for the operator, and for who holds a signed link. */
export interface QuarantineReference {
  readonly deliveryId: string;
  readonly organizationId?: string | undefined;
}

/** A decision about mail in quarantine. */
export interface Decide extends QuarantineReference {
  /** On whose word, for the timeline: `operator`, `mailbox`, `member`, … Never an address. */
  readonly by: string;
}

/** A decision that allows the sender as well. */
export interface DecideAndAllow extends Decide {
  /** For which mail: that of the alias (default), or of all aliases of the organization. */
  readonly allowFor?: 'alias' | 'organization';
}

/** What is or was in quarantine. */
export type QuarantineState =
  | { readonly kind: 'held'; readonly message: Quarantined }
  /** It was decided before, or its time was over. */
  | { readonly kind: 'decided'; readonly decision: Decision }
  | { readonly kind: 'not_found' };

/** The same with what a person may see of the message. */
export type ShownQuarantined =
  | { readonly kind: 'held'; readonly message: Quarantined; readonly content: ShownContent }
  | Exclude<QuarantineState, { kind: 'held' }>;

/** What a decision came to. `decided_before`: what holds instead, and nothing was done. */
export type DecideResult =
  | { readonly kind: 'done'; readonly decision: Decision; readonly allowed?: AllowResult }
  | { readonly kind: 'decided_before'; readonly decision: Decision }
  | { readonly kind: 'not_found' };

/** Whether the sender is allowed from now on. The reason is a sentence without a full stop. */
export type AllowResult =
  | {
      readonly kind: 'allowed';
      readonly acceptsUnproven: boolean;
      readonly entry: SenderEntry;
      /** Whether there was no such entry. */
      readonly isNew: boolean;
    }
  | { readonly kind: 'not_allowed'; readonly reason: string };

/** Mail in quarantine. */
export interface Quarantine {
  list(request: ListQuarantined): Promise<readonly Quarantined[]>;
  /** What is known of it, without its content. */
  find(reference: QuarantineReference): Promise<QuarantineState>;
  /** Shows it, safely. Changes nothing. */
  show(reference: QuarantineReference): Promise<ShownQuarantined>;
  /** Delivers it at once. */
  release(request: Decide): Promise<DecideResult>;
  /** Delivers it at once, and allows its author from now on. */
  releaseAndAllow(request: DecideAndAllow): Promise<DecideResult>;
  /** Deletes it; nobody is told. */
  remove(request: Decide): Promise<DecideResult>;
}

/** Quarantine over the queue. */
export function createQuarantine(dependencies: QuarantineDependencies): Quarantine {
  const { queue } = dependencies;
  return {
    list: async ({ reasons = quarantineReasons, ...request }) =>
      (await queue.listHeld({ ...request, reasons })).flatMap((held) => quarantinedOf(held) ?? []),
    find: async (reference) => stateOf(await findHeld(dependencies, reference)),
    show: (reference) => show(dependencies, reference),
    release: (request) => release(dependencies, request),
    releaseAndAllow: (request) => releaseAndAllow(dependencies, request),
    remove: (request) => remove(dependencies, request),
  };
}

type FoundHeld =
  | { readonly kind: 'held'; readonly held: HeldDelivery; readonly message: Quarantined }
  | Exclude<QuarantineState, { kind: 'held' }>;

async function findHeld(
  { queue }: QuarantineDependencies,
  { deliveryId, organizationId }: QuarantineReference,
): Promise<FoundHeld> {
  const shown = await queue.showHeld(deliveryId, organizationId);
  if (shown.kind === 'not_found') return shown;
  if (shown.kind === 'found') {
    const message = quarantinedOf(shown.held);
    // A reply that waits for its writer is no mail in quarantine.
    return message === undefined ? { kind: 'not_found' } : { kind: 'held', held: shown.held, message };
  }
  const found = await queue.findDelivery({ deliveryId });
  return found.kind === 'found' ? { kind: 'decided', decision: decisionOf(found.delivery) } : found;
}

function stateOf(found: FoundHeld): QuarantineState {
  return found.kind === 'held' ? { kind: 'held', message: found.message } : found;
}

async function show(
  dependencies: QuarantineDependencies,
  reference: QuarantineReference,
): Promise<ShownQuarantined> {
  const found = await findHeld(dependencies, reference);
  if (found.kind !== 'held') return found;
  const { message, held } = found;
  try {
    const content = await readContent(await dependencies.queue.openForReading(held));
    return { kind: 'held', message, content };
  } catch (error) {
    // Expected: it was decided after it was found, and its content is gone.
    if (!(error instanceof ContentMissingError)) throw error;
    const now = stateOf(await findHeld(dependencies, reference));
    if (now.kind === 'held') throw error;
    return now;
  }
}

async function release(
  { queue, ...rest }: QuarantineDependencies,
  { deliveryId, organizationId, by }: Decide,
): Promise<DecideResult> {
  const found = await findHeld({ queue, ...rest }, { deliveryId, organizationId });
  if (found.kind !== 'held') return refusalOf(found);
  const result = await queue.release({ deliveryId, by, organizationId: found.held.organizationId });
  if (result.kind === 'released') return { kind: 'done', decision: 'delivered' };
  return refusalOf(await findHeld({ queue, ...rest }, { deliveryId, organizationId }));
}

/**
 * The allow first: where the program dies between the two, the message still waits and the same may be said again, which finds the allow
 * there. The other way round the wish would be lost.
 */
async function releaseAndAllow(
  dependencies: QuarantineDependencies,
  request: DecideAndAllow,
): Promise<DecideResult> {
  const found = await findHeld(dependencies, request);
  if (found.kind !== 'held') return refusalOf(found);
  const allowed = await allow(dependencies, found.held, request.allowFor);
  const released = await release(dependencies, request);
  return released.kind === 'done' ? { ...released, allowed } : released;
}

async function allow(
  { senders }: QuarantineDependencies,
  held: HeldDelivery,
  allowFor: DecideAndAllow['allowFor'] = 'alias',
): Promise<AllowResult> {
  const sender = allowedSenderOf(held);
  if (sender === undefined)
    return { kind: 'not_allowed', reason: 'Mail like this is held whoever its sender is' };
  const { organizationId, aliasId } = held;
  const { acceptsUnproven } = sender;
  const added = await senders.add({
    ...sender,
    organizationId,
    aliasId: allowFor === 'alias' ? aliasId : undefined,
    verdict: 'allow',
    source: 'quarantine',
  });
  return 'entry' in added
    ? { kind: 'allowed', acceptsUnproven, entry: added.entry, isNew: added.isNew }
    : { kind: 'not_allowed', reason: added.reason };
}

async function remove(dependencies: QuarantineDependencies, request: Decide): Promise<DecideResult> {
  const found = await findHeld(dependencies, request);
  if (found.kind !== 'held') return refusalOf(found);
  const { deliveryId, by } = request;
  const { organizationId } = found.held;
  const result = await dependencies.queue.cancel({ deliveryId, by, organizationId, isHeldOnly: true });
  if (result.kind === 'cancelled') return { kind: 'done', decision: 'deleted' };
  return refusalOf(await findHeld(dependencies, request));
}

/** Somebody else was faster, or it never was there. */
function refusalOf(found: FoundHeld): Exclude<DecideResult, { kind: 'done' }> {
  if (found.kind === 'decided') return { kind: 'decided_before', decision: found.decision };
  return { kind: 'not_found' };
}
