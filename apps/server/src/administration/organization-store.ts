import type { Queryable, Tx } from '../db/index.ts';
import { joinConditions } from './conditions.ts';
import type {
  ListedOrganization,
  ListOrganizations,
  OrganizationSort,
  ShownOrganization,
} from './organization.ts';

interface OrganizationRow {
  readonly id: string;
  readonly name: string;
  readonly is_personal: boolean;
  readonly created_at: Date;
  readonly suspended_at: Date | null;
  readonly suspended_reason: string | null;
  readonly member_count: number;
  readonly domain_count: number;
  readonly alias_count: number;
  readonly mailbox_count: number;
}

const isPersonal = `o.slug like 'personal-%'`;

/** Counted for the organizations of a page alone, each by an index that begins with the organization. */
const columns = `o.id, o.name, ${isPersonal} as is_personal, o."createdAt" as created_at, o."suspendedAt" as suspended_at,
  o."suspendedReason" as suspended_reason,
  (select count(*) from auth.member m where m."organizationId" = o.id) as member_count,
  (select count(*) from domains d where d.organization_id = o.id and d.removed_at is null) as domain_count,
  (select count(*) from aliases a where a.organization_id = o.id and a.deleted_at is null) as alias_count,
  (select count(*) from mailboxes b where b.organization_id = o.id) as mailbox_count`;

function listedOf(row: OrganizationRow): ListedOrganization {
  return {
    id: row.id,
    name: row.name,
    isPersonal: row.is_personal,
    createdAt: row.created_at,
    suspendedAt: row.suspended_at ?? undefined,
    suspendedReason: row.suspended_reason ?? undefined,
    memberCount: row.member_count,
    domainCount: row.domain_count,
    aliasCount: row.alias_count,
    mailboxCount: row.mailbox_count,
  };
}

/** By age is by id: ids are UUIDv7. */
const orders: Readonly<Record<OrganizationSort, string>> = {
  name: 'o.name, o.id',
  created: 'o.id',
  '-created': 'o.id desc',
};

/** What comes after the last organization of the page before. */
const behind: Readonly<Record<OrganizationSort, (name: string, id: string) => string>> = {
  name: (name, id) => `(o.name, o.id) > (${name}, ${id})`,
  created: (_name, id) => `o.id > ${id}`,
  '-created': (_name, id) => `o.id < ${id}`,
};

const statuses: Readonly<Record<NonNullable<ListOrganizations['status']>, string>> = {
  active: 'o."suspendedAt" is null',
  suspended: 'o."suspendedAt" is not null',
};

const kinds: Readonly<Record<NonNullable<ListOrganizations['kind']>, string>> = {
  personal: isPersonal,
  shared: `not ${isPersonal}`,
};

/** The organizations of a page. */
export async function findOrganizations(
  db: Queryable,
  { search, status, kind, sort, after, limit }: ListOrganizations,
): Promise<readonly ListedOrganization[]> {
  const { where, params } = joinConditions(
    [limit],
    [
      // PostgreSQL compares rows of values, so that one index condition says where the page begins.
      {
        value: after && JSON.stringify(after),
        sql: (place) => behind[sort](`(${place}::jsonb ->> 'name')`, `(${place}::jsonb ->> 'id')::uuid`),
      },
      { value: search, sql: (place) => `strpos(lower(o.name), lower(${place})) > 0` },
      ...(status === undefined ? [] : [{ sql: () => statuses[status] }]),
      ...(kind === undefined ? [] : [{ sql: () => kinds[kind] }]),
    ],
  );
  const rows = await db.query<OrganizationRow>({
    text: `select ${columns} from (select * from auth.organization o ${where} order by ${orders[sort]} limit $1) o order by ${orders[sort]}`,
    params,
  });
  return rows.map(listedOf);
}

/** Most owners that are shown; nobody needs more to know whom to write to. */
const maxOwners = 100;

/** An organization with its owners. */
export async function findShownOrganization(
  db: Queryable,
  organizationId: string,
): Promise<ShownOrganization | undefined> {
  const [row] = await db.query<OrganizationRow>({
    text: `select ${columns} from auth.organization o where o.id = $1`,
    params: [organizationId],
  });
  if (row === undefined) return undefined;
  const owners = await db.query<{ readonly id: string; readonly email: string }>({
    text: `select u.id, u.email from auth.member m join auth."user" u on u.id = m."userId"
      where m."organizationId" = $1 and m.role = 'owner' order by m."createdAt", u.id limit ${String(maxOwners)}`,
    params: [organizationId],
  });
  return { ...listedOf(row), owners: owners.map(({ id: userId, email }) => ({ userId, email })) };
}

/** What is known of a suspension; the organization's row is nobody else's until `tx` ends. */
export interface SuspensionState {
  readonly name: string;
  readonly isSuspended: boolean;
  readonly reason: string | undefined;
}

/** An organization whose suspension nothing else changes until `tx` ends, and to which nothing is added meanwhile. */
export async function findOrganizationForChange(
  tx: Tx,
  organizationId: string,
): Promise<SuspensionState | undefined> {
  const [row] = await tx.query<{
    readonly name: string;
    readonly is_suspended: boolean;
    readonly reason: string | null;
  }>({
    text: `select o.name, o."suspendedAt" is not null as is_suspended, o."suspendedReason" as reason
      from auth.organization o where o.id = $1 for update`,
    params: [organizationId],
  });
  return row && { name: row.name, isSuspended: row.is_suspended, reason: row.reason ?? undefined };
}

/** Writes a suspension; the first instant stays when it is done again, and the reason when no other is given. */
export async function markOrganizationSuspended(
  tx: Tx,
  { organizationId, reason }: { readonly organizationId: string; readonly reason: string | undefined },
): Promise<void> {
  await tx.query({
    text: `update auth.organization set "suspendedAt" = coalesce("suspendedAt", now()), "suspendedReason" = coalesce($2, "suspendedReason")
      where id = $1`,
    params: [organizationId, reason ?? null],
  });
}

/** Ends a suspension. */
export async function markOrganizationResumed(tx: Tx, organizationId: string): Promise<void> {
  await tx.query({
    text: 'update auth.organization set "suspendedAt" = null, "suspendedReason" = null where id = $1',
    params: [organizationId],
  });
}
