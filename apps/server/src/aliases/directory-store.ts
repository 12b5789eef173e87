import { parseAddress, type Address, type DomainName } from '@smtpy/mail';
import type { Queryable } from '../db/index.ts';
import type { DomainState } from '../domains/index.ts';
import type { AliasMode, WhenDisabled } from './alias.ts';
import type { DirectoryAlias, DirectoryContact, DirectoryEntry } from './directory-entry.ts';

interface DirectoryRow {
  readonly domain_id: string;
  readonly domain_name: string;
  readonly domain_state: DomainState;
  readonly alias: AliasPart | null;
  readonly contact: ContactPart | null;
}

interface AliasPart {
  readonly id: string;
  readonly organization_id: string;
  readonly local_part: string;
  readonly display_name: string | null;
  readonly is_enabled: boolean;
  readonly when_disabled: WhenDisabled;
  readonly mode: AliasMode;
  readonly is_deleted: boolean;
  readonly mailboxes:
    readonly { readonly id: string; readonly address: string; readonly is_paused: boolean }[] | null;
}

interface ContactPart {
  readonly id: string;
  readonly address: string;
  readonly reply_local_part: string;
  readonly alias: AliasPart;
}

/** An alias `a` as one value, with its confirmed mailboxes. */
const aliasObject = `json_build_object('id', a.id, 'organization_id', a.organization_id, 'local_part', a.local_part,
        'display_name', a.display_name, 'is_enabled', a.is_enabled, 'when_disabled', a.when_disabled, 'mode', a.mode,
        'is_deleted', a.deleted_at is not null,
        'mailboxes', (select json_agg(json_build_object('id', m.id, 'address', m.address, 'is_paused', m.paused_at is not null)
            order by m.number)
          from alias_mailboxes am join mailboxes m on m.id = am.mailbox_id
          where am.alias_id = a.id and m.state = 'confirmed' and m.organization_id = a.organization_id))`;

/**
 * Everything RCPT needs in one prepared statement: a handful of unique-index look-ups however many aliases there are. It reads
 * the tables of domains, mailboxes and contacts, since a question to each feature would be a round trip each.
 */
const lookUpText = `select d.id as domain_id, d.name as domain_name, d.state as domain_state,
    (select ${aliasObject} from aliases a where a.domain_id = d.id and a.local_part = $2) as alias,
    (select json_build_object('id', c.id, 'address', c.address, 'reply_local_part', c.reply_local_part,
        'alias', (select ${aliasObject} from aliases a where a.id = c.alias_id))
      from contacts c where c.domain_id = d.id and c.reply_local_part = $2) as contact
  from domains d where d.name = $1`;

const loadText = `select d.id as domain_id, d.name as domain_name, d.state as domain_state, ${aliasObject} as alias,
    null as contact
  from aliases a join domains d on d.id = a.domain_id where a.id = $1`;

/** What a normalised address is. */
export async function lookUp(db: Queryable, address: Address): Promise<DirectoryEntry> {
  const [row] = await db.query<DirectoryRow>({
    name: 'directory-look-up',
    text: lookUpText,
    params: [address.domain, address.localPart],
  });
  return row === undefined ? { kind: 'unknown_domain' } : entryOf(row);
}

/** An alias by id, whatever its state and that of its domain; undefined when there is none. */
export async function loadDirectoryAlias(
  db: Queryable,
  aliasId: string,
): Promise<DirectoryAlias | undefined> {
  const [row] = await db.query<DirectoryRow>({ name: 'directory-load', text: loadText, params: [aliasId] });
  return row === undefined || row.alias === null ? undefined : aliasOf(row, row.alias);
}

function entryOf(row: DirectoryRow): DirectoryEntry {
  switch (row.domain_state) {
    case 'pending':
      return { kind: 'unknown_domain' };
    case 'suspended':
      return { kind: 'suspended_domain' };
    case 'active':
    case 'degraded':
      return entryOnOpenDomain(row);
  }
}

function entryOnOpenDomain(row: DirectoryRow): DirectoryEntry {
  const { alias, contact } = row;
  if (alias !== null)
    return alias.is_deleted ? { kind: 'deleted_alias' } : { kind: 'alias', alias: aliasOf(row, alias) };
  if (contact === null) return { kind: 'unknown_alias' };
  if (contact.alias.is_deleted) return { kind: 'deleted_alias' };
  return { kind: 'reply_address', contact: contactOf(row, contact), alias: aliasOf(row, contact.alias) };
}

function aliasOf(row: DirectoryRow, alias: AliasPart): DirectoryAlias {
  // Only names that were parsed are stored.
  const domainName = row.domain_name as DomainName;
  return {
    id: alias.id,
    organizationId: alias.organization_id,
    domainId: row.domain_id,
    domainName,
    address: { localPart: alias.local_part, domain: domainName },
    displayName: alias.display_name ?? undefined,
    isEnabled: alias.is_enabled,
    whenDisabled: alias.when_disabled,
    mode: alias.mode,
    mailboxes: (alias.mailboxes ?? []).map(({ id, address, is_paused: isPaused }) => ({
      id,
      address: storedAddress(`mailbox ${id}`, address),
      isPaused,
    })),
  };
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
