import type { Queryable } from '../db/index.ts';
import { maxCountedAliases, type ListedMailbox, type ListMailboxes } from './listed-mailbox.ts';
import { mailboxColumns, mailboxOf, type MailboxRow } from './store.ts';

interface ListedRow extends MailboxRow {
  readonly sort_key: string;
  readonly probes: number;
  readonly alias_count: number;
  readonly key_fingerprint: string | null;
  readonly key_source: 'pasted' | 'wkd' | null;
  readonly key_hides_subject: boolean | null;
  readonly key_expires_at: Date | null;
}

/** Columns of mailboxes `m`; what belongs to other features is read with them, since a question for each line would be many. */
const listedColumns = `${mailboxColumns
  .split(',')
  .map((column) => `m.${column.trim()}`)
  .join(', ')}, lower(m.address) as sort_key, m.probes,
  k.fingerprint as key_fingerprint, k.source as key_source, k.hides_subject as key_hides_subject,
  k.expires_at as key_expires_at,
  (select count(*)::integer from (select 1 from alias_mailboxes am join aliases a on a.id = am.alias_id
    where am.mailbox_id = m.id and a.deleted_at is null and a.local_part <> '*' limit ${String(maxCountedAliases)}) counted) as alias_count`;

const mailboxesAndKeys = 'mailboxes m left join mailbox_keys k on k.mailbox_id = m.id';

function listedOf(row: ListedRow): ListedMailbox {
  return {
    ...mailboxOf(row),
    sortKey: row.sort_key,
    probes: row.probes,
    aliasCount: row.alias_count,
    key:
      row.key_fingerprint === null
        ? undefined
        : {
            fingerprint: row.key_fingerprint,
            source: row.key_source ?? 'pasted',
            hidesSubject: row.key_hides_subject ?? false,
            expiresAt: row.key_expires_at ?? undefined,
          },
  };
}

/** One mailbox of an organization, with what stands beside it. */
export async function findListedMailbox(
  db: Queryable,
  { organizationId, mailboxId }: { readonly organizationId: string; readonly mailboxId: string },
): Promise<ListedMailbox | undefined> {
  const [row] = await db.query<ListedRow>({
    text: `select ${listedColumns} from ${mailboxesAndKeys} where m.organization_id = $1 and m.id = $2`,
    params: [organizationId, mailboxId],
  });
  return row && listedOf(row);
}

const filter = `m.organization_id = $1 and ($2::text is null or strpos(lower(m.address), lower($2)) > 0)
  and ($3::text is null or m.state = $3) and ($4::boolean is null or (m.paused_at is not null) = $4)`;

/** A page of mailboxes. Ids are in the order in which mailboxes were added. */
export async function listMailboxPage(
  db: Queryable,
  { organizationId, search, state, isPaused, order, isDescending, limit, after }: ListMailboxes,
): Promise<{ readonly rows: readonly ListedMailbox[]; readonly total: number }> {
  const [direction, comparison] = isDescending ? ['desc', '<'] : ['asc', '>'];
  const filters = [organizationId, search ?? null, state ?? null, isPaused ?? null];
  const [address = null, id = null] = after ?? [];
  const isByAddress = order === 'address';
  const [keys, reached] = isByAddress
    ? (['lower(m.address), m.id', '$7::text, $6::uuid'] as const)
    : (['m.id', '$6::uuid'] as const);
  const rows = await db.query<ListedRow>({
    text: `select ${listedColumns} from ${mailboxesAndKeys}
      where ${filter} and ($6::uuid is null or (${keys}) ${comparison} (${reached}))
      order by ${keys.replaceAll(',', ` ${direction},`)} ${direction} limit $5`,
    params: [...filters, limit, id, ...(isByAddress ? [address] : [])],
  });
  const [count] = await db.query<{ readonly total: number }>({
    text: `select count(*)::integer as total from mailboxes m where ${filter}`,
    params: filters,
  });
  return { rows: rows.map(listedOf), total: count?.total ?? 0 };
}
