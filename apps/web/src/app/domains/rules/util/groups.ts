/** What of a rule says where it stands. */
interface Placed {
  readonly id: string;
  readonly alias: { readonly id: string; readonly address: string } | null;
}

/** Rules that are ordered among themselves: those of one alias, or those for all. */
export interface RuleGroupOf<R extends Placed> {
  /** Null: for all aliases. */
  readonly alias: R['alias'];
  readonly rules: readonly R[];
}

/** The rules as the list gives them, alias by alias and then those for all, each group in its order. */
export function groupRules<R extends Placed>(rules: readonly R[]): readonly RuleGroupOf<R>[] {
  const groups = new Map<string, { readonly alias: R['alias']; readonly rules: R[] }>();
  for (const rule of rules) {
    const key = rule.alias?.id ?? '';
    const group = groups.get(key) ?? { alias: rule.alias, rules: new Array<R>() };
    group.rules.push(rule);
    groups.set(key, group);
  }
  const all = groups.get('');
  groups.delete('');
  return [...groups.values(), ...(all === undefined ? [] : [all])];
}

/** All rules with those of one group in another order; every other rule keeps its place. */
export function reorder<R extends Placed>(
  rules: readonly R[],
  moved: R,
  toIndex: number,
): { readonly rules: readonly R[]; readonly ids: readonly string[] } {
  const isSame = (rule: R): boolean => rule.alias?.id === moved.alias?.id;
  const group = rules.filter(isSame).filter(({ id }) => id !== moved.id);
  group.splice(Math.max(0, Math.min(toIndex, group.length)), 0, moved);
  const next = [...group];
  return {
    rules: rules.map((rule) => (isSame(rule) ? (next.shift() ?? rule) : rule)),
    ids: group.map(({ id }) => id),
  };
}
