import type { Queryable, Tx } from '../db/index.ts';
import type { ListSenders, SenderEntry, SenderScope, SenderSource, SenderVerdict } from './entry.ts';

/** A row of `sender_entries`. */
export interface EntryRow {
  readonly id: string;
  readonly organization_id: string | null;
  readonly alias_id: string | null;
  readonly verdict: SenderVerdict;
  readonly subject: string;
  readonly accepts_unproven: boolean;
  readonly note: string | null;
  readonly source: SenderSource;
  readonly created_at: Date;
}

const columns = 'id, organization_id, alias_id, verdict, subject, accepts_unproven, note, source, created_at';

/** Stands for no organization and no alias in the unique index, where NULL equals nothing. */
const nobody = `'00000000-0000-0000-0000-000000000000'`;

/** An entry out of its row. */
export function entryOf(row: EntryRow): SenderEntry {
  const organizationId = row.organization_id ?? undefined;
  const aliasId = row.alias_id ?? undefined;
  const owned = aliasId === undefined ? 'organization' : 'alias';
  return {
    id: row.id,
    verdict: row.verdict,
    subject: row.subject,
    scope: organizationId === undefined ? 'operator' : owned,
    organizationId,
    aliasId,
    acceptsUnproven: row.accepts_unproven,
    note: row.note ?? undefined,
    source: row.source,
    createdAt: row.created_at,
  };
}

/** Every entry of an organization with those of its aliases, or (undefined) of the operator. */
export async function findEntries(
  db: Queryable,
  organizationId: string | undefined,
): Promise<readonly SenderEntry[]> {
  const rows =
    organizationId === undefined
      ? await db.query<EntryRow>({
          name: 'senders-of-operator',
          text: `select ${columns} from sender_entries where coalesce(organization_id, ${nobody}) = ${nobody}`,
        })
      : await db.query<EntryRow>({
          name: 'senders-of-organization',
          text: `select ${columns} from sender_entries where coalesce(organization_id, ${nobody}) = $1`,
          params: [organizationId],
        });
  return rows.map(entryOf);
}

/** The operator's entries alike or above a subject, and those of the organization and the alias: all in force for the mail of a scope. */
export async function findEntriesOn(
  db: Queryable,
  { organizationId, aliasId, subjects }: SenderScope & { readonly subjects: readonly string[] },
): Promise<readonly SenderEntry[]> {
  const rows = await db.query<EntryRow>({
    text: `select ${columns} from sender_entries
      where coalesce(organization_id, ${nobody}) = any(array[${nobody}, coalesce($1::uuid, ${nobody})]::uuid[])
        and (alias_id is null or alias_id = $2) and subject = any($3)`,
    params: [organizationId ?? null, aliasId ?? null, subjects],
  });
  return rows.map(entryOf);
}

/** Lets one transaction at a time add entries to an organization; false when there is no such organization. */
export async function lockOrganization(tx: Tx, organizationId: string): Promise<boolean> {
  const rows = await tx.query({
    text: 'select 1 from auth.organization where id = $1 for no key update',
    params: [organizationId],
  });
  return rows.length > 0;
}

/** The same for the operator, whom no row stands for. */
export async function lockOperator(tx: Tx): Promise<void> {
  await tx.query({ text: `select pg_advisory_xact_lock(hashtextextended('senders operator', 0))` });
}

/** Whether an alias is this organization's and not deleted. */
export async function hasAlias(
  tx: Tx,
  { organizationId, aliasId }: { readonly organizationId: string; readonly aliasId: string },
): Promise<boolean> {
  const rows = await tx.query({
    text: 'select 1 from aliases where id = $1 and organization_id = $2 and deleted_at is null',
    params: [aliasId, organizationId],
  });
  return rows.length > 0;
}

/** How many entries an organization, or the operator, has. */
export async function countEntries(tx: Tx, organizationId: string | undefined): Promise<number> {
  const [row] = await tx.query<{ readonly entries: number }>({
    text: `select count(*)::int as entries from sender_entries where coalesce(organization_id, ${nobody}) = coalesce($1::uuid, ${nobody})`,
    params: [organizationId ?? null],
  });
  return row?.entries ?? 0;
}

/** Inserts an entry, or brings what is new into the one that is there; gives that one. */
export async function upsertEntry(tx: Tx, entry: SenderEntry): Promise<SenderEntry> {
  const [row] = await tx.query<EntryRow>({
    text: `insert into sender_entries as e (${columns}) values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
      on conflict (coalesce(organization_id, ${nobody}), coalesce(alias_id, ${nobody}), subject, verdict) do update
        set note = coalesce(excluded.note, e.note), accepts_unproven = e.accepts_unproven or excluded.accepts_unproven
      returning ${columns}`,
    params: [
      entry.id,
      entry.organizationId ?? null,
      entry.aliasId ?? null,
      entry.verdict,
      entry.subject,
      entry.acceptsUnproven,
      entry.note ?? null,
      entry.source,
      entry.createdAt,
    ],
  });
  if (row === undefined) throw new Error('an upsert gave no row');
  return entryOf(row);
}

/** A page of entries, oldest first. */
export async function listEntries(
  db: Queryable,
  { organizationId, aliasId, isWithAliases, limit, afterId }: ListSenders,
): Promise<readonly SenderEntry[]> {
  const rows = await db.query<EntryRow>({
    text: `select ${columns} from sender_entries
      where coalesce(organization_id, ${nobody}) = coalesce($1::uuid, ${nobody})
        and ($3 or alias_id is not distinct from $2::uuid) and ($4::uuid is null or id > $4)
      order by id limit $5`,
    params: [organizationId ?? null, aliasId ?? null, isWithAliases === true, afterId ?? null, limit],
  });
  return rows.map(entryOf);
}

/** Deletes one entry of an organization, or of the operator; with `aliasId` only one of that alias. */
export async function deleteEntry(
  tx: Tx,
  { organizationId, aliasId, id }: SenderScope & { readonly id: string },
): Promise<readonly SenderEntry[]> {
  const rows = await tx.query<EntryRow>({
    text: `delete from sender_entries
      where id = $1 and organization_id is not distinct from $2 and ($3::uuid is null or alias_id = $3) returning ${columns}`,
    params: [id, organizationId ?? null, aliasId ?? null],
  });
  return rows.map(entryOf);
}

/** Deletes what exactly one scope says of a subject. */
export async function deleteSubject(
  tx: Tx,
  { organizationId, aliasId, subject }: SenderScope & { readonly subject: string },
): Promise<readonly SenderEntry[]> {
  const rows = await tx.query<EntryRow>({
    text: `delete from sender_entries
      where coalesce(organization_id, ${nobody}) = coalesce($1::uuid, ${nobody})
        and coalesce(alias_id, ${nobody}) = coalesce($2::uuid, ${nobody}) and subject = $3
      returning ${columns}`,
    params: [organizationId ?? null, aliasId ?? null, subject],
  });
  return rows.map(entryOf);
}
