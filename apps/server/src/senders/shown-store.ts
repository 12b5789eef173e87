import type { Queryable, Tx } from '../db/index.ts';
import type { SenderEntry, SenderSource, SenderVerdict } from './entry.ts';
import { entryOf, type EntryRow } from './store.ts';

/** An entry of an organization with what people want to see beside it. */
export interface ShownSender extends SenderEntry {
  readonly organizationId: string;
  /** Undefined: for all aliases of the organization. */
  readonly aliasAddress: string | undefined;
}

/** Which entries of an organization, newest first. */
export interface ListShownSenders {
  readonly organizationId: string;
  readonly verdict?: SenderVerdict | undefined;
  readonly aliasId?: string | undefined;
  readonly scope?: 'alias' | 'organization' | undefined;
  readonly source?: SenderSource | undefined;
  /** A part of subject or note, in any case; no pattern. */
  readonly search?: string | undefined;
  readonly limit: number;
  /** The last id of the page before. */
  readonly beforeId?: string | undefined;
}

interface ShownRow extends EntryRow {
  readonly organization_id: string;
  readonly alias_address: string | null;
}

/** The operator's entries have no organization, so that no condition on one finds them. */
const selectShown = `select e.id, e.organization_id, e.alias_id, e.verdict, e.subject, e.accepts_unproven, e.note, e.source, e.created_at,
    a.local_part || '@' || d.name as alias_address
  from sender_entries e left join aliases a on a.id = e.alias_id left join domains d on d.id = a.domain_id`;

/** As the unique index of the table has it, which is the one that finds the entries of an organization. */
const ofOrganization = `coalesce(e.organization_id, '00000000-0000-0000-0000-000000000000') = $1 and e.organization_id is not null`;

const filter = `${ofOrganization}
  and ($2::text is null or e.verdict = $2) and ($3::uuid is null or e.alias_id = $3)
  and ($4::boolean is null or (e.alias_id is not null) = $4) and ($5::text is null or e.source = $5)
  and ($6::text is null or strpos(e.subject, lower($6)) > 0 or strpos(lower(e.note), lower($6)) > 0)`;

function shownOf(row: ShownRow): ShownSender {
  const { organization_id: organizationId, alias_address: address } = row;
  return { ...entryOf(row), organizationId, aliasAddress: address ?? undefined };
}

/** A page of entries, and how many there are in all; an organization has 5,000 at most. */
export async function listShownSenders(
  db: Queryable,
  { organizationId, verdict, aliasId, scope, source, search, limit, beforeId }: ListShownSenders,
): Promise<{ readonly senders: readonly ShownSender[]; readonly total: number }> {
  const isOfAlias = scope === undefined ? null : scope === 'alias';
  const params = [
    organizationId,
    verdict ?? null,
    aliasId ?? null,
    isOfAlias,
    source ?? null,
    search ?? null,
  ];
  const rows = await db.query<ShownRow>({
    text: `${selectShown} where ${filter} and ($7::uuid is null or e.id < $7) order by e.id desc limit $8`,
    params: [...params, beforeId ?? null, limit],
  });
  const [count] = await db.query<{ readonly total: number }>({
    text: `select count(*)::integer as total from sender_entries e where ${filter}`,
    params,
  });
  return { senders: rows.map(shownOf), total: count?.total ?? 0 };
}

/** An entry of an organization, and where it is. */
export interface SenderReference {
  readonly organizationId: string;
  readonly senderId: string;
}

/** An entry; undefined when the organization has no such entry. */
export function findShownSender(db: Queryable, reference: SenderReference): Promise<ShownSender | undefined> {
  return findOne(db, reference, '');
}

/** The same, and nobody else changes it before `tx` ends. */
export function lockShownSender(tx: Tx, reference: SenderReference): Promise<ShownSender | undefined> {
  return findOne(tx, reference, 'for update of e');
}

async function findOne(
  db: Queryable,
  { organizationId, senderId }: SenderReference,
  locking: string,
): Promise<ShownSender | undefined> {
  const [row] = await db.query<ShownRow>({
    text: `${selectShown} where e.id = $2 and e.organization_id = $1 ${locking}`,
    params: [organizationId, senderId],
  });
  return row && shownOf(row);
}

/** Writes what can be changed of an entry. */
export async function updateSender(
  tx: Tx,
  { id, organizationId, note, acceptsUnproven }: ShownSender,
): Promise<void> {
  await tx.query({
    text: 'update sender_entries set note = $3, accepts_unproven = $4 where id = $2 and organization_id = $1',
    params: [organizationId, id, note ?? null, acceptsUnproven],
  });
}
