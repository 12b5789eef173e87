import { formatAddress } from '@smtpy/mail';
import type { Actor } from '../api/index.ts';
import { differenceOf, type Audit, type JsonObject } from '../audit/index.ts';
import type { Db, Queryable, Tx } from '../db/index.ts';
import { relyOnMailboxes } from '../mailboxes/index.ts';
import type { Clock } from '../observe/index.ts';
import type { AddAlias, AddAliasResult, ChangeAlias, ChangeAliasResult } from './alias.ts';
import type { Aliases } from './aliases.ts';
import type { AliasDetails } from './details.ts';
import { findDetails } from './details-store.ts';
import { generateLocalPart, type AliasStyle } from './generate.ts';
import { trashMs } from './rules.ts';
import { lockAliases, type OwnedAlias } from './store.ts';

/** What editing needs. */
export interface EditingDependencies {
  readonly db: Db;
  readonly clock: Clock;
  readonly audit: Pick<Audit, 'record'>;
  readonly aliases: Pick<Aliases, 'addAlias' | 'changeAlias' | 'deleteAlias' | 'restoreAlias'>;
}

/** Who asks. */
interface Acting {
  readonly actor: Actor;
}

/** What to make: an address of its own, or a random one. */
export type NewAddress =
  | { readonly kind: 'custom'; readonly localPart: string }
  | { readonly kind: 'random'; readonly style: AliasStyle };

/** What to create. */
export interface CreateAlias extends Omit<AddAlias, 'address'>, Acting {
  readonly address: NewAddress;
  readonly domainName: string;
}

/** Aliases of organizations as people and programs edit them: each change leaves an entry in the audit log, or is none. */
export interface AliasEditing {
  /** Also one in the trash, for as long as it can be restored; undefined also for another organization's. */
  find(alias: OwnedAlias): Promise<AliasDetails | undefined>;
  /** A random address that is taken is made anew. */
  create(input: CreateAlias): Promise<Exclude<AddAliasResult, { kind: 'added' }> | AliasDetails>;
  change(input: ChangeAlias & Acting): Promise<EditResult>;
  remove(input: OwnedAlias & Acting): Promise<EditResult>;
  restore(input: OwnedAlias & Acting): Promise<EditResult>;
}

/** The alias as it is now, or why it was not changed. */
export type EditResult = Exclude<ChangeAliasResult, { kind: 'changed' }> | AliasDetails;

/** Whether an edit was refused. */
export function isRefused<R extends { readonly kind: string }>(result: R | AliasDetails): result is R {
  return 'kind' in result;
}

/** Five random addresses of even the shortest style that are all taken have another cause than chance. */
const randomTries = 5;

/** Editing on a database. */
export function createEditing(dependencies: EditingDependencies): AliasEditing {
  const { db, aliases } = dependencies;
  return {
    find: (alias) => find(dependencies, db, alias),
    create: (input) => create(dependencies, input),
    change: ({ actor, ...input }) =>
      edit(dependencies, {
        ...input,
        actor,
        action: 'alias.changed',
        work: () => aliases.changeAlias(input),
      }),
    remove: ({ actor, ...alias }) =>
      edit(dependencies, {
        ...alias,
        actor,
        action: 'alias.deleted',
        work: () => aliases.deleteAlias(alias),
      }),
    restore: ({ actor, ...alias }) =>
      edit(dependencies, {
        ...alias,
        actor,
        action: 'alias.restored',
        isDone: ({ deletedAt }) => deletedAt === undefined,
        work: () => aliases.restoreAlias(alias),
      }),
  };
}

function find({ clock }: Pick<EditingDependencies, 'clock'>, db: Queryable, alias: OwnedAlias) {
  return findDetails(db, { ...alias, deletedAfter: new Date(clock.now().getTime() - trashMs) });
}

