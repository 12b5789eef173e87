import { parseAddress, type Address, type DomainName } from '@smtpy/mail';
import type { DomainState } from '../domains/index.ts';
import type { AliasMode, Pinning, WhenDisabled } from './alias.ts';
import type {
  DirectoryAlias,
  DirectoryCatchAll,
  DirectoryContact,
  DirectoryDomain,
  DirectoryEntry,
} from './directory-entry.ts';

/** What the statements of the directory give. */
export interface DirectoryRow {
  readonly domain_id: string;
  readonly domain_name: string;
  readonly organization_id: string;
  readonly domain_state: DomainState;
  readonly alias: AliasPart | null;
  readonly contact: ContactPart | null;
  readonly catch_all: CatchAllPart | null;
  /** Whether somebody had the address, of which no other row tells. */
  readonly is_retired: boolean;
}

interface AliasPart {
  readonly id: string;
  readonly organization_id: string;
  readonly local_part: string;
  readonly is_catch_all: boolean;
  readonly display_name: string | null;
  readonly is_enabled: boolean;
  readonly when_disabled: WhenDisabled;
  readonly mode: AliasMode;
  readonly plus_addressing: boolean;
  /** ISO 8601. */
  readonly expires_at: string | null;
  readonly messages_left: number | null;
  readonly pinning: Pinning;
  readonly holds_for_preview: boolean;
  readonly is_deleted: boolean;
  /** Whether its organization is suspended and the domain is not: it is a shared one. */
  readonly is_suspended: boolean;
  readonly mailboxes:
    readonly { readonly id: string; readonly address: string; readonly is_paused: boolean }[] | null;
}

interface ContactPart {
  readonly id: string;
  readonly address: string;
  readonly reply_local_part: string;
  readonly written_to: string;
  readonly is_deleted_address: boolean;
  readonly alias: AliasPart;
}

interface CatchAllPart {
  readonly mode: DirectoryCatchAll['mode'];
  readonly pattern: string | null;
  /** The alias is made in the transaction that switches the catch-all on. */
  readonly alias: AliasPart;
}

/** What a look-up found. */
export function entryOf(row: DirectoryRow): DirectoryEntry {
  switch (row.domain_state) {
    case 'pending':
      return { kind: 'unknown_domain' };
    case 'suspended':
      return { kind: 'suspended_domain', organizationId: row.organization_id };
    case 'active':
    case 'degraded':
      return entryOnOpenDomain(row);
  }
}

function entryOnOpenDomain(row: DirectoryRow): DirectoryEntry {
  const { alias, contact } = row;
  if (alias !== null) return aliasEntry(row, alias);
  if (contact === null) return { kind: 'unknown_alias', domain: domainOf(row) };
  if (contact.alias.is_deleted || contact.is_deleted_address) return deletedEntry(contact.alias);
  if (contact.alias.is_suspended) return suspendedEntry(contact.alias);
  return { kind: 'reply_address', contact: contactOf(row, contact), alias: writingAliasOf(row, contact) };
}

function aliasEntry(row: DirectoryRow, alias: AliasPart): DirectoryEntry {
  if (alias.is_deleted) return deletedEntry(alias);
  return alias.is_suspended ? suspendedEntry(alias) : { kind: 'alias', alias: aliasOf(row, alias) };
}

/** The domain works on for all others. */
function suspendedEntry({ organization_id: organizationId }: AliasPart): DirectoryEntry {
  return { kind: 'suspended_domain', organizationId };
}

function deletedEntry({ id: aliasId, organization_id: organizationId }: AliasPart): DirectoryEntry {
  return { kind: 'deleted_alias', organizationId, aliasId };
}

function domainOf(row: DirectoryRow): DirectoryDomain {
  const { catch_all: catchAll } = row;
  return {
    id: row.domain_id,
    // Only names that were parsed are stored.
    name: row.domain_name as DomainName,
    organizationId: row.organization_id,
    // What somebody had is caught for nobody else.
    catchAll: catchAll === null || row.is_retired ? undefined : catchAllOf(row, catchAll),
  };
}

function catchAllOf(row: DirectoryRow, { mode, pattern, alias }: CatchAllPart): DirectoryCatchAll {
  return { mode, pattern: pattern ?? undefined, alias: aliasOf(row, alias) };
}

/** An alias of the row's domain. */
export function aliasOf(row: DirectoryRow, alias: AliasPart): DirectoryAlias {
  const domainName = row.domain_name as DomainName;
  return {
    id: alias.id,
    organizationId: alias.organization_id,
    domainId: row.domain_id,
    domainName,
    address: { localPart: alias.local_part, domain: domainName },
    isCatchAll: alias.is_catch_all,
    displayName: alias.display_name ?? undefined,
    isEnabled: alias.is_enabled,
    whenDisabled: alias.when_disabled,
    mode: alias.mode,
    plusAddressing: alias.plus_addressing,
    expiresAt: alias.expires_at === null ? undefined : new Date(alias.expires_at),
    hasMessageLimit: alias.messages_left !== null,
    messagesLeft: alias.messages_left ?? undefined,
    pinning: alias.pinning,
    holdsForPreview: alias.holds_for_preview,
    mailboxes: (alias.mailboxes ?? []).map(({ id, address, is_paused: isPaused }) => ({
      id,
      address: storedAddress(`mailbox ${id}`, address),
      isPaused,
    })),
  };
}

/** The alias under the address that its contact knows. */
function writingAliasOf(row: DirectoryRow, { alias, written_to: localPart }: ContactPart): DirectoryAlias {
  const whole = aliasOf(row, alias);
  return localPart === '' ? whole : { ...whole, address: { ...whole.address, localPart } };
}

function contactOf(row: DirectoryRow, contact: ContactPart): DirectoryContact {
  return {
    id: contact.id,
    address: storedAddress(`contact ${contact.id}`, contact.address),
    replyAddress: { localPart: contact.reply_local_part, domain: row.domain_name as DomainName },
  };
}

function storedAddress(owner: string, text: string): Address {
  const parsed = parseAddress(text);
  if (!parsed.ok) throw new Error(`${owner} has no valid address: ${parsed.reason}`);
  return parsed.value;
}
