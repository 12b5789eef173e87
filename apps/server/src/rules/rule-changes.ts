import type { AuditAction } from '@smtpy/contract';
import type { Actor } from '../api/index.ts';
import { differenceOf, type Audit, type JsonObject } from '../audit/index.ts';
import type { Db, Tx } from '../db/index.ts';
import type { OrderRules, OrderRulesResult } from './order-rules.ts';
import type { RuleReference, RuleRefusal } from './rule.ts';
import type { AddRule, ChangeRule, RuleEditing } from './rules.ts';
import { findNamedAlias, findShownRule, listShownRules, type ShownRule } from './shown-store.ts';
import { lockRules } from './store.ts';
import { unknownRule } from './turn.ts';
import { summariseActions, summariseConditions } from './why.ts';

/** What changes of rules by members need. */
export interface RuleChangesDependencies {
  readonly db: Db;
  readonly editing: RuleEditing;
  readonly audit: Pick<Audit, 'record'>;
}

/** A rule as it is now. */
export interface RuleChanged {
  readonly kind: 'changed';
  readonly rule: ShownRule;
}

/** Changes of rules that the audit log tells of; each with its entry or not at all. */
export interface RuleChanges {
  add(input: AddRule & { readonly actor: Actor }): Promise<RuleChanged | RuleRefusal>;
  /** What stays as it is leaves no entry. */
  change(
    input: ChangeRule & { readonly actor: Actor; readonly position?: number | undefined },
  ): Promise<RuleChanged | RuleRefusal>;
  remove(
    input: RuleReference & { readonly actor: Actor },
  ): Promise<{ readonly kind: 'removed' } | RuleRefusal>;
  order(
    input: OrderRules & { readonly actor: Actor },
  ): Promise<
    | { readonly kind: 'ordered'; readonly rules: readonly ShownRule[] }
    | Exclude<OrderRulesResult, { readonly kind: 'ordered' }>
  >;
}

/** Changes of rules, with the log. */
export function createRuleChanges(dependencies: RuleChangesDependencies): RuleChanges {
  return {
    add: (input) => add(dependencies, input),
    change: (input) => change(dependencies, input),
    remove: (input) => remove(dependencies, input),
    order: (input) => order(dependencies, input),
  };
}

function add(
  { db, editing, audit }: RuleChangesDependencies,
  input: Parameters<RuleChanges['add']>[0],
): Promise<RuleChanged | RuleRefusal> {
  return db.joinedTransaction(async (tx): Promise<RuleChanged | RuleRefusal> => {
    const added = await editing.add(input);
    if (added.kind !== 'added') return added;
    const rule = await getShown(tx, added.rule.id, input);
    await audit.record(tx, { ...entryOf('rule.created', rule, input.actor), after: factsOf(rule) });
    return { kind: 'changed', rule };
  });
}

function change(
  { db, editing, audit }: RuleChangesDependencies,
  { position, actor, ...input }: Parameters<RuleChanges['change']>[0],
): Promise<RuleChanged | RuleRefusal> {
  return db.joinedTransaction(async (tx): Promise<RuleChanged | RuleRefusal> => {
    await lockRules(tx, input.organizationId);
    const before = await findShownRule(tx, input);
    if (before === undefined) return unknownRule;
    if (isSomethingGiven(input)) {
      const result = await editing.change(input);
      if (result.kind !== 'changed') return result;
    }
    if (position !== undefined) await editing.move({ ...input, position });
    const rule = await getShown(tx, input.ruleId, input);
    const difference = differenceOf(factsOf(before), factsOf(rule));
    if (difference !== undefined)
      await audit.record(tx, { ...entryOf('rule.changed', rule, actor), ...difference });
    return { kind: 'changed', rule };
  });
}

function isSomethingGiven({ name, definition, isEnabled }: ChangeRule): boolean {
  return name !== undefined || definition !== undefined || isEnabled !== undefined;
}

function remove(
  { db, editing, audit }: RuleChangesDependencies,
  { actor, ...reference }: Parameters<RuleChanges['remove']>[0],
): ReturnType<RuleChanges['remove']> {
  return db.joinedTransaction(async (tx): Promise<{ readonly kind: 'removed' } | RuleRefusal> => {
    await lockRules(tx, reference.organizationId);
    const rule = await findShownRule(tx, reference);
    if (rule === undefined) return unknownRule;
    const removed = await editing.remove(reference);
    if (removed.kind !== 'removed') return removed;
    await audit.record(tx, { ...entryOf('rule.deleted', rule, actor), before: factsOf(rule) });
    return { kind: 'removed' };
  });
}

function order(
  { db, editing, audit }: RuleChangesDependencies,
  { actor, ...input }: Parameters<RuleChanges['order']>[0],
): ReturnType<RuleChanges['order']> {
  return db.joinedTransaction(async (tx): ReturnType<RuleChanges['order']> => {
    const result = await editing.order(input);
    if (result.kind !== 'ordered') return result;
    const { organizationId, aliasId } = input;
    const numbersOf = (rules: typeof result.before): string => rules.map(({ number }) => number).join(' ');
    const difference = differenceOf(
      { numbers: numbersOf(result.before) },
      { numbers: numbersOf(result.rules) },
    );
    const alias = aliasId === undefined ? undefined : await findNamedAlias(tx, { organizationId, aliasId });
    const subject =
      alias === undefined
        ? { kind: 'organization', id: organizationId }
        : { kind: 'alias', id: alias.id, label: alias.address };
    if (difference !== undefined)
      await audit.record(tx, { action: 'rule.moved', actor, organizationId, subject, ...difference });
    const scope = aliasId === undefined ? ({ scope: 'organization' } as const) : { aliasId };
    const { rules } = await listShownRules(tx, { organizationId, ...scope, limit: ruleLimit });
    return { kind: 'ordered', rules };
  });
}

/** More than an organization can have. */
const ruleLimit = 1_000;

async function getShown(
  tx: Tx,
  ruleId: string,
  { organizationId }: Pick<RuleReference, 'organizationId'>,
): Promise<ShownRule> {
  const rule = await findShownRule(tx, { organizationId, ruleId });
  if (rule === undefined) throw new Error('the rule is gone within the transaction that changes it');
  return rule;
}

function entryOf(action: AuditAction, { id, name, organizationId }: ShownRule, actor: Actor) {
  return { action, actor, organizationId, subject: { kind: 'rule', id, label: name } };
}

/** As a text, a definition shows every change, as far as the log keeps it; its summary tells people what it is about. */
function factsOf({ name, aliasAddress, position, isEnabled, definition }: ShownRule): JsonObject {
  return {
    name,
    alias: aliasAddress ?? null,
    position,
    is_enabled: isEnabled,
    asks: definition === undefined ? null : summariseConditions(definition),
    does: definition === undefined ? null : summariseActions(definition),
    definition: definition === undefined ? null : JSON.stringify(definition),
  };
}