function create(
  dependencies: EditingDependencies,
  { address, domainName, actor, ...input }: CreateAlias,
): ReturnType<AliasEditing['create']> {
  const { db, audit, aliases } = dependencies;
  return db.joinedTransaction(async (tx) => {
    await relyOnMailboxes(tx, input.organizationId);
    const result = await addFirstFree(
      (localPart) => aliases.addAlias({ ...input, address: `${localPart}@${domainName}` }),
      address,
    );
    if (result.kind !== 'added') return result;
    const { organizationId, id: aliasId } = result.alias;
    const details = await get(dependencies, tx, { organizationId, aliasId });
    await audit.record(tx, {
      action: 'alias.created',
      actor,
      organizationId,
      subject: subjectOf(details),
      after: factsOf(details),
    });
    return details;
  });
}

const isTaken: ReadonlySet<string> = new Set(['taken', 'deleted_before', 'reserved']);

async function addFirstFree(
  add: (localPart: string) => Promise<AddAliasResult>,
  address: NewAddress,
): Promise<AddAliasResult> {
  if (address.kind === 'custom') return add(address.localPart);
  let result = await add(generateLocalPart(address.style));
  for (let tries = 1; tries < randomTries && isTaken.has(result.kind); tries += 1)
    result = await add(generateLocalPart(address.style));
  return result;
}

interface Edit extends OwnedAlias, Acting {
  readonly action: 'alias.changed' | 'alias.deleted' | 'alias.restored';
  /** Whether there is nothing to do. */
  readonly isDone?: (before: AliasDetails) => boolean;
  readonly work: () => Promise<ChangeAliasResult>;
}

/** Does the work on an alias that nobody else changes meanwhile. */
function edit(dependencies: EditingDependencies, input: Edit): Promise<EditResult> {
  const { action, actor, organizationId, aliasId, work, isDone } = input;
  return dependencies.db.joinedTransaction(async (tx) => {
    await relyOnMailboxes(tx, organizationId);
    await lockAliases(tx, { organizationId, aliasIds: [aliasId] });
    const before = await find(dependencies, tx, { organizationId, aliasId });
    if (before === undefined) return { kind: 'unknown_alias', reason: 'There is no such alias' };
    if (isDone?.(before) === true) return before;
    const result = await work();
    if (result.kind !== 'changed') return result;
    const after = await get(dependencies, tx, { organizationId, aliasId });
    const difference = differenceOf(factsOf(before), factsOf(after));
    if (difference !== undefined)
      await dependencies.audit.record(tx, {
        action,
        actor,
        organizationId,
        subject: subjectOf(after),
        ...difference,
      });
    return after;
  });
}

async function get(dependencies: EditingDependencies, tx: Tx, alias: OwnedAlias): Promise<AliasDetails> {
  const details = await find(dependencies, tx, alias);
  if (details === undefined) throw new Error('the alias is gone within the transaction that changed it');
  return details;
}

/** An alias as the audit log names it. */
export function subjectOf({ alias }: AliasDetails) {
  return { kind: 'alias', id: alias.id, label: formatAddress(alias.address) };
}

/** What the audit log tells of an alias. */
function factsOf({ alias, mailboxes, deletedAt }: AliasDetails): JsonObject {
  return {
    address: formatAddress(alias.address),
    is_enabled: alias.isEnabled,
    when_disabled: alias.whenDisabled,
    mode: alias.mode,
    display_name: alias.displayName ?? null,
    note: alias.note ?? null,
    tags: alias.tags.join(', '),
    is_pinned: alias.isPinned,
    mailboxes: mailboxes.map(({ address }) => address).join(', '),
    plus_addressing: alias.plusAddressing,
    expires_at: alias.expiresAt?.toISOString() ?? null,
    messages_left: alias.messagesLeft ?? null,
    pinning: alias.pinning,
    holds_for_preview: alias.holdsForPreview,
    deleted_at: deletedAt?.toISOString() ?? null,
  };
}
