import type { Address } from '@smtpy/mail';
import type { Queryable } from '../db/index.ts';
import type { DirectoryAlias, DirectoryEntry } from './directory-entry.ts';
import { isRetiredReplyAddress } from '../domains/index.ts';
import { aliasOf, entryOf, type DirectoryRow } from './directory-row.ts';

/** An alias `a` of a domain `d` as one value, with its confirmed mailboxes. */
const aliasObject = `json_build_object('id', a.id, 'organization_id', a.organization_id, 'local_part', a.local_part,
        'is_catch_all', a.is_catch_all, 'display_name', a.display_name, 'is_enabled', a.is_enabled,
        'when_disabled', a.when_disabled, 'mode', case when a.is_catch_all then d.default_mode else a.mode end,
        'plus_addressing', a.plus_addressing, 'expires_at', a.expires_at, 'messages_left', a.messages_left,
        'pinning', a.pinning, 'holds_for_preview', a.holds_for_preview, 'is_deleted', a.deleted_at is not null,
        'is_suspended', d.is_shared and exists (select from auth.organization o where o.id = a.organization_id and o."suspendedAt" is not null),
        'mailboxes', (select json_agg(json_build_object('id', m.id, 'address', m.address, 'is_paused', m.paused_at is not null)
            order by m.number)
          from alias_mailboxes am join mailboxes m on m.id = am.mailbox_id
          where am.alias_id = a.id and m.state = 'confirmed' and m.organization_id = a.organization_id))`;

/** What a contact `c` knows of a catch-all is an alias that was deleted. */
const isDeletedAddress = `c.written_to <> '' and exists (select 1 from aliases w
          where w.domain_id = c.domain_id and w.local_part = c.written_to and w.deleted_at is not null)`;

/**
 * Everything RCPT needs in one prepared statement: a handful of unique-index look-ups however many aliases there are. It reads
 * the tables of domains, mailboxes and contacts, since a question to each feature would be a round trip each. `offset 0` keeps the
 * planner from copying the two look-ups to where their results are asked for.
 */
export const lookUpText = `select d.id as domain_id, d.name as domain_name, d.organization_id, d.state as domain_state,
    found.alias, found.contact,
    found.alias is null and found.contact is null and exists (select from retired_addresses r
      where r.domain_id = d.id and r.local_part_hash = sha256(convert_to($2, 'UTF8'))) as is_retired,
    case when d.catch_all <> 'off' and found.alias is null and found.contact is null
        and not ${isRetiredReplyAddress('$2::text', 'd.name')}
      then json_build_object('mode', d.catch_all, 'pattern', d.catch_all_pattern,
        'alias', (select ${aliasObject} from aliases a where a.domain_id = d.id and a.local_part = '*')) end as catch_all
  from domains d cross join lateral (select
    (select ${aliasObject} from aliases a where a.domain_id = d.id and a.local_part = $2 and not a.is_catch_all) as alias,
    (select json_build_object('id', c.id, 'address', c.address, 'reply_local_part', c.reply_local_part,
        'written_to', c.written_to, 'is_deleted_address', ${isDeletedAddress},
        'alias', (select ${aliasObject} from aliases a where a.id = c.alias_id))
      from contacts c where c.domain_id = d.id and c.reply_local_part = $2) as contact offset 0) found
  where d.name = $1 and d.state <> 'pending'`;

const loadText = `select d.id as domain_id, d.name as domain_name, d.organization_id, d.state as domain_state,
    ${aliasObject} as alias, null as contact, null as catch_all, false as is_retired
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
