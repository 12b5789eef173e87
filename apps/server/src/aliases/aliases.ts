import { formatAddress } from '@smtpy/mail';
import type { Db, Tx } from '../db/index.ts';
import { announceDirectoryChange } from '../domains/index.ts';
import { addAlias, parseFolded, type AddAliasDependencies } from './add-alias.ts';
import type {
  AddAlias,
  AddAliasResult,
  Alias,
  AliasPage,
  ChangeAlias,
  ChangeAliasResult,
  DeleteAlias,
  SetAliasEnabled,
} from './alias.ts';
import { createCatchAlls, type CatchAlls } from './catch-all.ts';
import { markDeleted, unmarkDeleted, updateAlias } from './change-store.ts';
import { chooseMailboxes } from './choose-mailboxes.ts';
import { giveBackMessage, takeMessage } from './message-limit.ts';
import { catchAllLocalPart, cleanDisplayName, trashMs } from './rules.ts';
import { findAlias, findAliasAnywhere, listAliases, loadAlias, replaceMailboxes } from './store.ts';

/** What {@link createAliases} needs. */
export type AliasesDependencies = AddAliasDependencies;

/** Aliases of organizations. */
export interface Aliases extends CatchAlls {
  /** Adds an enabled alias. The domain may still be pending: mail arrives once it is active. */
  addAlias(input: AddAlias): Promise<AddAliasResult>;
  /** By address as typed; undefined also for a deleted one, for that of a catch-all and for text that is no address. */
  findAlias(organizationId: string, address: string): Promise<Alias | undefined>;
  /** The same, of whatever organization: for the operator. */
  findAnywhere(address: string): Promise<Alias | undefined>;
  /** Of one organization, in the order in which they were added, without deleted ones and those of catch-alls. */
  listAliases(organizationId: string, page?: AliasPage): Promise<readonly Alias[]>;
  /** Switches an alias on or off, and says what happens while it is off. */
  setEnabled(input: SetAliasEnabled): Promise<ChangeAliasResult>;
  /** Changes how and where an alias forwards, for how long, and how it shows itself. */
  changeAlias(input: ChangeAlias): Promise<ChangeAliasResult>;
  /** Moves an alias to the trash; its address stays taken for ever. */
  deleteAlias(input: DeleteAlias): Promise<ChangeAliasResult>;
  /** Takes an alias out of the trash, as it was; `unknown_alias` where it is not there, or for more than 30 days. */
  restoreAlias(input: DeleteAlias): Promise<ChangeAliasResult>;
  /**
   * Takes one of the messages that an alias still forwards: never more than it has, whoever takes them at once. True also for an alias
   * without a limit; false when none is left, and when there is no such alias.
   */
  takeMessage(aliasId: string): Promise<boolean>;
  /** Gives back what was taken for a message that is not forwarded after all. */
  giveBack(aliasId: string): Promise<void>;
}

/** Aliases on a database. */
export function createAliases(dependencies: AliasesDependencies): Aliases {
  const { db, clock } = dependencies;
  return {
    ...createCatchAlls(dependencies),
    addAlias: (input) => addAlias(dependencies, input),
    findAlias: async (organizationId, text) => {
      const address = parseFolded(text);
      if (!address.ok || address.value.localPart === catchAllLocalPart) return undefined;
      const found = await findAlias(db, organizationId, address.value);
      return found === undefined || found.isDeleted ? undefined : found.alias;
    },
    findAnywhere: async (text) => {
      const address = parseFolded(text);
      return address.ok ? await findAliasAnywhere(db, address.value) : undefined;
    },
    listAliases: (organizationId, page) => listAliases(db, organizationId, page),
    setEnabled: (input) => changeAlias(dependencies, input),
    changeAlias: (input) => changeAlias(dependencies, input),
    deleteAlias: (alias) => change(db, (tx) => markDeleted(tx, alias, clock.now())),
    restoreAlias: (alias) =>
      change(db, (tx) => unmarkDeleted(tx, alias, new Date(clock.now().getTime() - trashMs))),
    takeMessage: (aliasId) => takeMessage(db, aliasId),
    giveBack: (aliasId) => giveBackMessage(db, aliasId),
  };
}

async function changeAlias(
  { db, mailboxes }: AliasesDependencies,
  { organizationId, aliasId, mailboxAddresses, mailboxIds, displayName, ...input }: ChangeAlias,
): Promise<ChangeAliasResult> {
  const hasMailboxes = mailboxAddresses !== undefined || mailboxIds !== undefined;
  const choice = { organizationId, mailboxAddresses, mailboxIds, subject: 'the alias' };
  const chosen = hasMailboxes ? await chooseMailboxes(mailboxes, choice) : undefined;
  if (chosen !== undefined && chosen.kind !== 'mailboxes') return chosen;
  return change(db, async (tx) => {
    const shownName = displayName === undefined ? undefined : (cleanDisplayName(displayName) ?? null);
    const alias = { organizationId, aliasId };
    const changed = await updateAlias(tx, alias, { ...input, mode: input.mode, displayName: shownName });
    if (changed === undefined || chosen === undefined) return changed;
    await replaceMailboxes(tx, { ...alias, mailboxIds: chosen.ids });
    return await loadAlias(tx, alias);
  });
}

/** Changes an alias and tells of it in one transaction. */
async function change(db: Db, update: (tx: Tx) => Promise<Alias | undefined>): Promise<ChangeAliasResult> {
  const alias = await db.transaction(async (tx) => {
    const changed = await update(tx);
    if (changed !== undefined)
      await announceDirectoryChange(tx, { subject: 'alias', name: formatAddress(changed.address) });
    return changed;
  });
  return alias === undefined
    ? { kind: 'unknown_alias', reason: 'There is no such alias' }
    : { kind: 'changed', alias };
}
