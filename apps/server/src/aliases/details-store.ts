import type { DomainName } from '@smtpy/mail';
import type { Queryable } from '../db/index.ts';
import type { AliasCounters, AliasDetails } from './details.ts';
import { aliasColumns, aliasOf, type AliasRow, type OwnedAlias } from './store.ts';

const numbersOf = `(select json_build_object('delivered', coalesce(sum(c.delivered), 0), 'replied', coalesce(sum(c.replied), 0),
    'discarded', coalesce(sum(c.discarded), 0), 'failed', coalesce(sum(c.bounced + c.expired), 0))
  from alias_counters c where c.alias_id = a.id)`;

/** All that {@link detailsOf} reads, of an alias `a` with {@link detailTables}. */
export const detailColumns = `${aliasColumns}, d.is_shared, t.at as activity_at, t.is_used, t.refused, ${numbersOf} as numbers,
  array(select p.domain from alias_pins p where p.alias_id = a.id order by p.domain) as pins,
  coalesce((select json_agg(json_build_object('id', m.id, 'address', m.address) order by m.number)
    from alias_mailboxes am join mailboxes m on m.id = am.mailbox_id where am.alias_id = a.id), '[]') as mailbox_items`;

/**
 * What is joined to an alias `a`. It reads the tables of counters and mailboxes as well: a question to each feature would be a round trip
 * each.
 */
export const detailTables = 'join domains d on d.id = a.domain_id join alias_activity t on t.alias_id = a.id';

/** A row of {@link detailColumns}. */
export interface DetailRow extends AliasRow {
  readonly is_shared: boolean;
  readonly activity_at: Date;
  readonly is_used: boolean;
  readonly refused: number;
  readonly numbers: {
    readonly delivered: number;
    readonly replied: number;
    readonly discarded: number;
    readonly failed: number;
  };
  readonly pins: readonly string[];
  readonly mailbox_items: readonly { readonly id: string; readonly address: string }[];
}

/** An alias of a row. */
export function detailsOf(row: DetailRow): AliasDetails {
  return {
    alias: aliasOf(row),
    // Only names that were parsed are stored.
    domainName: row.domain_name as DomainName,
    isOnSharedDomain: row.is_shared,
    mailboxes: row.mailbox_items,
    pins: row.pins,
    counters: countersOf(row),
    lastActivityAt: row.is_used ? row.activity_at : undefined,
    deletedAt: row.deleted_at ?? undefined,
  };
}

/** Sums of rows that are written at different times: what is a little behind is never shown as less than nothing. */
function countersOf({ numbers, refused }: DetailRow): AliasCounters {
  return {
    forwarded: Math.max(0, numbers.delivered - numbers.replied),
    replied: numbers.replied,
    blocked: numbers.discarded + refused,
    bounced: numbers.failed,
  };
}

/** An alias of an organization with all there is, also in the trash since `deletedAfter`; never that of a catch-all. */
export async function findDetails(
  db: Queryable,
  { organizationId, aliasId, deletedAfter }: OwnedAlias & { readonly deletedAfter: Date },
): Promise<AliasDetails | undefined> {
  const [row] = await db.query<DetailRow>({
    text: `select ${detailColumns} from aliases a ${detailTables} where a.id = $1 and a.organization_id = $2 and not a.is_catch_all
      and (a.deleted_at is null or a.deleted_at > $3)`,
    params: [aliasId, organizationId, deletedAfter],
  });
  return row && detailsOf(row);
}
