import { parseAddress, type Address, type DomainName } from '@smtpy/mail';
import type { Queryable } from '../db/index.ts';
import type { DomainState } from '../domains/index.ts';
import type { AliasMode, WhenDisabled } from './alias.ts';
import type { DirectoryEntry, DirectoryMailbox } from './directory-entry.ts';

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
  readonly is_enabled: boolean;
  readonly when_disabled: WhenDisabled;
  readonly mode: AliasMode;
  readonly is_deleted: boolean;
  readonly mailboxes: readonly { readonly id: string; readonly address: string }[] | null;
}

interface ContactPart {
  readonly id: string;
  readonly organization_id: string;
  readonly alias_id: string;
}

/**
 * Everything RCPT needs in one prepared statement: four unique-index look-ups however many aliases there are. It reads the
 * tables of domains, mailboxes and contacts, since a question to each feature would be a round trip each.
 */
const statement = `select d.id as domain_id, d.name as domain_name, d.state as domain_state,
    (select json_build_object('id', a.id, 'organization_id', a.organization_id, 'local_part', a.local_part,
        'is_enabled', a.is_enabled, 'when_disabled', a.when_disabled, 'mode', a.mode, 'is_deleted', a.deleted_at is not null,
        'mailboxes', (select json_agg(json_build_object('id', m.id, 'address', m.address) order by m.number)
          from alias_mailboxes am join mailboxes m on m.id = am.mailbox_id
          where am.alias_id = a.id and m.state = 'confirmed' and m.organization_id = a.organization_id))
      from aliases a where a.domain_id = d.id and a.local_part = $2) as alias,
    (select json_build_object('id', c.id, 'organization_id', c.organization_id, 'alias_id', c.alias_id)
      from contacts c where c.domain_id = d.id and c.reply_local_part = $2) as contact
  from domains d where d.name = $1`;

/** What a normalised address is. */
export async function lookUp(db: Queryable, address: Address): Promise<DirectoryEntry> {
  const [row] = await db.query<DirectoryRow>({
    name: 'directory-look-up',
    text: statement,
    params: [address.domain, address.localPart],
  });
  return row === undefined ? { kind: 'unknown_domain' } : entryOf(row);
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
  if (alias?.is_deleted === true) return { kind: 'deleted_alias' };
  if (alias !== null) return aliasEntry(row, alias);
  if (contact === null) return { kind: 'unknown_alias' };
  return {
    kind: 'reply_address',
    contactId: contact.id,
    organizationId: contact.organization_id,
    aliasId: contact.alias_id,
  };
}

function aliasEntry(row: DirectoryRow, alias: AliasPart): DirectoryEntry {
  // Only names that were parsed are stored.
  const domainName = row.domain_name as DomainName;
  return {
    kind: 'alias',
    alias: {
      id: alias.id,
      organizationId: alias.organization_id,
      domainId: row.domain_id,
      domainName,
      address: { localPart: alias.local_part, domain: domainName },
      isEnabled: alias.is_enabled,
      whenDisabled: alias.when_disabled,
      mode: alias.mode,
      mailboxes: (alias.mailboxes ?? []).map(mailboxOf),
    },
  };
}

function mailboxOf({ id, address }: { readonly id: string; readonly address: string }): DirectoryMailbox {
  const parsed = parseAddress(address);
  if (!parsed.ok) throw new Error(`mailbox ${id} has no valid address: ${parsed.reason}`);
  return { id, address: parsed.value };
}
