import { stripControl } from '@smtpy/mail';
import { isUuid, newId, type Db, type Tx } from '../db/index.ts';
import type { Clock } from '../observe/index.ts';
import { announceOrganizationChange, operatorName } from '../organizations/index.ts';
import type {
  AddSender,
  AddSenderResult,
  ListSenders,
  RemoveSender,
  RemoveSenderResult,
  SenderEntry,
  SenderScope,
} from './entry.ts';
import { coveringSubjects, findOverruling, parseSubject } from './rules.ts';
import {
  countEntries,
  deleteEntry,
  deleteSubject,
  findEntriesOn,
  hasAlias,
  listEntries,
  lockOperator,
  lockOrganization,
  upsertEntry,
} from './store.ts';

/**
 * Most entries of an organization with its aliases, and of the operator. Each process keeps those of the organizations that get mail,
 * and reads them anew every few seconds: some 300 octets and a microsecond per entry.
 */
const maxEntries = { organization: 5_000, operator: 20_000 };
const maxNoteLength = 200;

/** What the lists need. */
export interface SendersDependencies {
  readonly db: Db;
  readonly clock: Clock;
}

/** The lists of blocked and allowed senders. */
export interface SenderEntries {
  /** Adds an entry, or finds it. All processes hear of it. */
  add(input: AddSender): Promise<AddSenderResult>;
  /** Oldest first. */
  list(request: ListSenders): Promise<readonly SenderEntry[]>;
  /** Removes an entry, or the block and the allow of a subject. All processes hear of it. */
  remove(input: RemoveSender): Promise<RemoveSenderResult>;
}

/** The lists on a database, for those who judge nobody by them. */
export function createSenderEntries({ db, clock }: SendersDependencies): SenderEntries {
  return {
    add: (input) => add({ db, clock }, input),
    list: (request) => listEntries(db, request),
    remove: (input) => remove(db, input),
  };
}

async function add({ db, clock }: SendersDependencies, input: AddSender): Promise<AddSenderResult> {
  const subject = parseSubject(input.subject);
  if (!subject.ok) return { kind: 'invalid_subject', reason: `"${input.subject.trim()}" ${subject.reason}` };
  const { organizationId, aliasId, verdict } = input;
  return db.transaction(async (tx): Promise<AddSenderResult> => {
    const refusal = await findRefusal(tx, input);
    if (refusal !== undefined) return refusal;
    const made: SenderEntry = {
      id: newId(),
      verdict,
      subject: subject.value,
      scope: 'operator',
      organizationId,
      aliasId,
      acceptsUnproven: input.acceptsUnproven === true,
      note: cleanNote(input.note),
      source: input.source,
      createdAt: clock.now(),
    };
    const entry = await upsertEntry(tx, made);
    await announce(tx, input);
    const others = await findEntriesOn(tx, {
      organizationId,
      aliasId,
      subjects: coveringSubjects(entry.subject),
    });
    const overruledBy = findOverruling(entry, others);
    return { kind: 'added', entry, isNew: entry.id === made.id, overruledBy };
  });
}

/** Why an entry cannot be added; the lock makes additions to an organization wait for each other, so that none gets past the limit. */
async function findRefusal(
  tx: Tx,
  { organizationId, aliasId }: SenderScope,
): Promise<AddSenderResult | undefined> {
  if (organizationId === undefined) {
    if (aliasId !== undefined) return { kind: 'unknown_alias', reason: 'There is no such alias' };
    await lockOperator(tx);
  } else {
    if (!isUuid(organizationId) || !(await lockOrganization(tx, organizationId)))
      return { kind: 'unknown_organization', reason: 'There is no such organization' };
    if (aliasId !== undefined && !(isUuid(aliasId) && (await hasAlias(tx, { organizationId, aliasId }))))
      return { kind: 'unknown_alias', reason: 'There is no such alias' };
  }
  const most = organizationId === undefined ? maxEntries.operator : maxEntries.organization;
  if ((await countEntries(tx, organizationId)) < most) return undefined;
  return { kind: 'too_many', reason: `There are ${most} entries already, which is the most` };
}

function cleanNote(note: string | undefined): string | undefined {
  return stripControl((note ?? '').slice(0, maxNoteLength)).trim() || undefined;
}

async function remove(db: Db, input: RemoveSender): Promise<RemoveSenderResult> {
  const removal = removalOf(input);
  if (removal.kind !== 'removal') return removal;
  const entries = await db.transaction(async (tx) => {
    const removed = await removal.work(tx);
    if (removed.length > 0) await announce(tx, input);
    return removed;
  });
  return entries.length === 0
    ? { kind: 'unknown_entry', reason: 'There is no such entry' }
    : { kind: 'removed', entries };
}

type Removal =
  | { readonly kind: 'removal'; readonly work: (tx: Tx) => Promise<readonly SenderEntry[]> }
  | Exclude<RemoveSenderResult, { kind: 'removed' }>;

function removalOf({ organizationId, aliasId, ...named }: RemoveSender): Removal {
  const scope = { organizationId, aliasId };
  if ('id' in named) {
    const { id } = named;
    if (!isUuid(id)) return { kind: 'unknown_entry', reason: 'There is no such entry' };
    return { kind: 'removal', work: (tx) => deleteEntry(tx, { ...scope, id }) };
  }
  const subject = parseSubject(named.subject);
  if (!subject.ok) return { kind: 'invalid_subject', reason: `"${named.subject.trim()}" ${subject.reason}` };
  return { kind: 'removal', work: (tx) => deleteSubject(tx, { ...scope, subject: subject.value }) };
}

function announce(tx: Tx, { organizationId }: SenderScope): Promise<void> {
  return announceOrganizationChange(tx, organizationId ?? operatorName);
}
