import type { DomainState } from '../domains/index.ts';
import type { Queryable } from '../db/index.ts';
import { joinConditions } from './conditions.ts';
import type { ListAllDomains, ListedDomain } from './organization.ts';

interface DomainRow {
  readonly id: string;
  readonly number: number;
  readonly organization_id: string;
  readonly organization_name: string;
  readonly name: string;
  readonly state: DomainState;
  readonly created_at: Date;
  readonly activated_at: Date | null;
}

/** The domains of a page, of all organizations. */
export async function findDomains(
  db: Queryable,
  { search, state, organizationId, after, limit }: ListAllDomains,
): Promise<readonly ListedDomain[]> {
  const { where, params } = joinConditions(
    [limit, after?.name ?? null, after?.id ?? null],
    [
      { sql: () => 'd.removed_at is null and ($2::text is null or (d.name, d.id) > ($2, $3::uuid))' },
      { value: search, sql: (place) => `strpos(d.name, lower(${place})) > 0` },
      { value: state, sql: (place) => `d.state = ${place}` },
      { value: organizationId, sql: (place) => `d.organization_id = ${place}` },
    ],
  );
  const rows = await db.query<DomainRow>({
    text: `select d.id, d.number, d.organization_id, o.name as organization_name, d.name, d.state, d.created_at, d.activated_at
      from domains d join auth.organization o on o.id = d.organization_id ${where} order by d.name, d.id limit $1`,
    params,
  });
  return rows.map((row) => ({
    id: row.id,
    number: row.number,
    organizationId: row.organization_id,
    organizationName: row.organization_name,
    name: row.name,
    state: row.state,
    createdAt: row.created_at,
    activatedAt: row.activated_at ?? undefined,
  }));
}
