import type { Db } from '../db/index.ts';
import type { RuleRefusal, StoredRule } from './rule.ts';
import { hasAlias, listRules, updatePositions, type RuleScope } from './store.ts';
import { inTurn } from './turn.ts';

/** The rules of one scope in their new order. */
export interface OrderRules extends RuleScope {
  /** All of them, each once. */
  readonly ruleIds: readonly string[];
}

/** What ordering came to. */
export type OrderRulesResult =
  /** `before` and `rules`: all of the scope in their old and their new order. */
  | {
      readonly kind: 'ordered';
      readonly before: readonly StoredRule[];
      readonly rules: readonly StoredRule[];
    }
  /** Somebody made or deleted a rule meanwhile, or it never was of this scope; nothing was changed. The reason names it. */
  | { readonly kind: 'mismatch'; readonly reason: string }
  | (RuleRefusal & { readonly kind: 'unknown_alias' });

/** Orders under the lock of the organization's rules, so that whoever comes second is judged by what the first left. */
export function orderRules(
  db: Db,
  { organizationId, aliasId, ruleIds }: OrderRules,
): Promise<OrderRulesResult> {
  return inTurn(db, organizationId, async (tx): Promise<OrderRulesResult> => {
    if (aliasId !== undefined && !(await hasAlias(tx, { organizationId, aliasId })))
      return { kind: 'unknown_alias', reason: 'There is no such alias' };
    const all = await listRules(tx, organizationId);
    const before = all.filter((rule) => rule.aliasId === aliasId);
    const wanted = ruleIds.map((id) => id.toLowerCase());
    const mismatch = findMismatch(before, wanted);
    if (mismatch !== undefined) return { kind: 'mismatch', reason: mismatch };
    await updatePositions(tx, wanted);
    const rules = before
      .map((rule) => ({ ...rule, position: wanted.indexOf(rule.id) + 1 }))
      .toSorted((one, other) => one.position - other.position);
    return { kind: 'ordered', before, rules };
  });
}

function findMismatch(rules: readonly StoredRule[], wanted: readonly string[]): string | undefined {
  const known = new Set(rules.map(({ id }) => id));
  const unknown = wanted.find((id) => !known.has(id));
  if (unknown !== undefined) return `There is no rule ${unknown} among these`;
  const missing = rules.find(({ id }) => !wanted.includes(id));
  return missing && `Rule ${missing.number}, ${missing.name}, is missing (${missing.id})`;
}
