import {
  foldAddress,
  formatAddress,
  isReservedLocalPart,
  parseAddress,
  type Address,
  type Parsed,
} from '@smtpy/mail';
import { newId, type Db } from '../db/index.ts';
import type { Contacts } from '../contacts/index.ts';
import { announceDirectoryChange, type Domain, type Domains } from '../domains/index.ts';
import type { Clock } from '../observe/index.ts';
import type { AddAlias, AddAliasRefusal, AddAliasResult } from './alias.ts';
import { chooseMailboxes, type ChoosableMailboxes } from './choose-mailboxes.ts';
import { cleanDisplayName, isAliasName, isOwnersName, refuse } from './rules.ts';
import { findAlias, insertAlias } from './store.ts';

/** What {@link addAlias} needs. */
export interface AddAliasDependencies {
  readonly db: Db;
  readonly clock: Clock;
  readonly domains: Pick<Domains, 'findDomain'>;
  readonly mailboxes: ChoosableMailboxes;
  readonly contacts: Pick<Contacts, 'isReplyAddress'>;
}

/** An address as typed, in the form in which addresses of aliases are stored. */
export function parseFolded(text: string): Parsed<Address> {
  const address = parseAddress(text.trim());
  return address.ok ? { ok: true, value: foldAddress(address.value) } : address;
}

/** Adds an alias; see `Aliases.addAlias`. */
export async function addAlias(dependencies: AddAliasDependencies, input: AddAlias): Promise<AddAliasResult> {
  const parsed = parseFolded(input.address);
  if (!parsed.ok || !isAliasName(parsed.value.localPart))
    return refuse('invalid_local_part', input.address.trim());
  const address = parsed.value;
  const { organizationId } = input;
  const domain = await findUsableDomain(dependencies, { organizationId, address });
  if (domain.kind !== 'domain') return domain;
  const choice = { ...input, subject: formatAddress(address) };
  const mailboxes = await chooseMailboxes(dependencies.mailboxes, choice);
  if (mailboxes.kind !== 'mailboxes') return mailboxes;
  return await insert(dependencies, { input, address, domain: domain.domain, mailboxIds: mailboxes.ids });
}

function insert(
  { db, clock }: AddAliasDependencies,
  {
    input: { organizationId, mode, displayName, settings },
    address,
    domain,
    mailboxIds,
  }: {
    readonly input: AddAlias;
    readonly address: Address;
    readonly domain: Domain;
    readonly mailboxIds: readonly string[];
  },
): Promise<AddAliasResult> {
  const alias = {
    id: newId(),
    organizationId,
    domainId: domain.id,
    localPart: address.localPart,
    mode: mode ?? domain.defaultMode,
    displayName: cleanDisplayName(displayName),
    mailboxIds,
    createdAt: clock.now(),
    settings,
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
  { domains, contacts }: AddAliasDependencies,
  { organizationId, address }: { readonly organizationId: string; readonly address: Address },
): Promise<{ readonly kind: 'domain'; readonly domain: Domain } | AddAliasRefusal> {
  const domain = await domains.findDomain(address.domain, organizationId);
  if (domain === undefined) return refuse('unknown_domain', address.domain);
  const isOwn = domain.organizationId === organizationId;
  // What nobody has proven to own is used by those alone who say that it is theirs.
  if (!isOwn && (!domain.isShared || domain.state === 'pending'))
    return refuse('not_your_domain', address.domain);
  if (domain.state === 'suspended') return refuse('suspended_domain', address.domain);
  const { localPart } = address;
  const isReserved =
    isReservedLocalPart(localPart) ||
    (!isOwn && isOwnersName(localPart)) ||
    (await contacts.isReplyAddress({ domainId: domain.id, localPart }));
  return isReserved ? refuse('reserved', formatAddress(address)) : { kind: 'domain', domain };
}
