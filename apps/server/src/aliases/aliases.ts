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
  ChangeAlias,
  ChangeAliasResult,
  DeleteAlias,
  SetAliasEnabled,
} from './alias.ts';
import { cleanDisplayName, isAliasName, refuse } from './rules.ts';
import { findAlias, insertAlias, listAliases, markDeleted, updateAlias, updateEnabled } from './store.ts';

/** What {@link createAliases} needs. */
export interface AliasesDependencies {
  readonly db: Db;
  readonly clock: Clock;
  readonly domains: Pick<Domains, 'findDomain'>;
  readonly mailboxes: Pick<Mailboxes, 'findMailbox'>;
  readonly contacts: Pick<Contacts, 'isReplyAddress'>;
}

/** Aliases of organizations. */
export interface Aliases {
  /** Adds an enabled alias. The domain may still be pending: mail arrives once it is active. */
  addAlias(input: AddAlias): Promise<AddAliasResult>;
  /** By address as typed; undefined also for a deleted one and for text that is no address. */
  findAlias(organizationId: string, address: string): Promise<Alias | undefined>;
  /** Of one organization, in the order in which they were added, deleted ones left out. */
  listAliases(organizationId: string): Promise<readonly Alias[]>;
  /** Switches an alias on or off, and says what happens while it is off. */
  setEnabled(input: SetAliasEnabled): Promise<ChangeAliasResult>;
  /** Changes how an alias forwards, and the name that its replies show. */
  changeAlias(input: ChangeAlias): Promise<ChangeAliasResult>;
  /** Deletes an alias; its address stays taken for ever. */
  deleteAlias(input: DeleteAlias): Promise<ChangeAliasResult>;
}

/** Aliases on a database. */
export function createAliases(dependencies: AliasesDependencies): Aliases {
  const { db, clock } = dependencies;
  return {
    addAlias: (input) => addAlias(dependencies, input),
    findAlias: async (organizationId, text) => {
      const address = parseFolded(text);
      const found = address.ok ? await findAlias(db, organizationId, address.value) : undefined;
      return found === undefined || found.isDeleted ? undefined : found.alias;
    },
    listAliases: (organizationId) => listAliases(db, organizationId),
    setEnabled: ({ isEnabled, whenDisabled, ...alias }) =>
      change(db, (tx) => updateEnabled(tx, alias, { isEnabled, whenDisabled })),
    changeAlias: ({ mode, displayName, ...alias }) =>
      change(db, (tx) =>
        updateAlias(tx, alias, {
          mode,
          displayName: displayName === undefined ? undefined : (cleanDisplayName(displayName) ?? null),
        }),
      ),
    deleteAlias: (alias) => change(db, (tx) => markDeleted(tx, alias, clock.now())),
  };
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
  const mailboxes = await findMailboxes(dependencies, { ...input, address: formatAddress(address) });
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
  const domain = await domains.findDomain(address.domain);
  if (domain === undefined) return refuse('unknown_domain', address.domain);
  if (domain.organizationId !== organizationId) return refuse('not_your_domain', address.domain);
  if (domain.state === 'suspended') return refuse('suspended_domain', address.domain);
  const { localPart } = address;
  const isReserved =
    isReservedLocalPart(localPart) || (await contacts.isReplyAddress({ domainId: domain.id, localPart }));
  return isReserved ? refuse('reserved', formatAddress(address)) : { kind: 'domain', domain };
}

/** The ids of the mailboxes, each once, when all are there and confirmed. */
async function findMailboxes(
  { mailboxes }: AliasesDependencies,
  { organizationId, address, mailboxAddresses }: AddAlias,
): Promise<{ readonly kind: 'mailboxes'; readonly ids: readonly string[] } | AddAliasRefusal> {
  const ids = new Set<string>();
  for (const mailboxAddress of mailboxAddresses) {
    const mailbox = await mailboxes.findMailbox(organizationId, mailboxAddress);
    if (mailbox === undefined) return refuse('unknown_mailbox', mailboxAddress.trim());
    if (mailbox.state !== 'confirmed') return refuse('mailbox_not_confirmed', formatAddress(mailbox.address));
    ids.add(mailbox.id);
  }
  return ids.size === 0 ? refuse('no_mailbox', address) : { kind: 'mailboxes', ids: [...ids] };
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
