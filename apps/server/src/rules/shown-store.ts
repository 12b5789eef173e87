import type { Queryable } from '../db/index.ts';
import type { RuleReference, StoredRule } from './rule.ts';
import { ruleOf, type RuleRow } from './store.ts';

/** A rule with what people want to see beside it. */
export interface ShownRule extends StoredRule {
  /** Absent: for all aliases of the organization. */
  readonly aliasAddress?: string;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

/** Where a page goes on: alias (null for those of the organization), position and number of the last rule of the page before. */
export type RulePlace = readonly [aliasId: string | null, position: number, number: number];

/** Which rules, in the order in which they are asked. */
export interface ListShownRules {
  readonly organizationId: string;
  readonly aliasId?: string | undefined;
  readonly scope?: 'alias' | 'organization' | undefined;
  readonly isEnabled?: boolean | undefined;
  readonly limit: number;
  readonly after?: RulePlace | undefined;
}

interface ShownRow extends RuleRow {
  readonly alias_address: string | null;
  readonly created_at: Date;
  readonly updated_at: Date;
}

const selectShown = `select r.id, r.number, r.organization_id, r.alias_id, r.name, r.position, r.is_enabled, r.definition, r.created_at,
    r.updated_at, a.local_part || '@' || d.name as alias_address
  from rules r left join aliases a on a.id = r.alias_id left join domains d on d.id = a.domain_id`;

const filter = `r.organization_id = $1 and ($2::uuid is null or r.alias_id = $2)
  and ($3::boolean is null or (r.alias_id is not null) = $3) and ($4::boolean is null or r.is_enabled = $4)`;

/** Stands for no alias: above every id, since rules of the organization come last. */
const noAlias = `'ffffffff-ffff-ffff-ffff-ffffffffffff'::uuid`;

const place = `(coalesce(r.alias_id, ${noAlias}), r.position, r.number)`;

function shownOf(row: ShownRow): ShownRule {
  return {
    ...ruleOf(row),
    ...(row.alias_address !== null && { aliasAddress: row.alias_address }),
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  };
}

/** A page of rules, and how many there are in all; an organization has 200 at most. */
export async function listShownRules(
  db: Queryable,
  { organizationId, aliasId, scope, isEnabled, limit, after }: ListShownRules,
): Promise<{ readonly rules: readonly ShownRule[]; readonly total: number }> {
  const isOfAlias = scope === undefined ? null : scope === 'alias';
  const params = [organizationId, aliasId ?? null, isOfAlias, isEnabled ?? null];
  const rows = await db.query<ShownRow>({
    text: `${selectShown} where ${filter}
        and ($5::integer is null or ${place} > (coalesce($6::uuid, ${noAlias}), $5::integer, $7::integer))
      order by ${place} limit $8`,
    params: [...params, after?.[1] ?? null, after?.[0] ?? null, after?.[2] ?? null, limit],
  });
  const [count] = await db.query<{ readonly total: number }>({
    text: `select count(*)::integer as total from rules r where ${filter}`,
    params,
  });
  return { rules: rows.map(shownOf), total: count?.total ?? 0 };
}

/** A rule; undefined when the organization has no such rule. */
export async function findShownRule(
  db: Queryable,
  { organizationId, ruleId }: RuleReference,
): Promise<ShownRule | undefined> {
  const [row] = await db.query<ShownRow>({
    text: `${selectShown} where r.id = $2 and r.organization_id = $1`,
    params: [organizationId, ruleId],
  });
  return row && shownOf(row);
}

/** An alias that is not deleted, as other things name it; undefined when the organization has no such alias. */
export async function findNamedAlias(
  db: Queryable,
  { organizationId, aliasId }: { readonly organizationId: string; readonly aliasId: string },
): Promise<{ readonly id: string; readonly address: string } | undefined> {
  const [row] = await db.query<{ readonly id: string; readonly address: string }>({
    text: `select a.id, a.local_part || '@' || d.name as address from aliases a join domains d on d.id = a.domain_id
      where a.id = $2 and a.organization_id = $1 and a.deleted_at is null`,
    params: [organizationId, aliasId],
  });
  return row;
}
