import type { AuditAction } from '@smtpy/contract';
import type { Actor } from '../api/index.ts';
import { differenceOf, type Audit, type JsonObject } from '../audit/index.ts';
import type { Db, Tx } from '../db/index.ts';
import { announceOrganizationChange } from '../organizations/index.ts';
import type { AddSender, AddSenderResult, SenderEntry } from './entry.ts';
import type { SenderEntries } from './entries.ts';
import { coveringSubjects, findOverruling, parseSubject } from './rules.ts';
import {
  findShownSender,
  lockShownSender,
  updateSender,
  type SenderReference,
  type ShownSender,
} from './shown-store.ts';
import { findEntriesOn, lockOrganization } from './store.ts';

/** What changes of the lists by members need. */
export interface SenderChangesDependencies {
  readonly db: Db;
  readonly entries: Pick<SenderEntries, 'add' | 'remove'>;
  readonly audit: Pick<Audit, 'record'>;
}

/** A sender to block or to allow, and who says so. */
export interface AddSenderAs extends Omit<AddSender, 'organizationId'> {
  readonly organizationId: string;
  readonly actor: Actor;
}

/** What adding came to. */
export type AddSenderAsResult =
  | { readonly kind: 'added'; readonly sender: ShownSender; readonly overruledBy: ShownSender | undefined }
  /** The same subject has the same verdict in this list already; nothing was changed. */
  | { readonly kind: 'exists'; readonly entry: SenderEntry }
  | Exclude<AddSenderResult, { readonly kind: 'added' }>;

/** What changing came to. */
export type ChangeSenderResult =
  | { readonly kind: 'changed'; readonly sender: ShownSender }
  | { readonly kind: 'unknown_entry' }
  /** A block needs no proof, so that there is none to do without. */
  | { readonly kind: 'block_accepts_nothing' };

/** Changes of the lists that the audit log tells of; each with its entry or not at all. */
export interface SenderChanges {
  /** Adds an entry where there is none like it. */
  add(input: AddSenderAs): Promise<AddSenderAsResult>;
  /** What stays as it is leaves no entry in the log. `note` null: none from now on. */
  change(
    input: SenderReference & {
      readonly actor: Actor;
      readonly acceptsUnproven?: boolean | undefined;
      readonly note?: string | null | undefined;
    },
  ): Promise<ChangeSenderResult>;
  remove(
    input: SenderReference & { readonly actor: Actor },
  ): Promise<{ readonly kind: 'removed' | 'unknown_entry' }>;
}

/** Changes of the lists, with the log. */
export function createSenderChanges(dependencies: SenderChangesDependencies): SenderChanges {
  return {
    add: (input) => add(dependencies, input),
    change: (input) => change(dependencies, input),
    remove: (input) => remove(dependencies, input),
  };
}

function add(
  { db, entries, audit }: SenderChangesDependencies,
  { actor, ...input }: AddSenderAs,
): Promise<AddSenderAsResult> {
  const { organizationId, aliasId, verdict } = input;
  return db.joinedTransaction(async (tx): Promise<AddSenderAsResult> => {
    // The lock under which entries are added: of two that add the same, the second finds it.
    await lockOrganization(tx, organizationId);
    const subject = parseSubject(input.subject);
    const same = subject.ok
      ? await findEntriesOn(tx, { organizationId, aliasId, subjects: [subject.value] })
      : [];
    const entry = same.find(
      (one) =>
        one.organizationId === organizationId &&
        one.aliasId === aliasId?.toLowerCase() &&
        one.verdict === verdict,
    );
    if (entry !== undefined) return { kind: 'exists', entry };
    const result = await entries.add(input);
    if (result.kind !== 'added') return result;
    const sender = await getShown(tx, organizationId, result.entry.id);
    await recordSenderAdded({ audit, tx }, { entry: sender, aliasAddress: sender.aliasAddress, actor });
    return { kind: 'added', sender, overruledBy: await findOverrulingOwn(tx, sender) };
  });
}

/** Tells the log of an entry that was made; for whoever makes entries on other ways as well. */
export function recordSenderAdded(
  { audit, tx }: { readonly audit: Pick<Audit, 'record'>; readonly tx: Tx },
  {
    entry,
    aliasAddress,
    actor,
  }: {
    readonly entry: SenderEntry;
    readonly aliasAddress: string | undefined;
    readonly actor: Actor;
  },
): Promise<void> {
  return audit.record(tx, {
    ...entryOf('sender.added', entry, actor),
    after: { ...factsOf(entry), alias: aliasAddress ?? null, source: entry.source },
  });
}

/** An allow of the organization's own that wins over a block; what the operator allows is nobody else's to see. */
async function findOverrulingOwn(tx: Tx, block: ShownSender): Promise<ShownSender | undefined> {
  const { organizationId, aliasId, subject } = block;
  const subjects = coveringSubjects(subject);
  const entries = await findEntriesOn(tx, { organizationId, aliasId, subjects });
  const own = entries.filter((entry) => entry.organizationId === organizationId);
  const found = findOverruling(block, own);
  return found && findShownSender(tx, { organizationId, senderId: found.id });
}

function change(
  { db, audit }: SenderChangesDependencies,
  { actor, acceptsUnproven, note, ...reference }: Parameters<SenderChanges['change']>[0],
): Promise<ChangeSenderResult> {
  return db.joinedTransaction(async (tx): Promise<ChangeSenderResult> => {
    const before = await lockShownSender(tx, reference);
    if (before === undefined) return { kind: 'unknown_entry' };
    if (before.verdict === 'block' && acceptsUnproven === true) return { kind: 'block_accepts_nothing' };
    const sender = {
      ...before,
      acceptsUnproven: acceptsUnproven ?? before.acceptsUnproven,
      note: note === undefined ? before.note : (note ?? undefined),
    };
    const difference = differenceOf(factsOf(before), factsOf(sender));
    if (difference === undefined) return { kind: 'changed', sender };
    await updateSender(tx, sender);
    await announceOrganizationChange(tx, reference.organizationId);
    await audit.record(tx, { ...entryOf('sender.changed', sender, actor), ...difference });
    return { kind: 'changed', sender };
  });
}

function remove(
  { db, entries, audit }: SenderChangesDependencies,
  { actor, organizationId, senderId }: Parameters<SenderChanges['remove']>[0],
): ReturnType<SenderChanges['remove']> {
  return db.joinedTransaction(async (tx): ReturnType<SenderChanges['remove']> => {
    const sender = await lockShownSender(tx, { organizationId, senderId });
    if (sender === undefined) return { kind: 'unknown_entry' };
    await entries.remove({ organizationId, id: senderId });
    const before = { ...factsOf(sender), alias: sender.aliasAddress ?? null };
    await audit.record(tx, { ...entryOf('sender.removed', sender, actor), before });
    return { kind: 'removed' };
  });
}

async function getShown(tx: Tx, organizationId: string, senderId: string): Promise<ShownSender> {
  const sender = await findShownSender(tx, { organizationId, senderId });
  if (sender === undefined) throw new Error('the entry is gone within the transaction that made it');
  return sender;
}

function entryOf(action: AuditAction, { id, subject, organizationId }: SenderEntry, actor: Actor) {
  return { action, actor, organizationId, subject: { kind: 'sender', id, label: subject } };
}

function factsOf({ verdict, subject, acceptsUnproven, note }: SenderEntry): JsonObject {
  return { verdict, subject, accepts_unproven: acceptsUnproven, note: note ?? null };
}
