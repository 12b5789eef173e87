import {
  foldAddress,
  formatAddress,
  isReservedLocalPart,
  parseAddress,
  type Address,
  type Parsed,
} from '@smtpy/mail';
import { newId, type Db, type Tx } from '../db/index.ts';
import type { Contacts } from '../contacts/index.ts';
import { announceDirectoryChange, type Domain, type Domains } from '../domains/index.ts';
import type { Mailboxes } from '../mailboxes/index.ts';
import type { Clock } from '../observe/index.ts';
import type {
  AddAlias,
  AddAliasRefusal,
  AddAliasResult,
  Alias,
  AliasPage,
  ChangeAlias,
  ChangeAliasResult,
  DeleteAlias,
  SetAliasEnabled,
} from './alias.ts';
import { createCatchAlls, type CatchAlls } from './catch-all.ts';
import { chooseMailboxes } from './choose-mailboxes.ts';
import { giveBackMessage, takeMessage } from './message-limit.ts';
import { catchAllLocalPart, cleanDisplayName, isAliasName, refuse } from './rules.ts';
import {
  findAlias,
  insertAlias,
  listAliases,
  loadAlias,
  markDeleted,
  replaceMailboxes,
  updateAlias,
  updateEnabled,
} from './store.ts';

/** What {@link createAliases} needs. */
export interface AliasesDependencies {
  readonly db: Db;
  readonly clock: Clock;
  readonly domains: Pick<Domains, 'findDomain'>;
  readonly mailboxes: Pick<Mailboxes, 'findMailbox'>;
  readonly contacts: Pick<Contacts, 'isReplyAddress'>;
}

/** Aliases of organizations. */
export interface Aliases extends CatchAlls {
  /** Adds an enabled alias. The domain may still be pending: mail arrives once it is active. */
  addAlias(input: AddAlias): Promise<AddAliasResult>;
  /** By address as typed; undefined also for a deleted one, for that of a catch-all and for text that is no address. */
  findAlias(organizationId: string, address: string): Promise<Alias | undefined>;
  /** Of one organization, in the order in which they were added, without deleted ones and those of catch-alls. */
  listAliases(organizationId: string, page?: AliasPage): Promise<readonly Alias[]>;
  /** Switches an alias on or off, and says what happens while it is off. */
  setEnabled(input: SetAliasEnabled): Promise<ChangeAliasResult>;
  /** Changes how and where an alias forwards, for how long, and how it shows itself. */
  changeAlias(input: ChangeAlias): Promise<ChangeAliasResult>;
  /** Deletes an alias; its address stays taken for ever. */
  deleteAlias(input: DeleteAlias): Promise<ChangeAliasResult>;
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
    listAliases: (organizationId, page) => listAliases(db, organizationId, page),
    setEnabled: ({ isEnabled, whenDisabled, ...alias }) =>
      change(db, (tx) => updateEnabled(tx, alias, { isEnabled, whenDisabled })),
    changeAlias: (input) => changeAlias(dependencies, input),
    deleteAlias: (alias) => change(db, (tx) => markDeleted(tx, alias, clock.now())),
    takeMessage: (aliasId) => takeMessage(db, aliasId),
    giveBack: (aliasId) => giveBackMessage(db, aliasId),
  };
}

async function changeAlias(
  { db, mailboxes }: AliasesDependencies,
  { organizationId, aliasId, mailboxAddresses, displayName, ...input }: ChangeAlias,
): Promise<ChangeAliasResult> {
  const chosen =
    mailboxAddresses &&
    (await chooseMailboxes(mailboxes, { organizationId, mailboxAddresses, subject: 'the alias' }));
  if (chosen !== undefined && chosen.kind !== 'mailboxes') return chosen;
  const { mode, plusAddressing, expiresAt, messagesLeft, pinning, holdsForPreview } = input;
  const changes = { mode, plusAddressing, expiresAt, messagesLeft, pinning, holdsForPreview };
  return change(db, async (tx) => {
    const shownName = displayName === undefined ? undefined : (cleanDisplayName(displayName) ?? null);
    const alias = { organizationId, aliasId };
    const changed = await updateAlias(tx, alias, { ...changes, displayName: shownName });
    if (changed === undefined || chosen === undefined) return changed;
    await replaceMailboxes(tx, { ...alias, mailboxIds: chosen.ids });
    return await loadAlias(tx, alias);
  });
}

function parseFolded(text: string): Parsed<Address> {
  const address = parseAddress(text.trim());
  return address.ok ? { ok: true, value: foldAddress(address.value) } : address;
}

async function addAlias(dependencies: AliasesDependencies, input: AddAlias): Promise<AddAliasResult> {
  const { db, clock } = dependencies;
  const parsed = parseFolded(input.address);
  if (!parsed.ok || !isAliasName(parsed.value.localPart))
    return refuse('invalid_local_part', input.address.trim());
  const address = parsed.value;
  const { organizationId } = input;
  const domain = await findUsableDomain(dependencies, { organizationId, address });
  if (domain.kind !== 'domain') return domain;
  const mailboxes = await chooseMailboxes(dependencies.mailboxes, {
    ...input,
    subject: formatAddress(address),
  });
  if (mailboxes.kind !== 'mailboxes') return mailboxes;
  const domainId = domain.domain.id;
  const alias = {
    id: newId(),
    organizationId,
    domainId,
    localPart: address.localPart,
    mode: input.mode ?? domain.domain.defaultMode,
    displayName: cleanDisplayName(input.displayName),
    mailboxIds: mailboxes.ids,
    createdAt: clock.now(),
  };
  return db.transaction(async (tx) => {
    const isInserted = await insertAlias(tx, alias);
    if (isInserted) await announceDirectoryChange(tx, { subject: 'alias', name: formatAddress(address) });
    const found = await findAlias(tx, organizationId, address);
    if (isInserted && found !== undefined) return { kind: 'added', alias: found.alias };
    return refuse(found?.isDeleted === true ? 'deleted_before' : 'taken', formatAddress(address));
  });
}

/** The domain, when this organization may make this address on it. */
async function findUsableDomain(
  { domains, contacts }: AliasesDependencies,
  { organizationId, address }: { readonly organizationId: string; readonly address: Address },
): Promise<{ readonly kind: 'domain'; readonly domain: Domain } | AddAliasRefusal> {
  const domain = await domains.findDomain(address.domain, organizationId);
  if (domain === undefined) return refuse('unknown_domain', address.domain);
  if (domain.organizationId !== organizationId) return refuse('not_your_domain', address.domain);
  if (domain.state === 'suspended') return refuse('suspended_domain', address.domain);
  const { localPart } = address;
  const isReserved =
    isReservedLocalPart(localPart) || (await contacts.isReplyAddress({ domainId: domain.id, localPart }));
  return isReserved ? refuse('reserved', formatAddress(address)) : { kind: 'domain', domain };
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
