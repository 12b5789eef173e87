import type { Queryable, Tx } from '../db/index.ts';
import type { ListedOrganization } from './organization.ts';

/** Adds an organization without members. Its slug tells it from personal ones, whose slug begins otherwise. */
export async function insertOrganization(
  tx: Tx,
  { id, name, createdAt }: { readonly id: string; readonly name: string; readonly createdAt: Date },
): Promise<void> {
  await tx.query({
    text: `insert into auth.organization (id, name, slug, "createdAt") values ($1, $2, $3, $4)`,
    params: [id, name, `organization-${id}`, createdAt],
  });
}

/** Writes a name. */
export async function updateName(tx: Tx, organizationId: string, name: string): Promise<void> {
  await tx.query({
    text: 'update auth.organization set name = $2 where id = $1',
    params: [organizationId, name],
  });
}

/** When an organization was made; undefined where there is none. */
export async function findCreatedAt(db: Queryable, organizationId: string): Promise<Date | undefined> {
  const [row] = await db.query<{ readonly created_at: Date }>({
    text: 'select "createdAt" as created_at from auth.organization where id = $1',
    params: [organizationId],
  });
  return row?.created_at;
}

/** Organizations in the order of their ids: all, or those of a person. */
export async function listOrganizations(
  db: Queryable,
  {
    userId,
    limit,
    afterId,
  }: {
    readonly userId?: string | undefined;
    readonly limit: number;
    readonly afterId?: string | undefined;
  },
): Promise<readonly ListedOrganization[]> {
  const rows = await db.query<{
    readonly id: string;
    readonly name: string;
    readonly is_personal: boolean;
    readonly is_suspended: boolean;
    readonly members: number;
    readonly created_at: Date;
  }>({
    text: `select o.id, o.name, o.slug like 'personal-%' as is_personal, o."suspendedAt" is not null as is_suspended,
        (select count(*)::integer from auth.member m where m."organizationId" = o.id) as members, o."createdAt" as created_at
      from auth.organization o
      where ($1::uuid is null or exists (select from auth.member m where m."organizationId" = o.id and m."userId" = $1))
        and ($2::uuid is null or o.id > $2) order by o.id limit $3`,
    params: [userId ?? null, afterId ?? null, limit],
  });
  return rows.map(({ id, name, members, ...row }) => ({
    id,
    name,
    isPersonal: row.is_personal,
    isSuspended: row.is_suspended,
    members,
    createdAt: row.created_at,
  }));
}
