import { readRuleDefinition } from '@smtpy/contract';
import type { Queryable, Tx } from '../db/index.ts';
import type { StoredRule } from './rule.ts';

/** A row of `rules`. */
export interface RuleRow {
  readonly id: string;
  readonly number: number;
  readonly organization_id: string;
  readonly alias_id: string | null;
  readonly name: string;
  readonly position: number;
  readonly is_enabled: boolean;
  readonly definition: unknown;
}

/** Whose rules: of one alias, or (without) of the organization as a whole. */
export interface RuleScope {
  readonly organizationId: string;
  readonly aliasId?: string | undefined;
}

const columns = 'id, number, organization_id, alias_id, name, position, is_enabled, definition';
const inOrder = 'order by alias_id nulls last, position, number';

/** Patterns are compiled when they are asked, not here: those of 200 rules take seconds. One that is none skips its rule. */
export function ruleOf(row: RuleRow): StoredRule {
  const read = readRuleDefinition(row.definition);
  return {
    id: row.id,
    number: row.number,
    organizationId: row.organization_id,
    ...(row.alias_id !== null && { aliasId: row.alias_id }),
    name: row.name,
    position: row.position,
    isEnabled: row.is_enabled,
    definition: read.kind === 'rule' ? read.definition : undefined,
  };
}

/** Lets one change of an organization's rules happen at a time: positions stay a sequence. */
export async function lockRules(tx: Tx, organizationId: string): Promise<void> {
  await tx.query({
    text: `select pg_advisory_xact_lock(hashtextextended('rules ' || $1, 0))`,
    params: [organizationId],
  });
}

/** All rules of an organization: those of its aliases, then its own, by position. */
export async function listRules(db: Queryable, organizationId: string): Promise<readonly StoredRule[]> {
  const rows = await db.query<RuleRow>({
    name: 'rules-list',
    text: `select ${columns} from rules where organization_id = $1 ${inOrder}`,
    params: [organizationId],
  });
  return rows.map(ruleOf);
}

/** A rule by its short id. */
export async function findRuleByNumber(db: Queryable, number: number): Promise<StoredRule | undefined> {
  const [row] = await db.query<RuleRow>({
    text: `select ${columns} from rules where number = $1`,
    params: [number],
  });
  return row && ruleOf(row);
}

/** A rule to insert. */
export interface NewRule extends RuleScope {
  readonly id: string;
  readonly name: string;
  readonly position: number;
  readonly definition: object;
  readonly isEnabled: boolean;
  readonly createdAt: Date;
}

/** Gives the rule as it is stored. */
export async function insertRule(tx: Tx, rule: NewRule): Promise<StoredRule> {
  const [row] = await tx.query<RuleRow>({
    text: `insert into rules (id, organization_id, alias_id, name, position, is_enabled, definition, created_at, updated_at)
      values ($1, $2, $3, $4, $5, $6, $7, $8, $8) returning ${columns}`,
    params: [
      rule.id,
      rule.organizationId,
      rule.aliasId ?? null,
      rule.name,
      rule.position,
      rule.isEnabled,
      JSON.stringify(rule.definition),
      rule.createdAt,
    ],
  });
  if (row === undefined) throw new Error('the rule was not inserted');
  return ruleOf(row);
}

/** What of a rule is to be changed; what is absent stays. */
export interface RuleChange {
  readonly organizationId: string;
  readonly ruleId: string;
  readonly name?: string | undefined;
  readonly definition?: object | undefined;
  readonly isEnabled?: boolean | undefined;
}

/** Undefined when the organization has no such rule. */
export async function updateRule(
  tx: Tx,
  change: RuleChange,
  updatedAt: Date,
): Promise<StoredRule | undefined> {
  const [row] = await tx.query<RuleRow>({
    text: `update rules set name = coalesce($3, name), definition = coalesce($4::jsonb, definition),
        is_enabled = coalesce($5, is_enabled), updated_at = $6
      where id = $2 and organization_id = $1 returning ${columns}`,
    params: [
      change.organizationId,
      change.ruleId,
      change.name ?? null,
      change.definition === undefined ? null : JSON.stringify(change.definition),
      change.isEnabled ?? null,
      updatedAt,
    ],
  });
  return row && ruleOf(row);
}

/** Gives rules of one scope the positions 1, 2, … in the order of `ruleIds`. */
export async function updatePositions(tx: Tx, ruleIds: readonly string[]): Promise<void> {
  await tx.query({
    text: `update rules r set position = o.position
      from unnest($1::uuid[]) with ordinality as o (id, position) where r.id = o.id and r.position <> o.position`,
    params: [ruleIds],
  });
}

/** Gives the deleted rule; undefined when the organization has no such rule. */
export async function deleteRule(
  tx: Tx,
  rule: { readonly organizationId: string; readonly ruleId: string },
): Promise<StoredRule | undefined> {
  const [row] = await tx.query<RuleRow>({
    text: `delete from rules where id = $2 and organization_id = $1 returning ${columns}`,
    params: [rule.organizationId, rule.ruleId],
  });
  return row && ruleOf(row);
}

/** Whether the organization has the alias, and it is not deleted. */
export async function hasAlias(
  tx: Tx,
  alias: { readonly organizationId: string; readonly aliasId: string },
): Promise<boolean> {
  const rows = await tx.query({
    text: 'select 1 from aliases where id = $1 and organization_id = $2 and deleted_at is null for key share',
    params: [alias.aliasId, alias.organizationId],
  });
  return rows.length > 0;
}

/** Those of `mailboxIds` that are confirmed mailboxes of the organization. */
export async function listConfirmedMailboxes(
  tx: Tx,
  wanted: { readonly organizationId: string; readonly mailboxIds: readonly string[] },
): Promise<ReadonlySet<string>> {
  const rows = await tx.query<{ readonly id: string }>({
    text: `select id from mailboxes where id = any($1::uuid[]) and organization_id = $2 and state = 'confirmed'`,
    params: [wanted.mailboxIds, wanted.organizationId],
  });
  return new Set(rows.map(({ id }) => id));
}
