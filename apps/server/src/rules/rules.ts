import { cleanLine } from '@smtpy/mail';
import { maxRules, type RuleDefinition } from '@smtpy/contract';
import { newId, type Db, type Tx } from '../db/index.ts';
import type { Clock, Events } from '../observe/index.ts';
import { createOrganizationCache } from '../organizations/index.ts';
import { checkDefinition } from './check-definition.ts';
import { orderRules, type OrderRules, type OrderRulesResult } from './order-rules.ts';
import type { Rule, RuleReference, RuleRefusal, StoredRule } from './rule.ts';
import {
  deleteRule,
  findRuleByNumber,
  hasAlias,
  insertRule,
  listConfirmedMailboxes,
  listRules,
  updatePositions,
  updateRule,
  type RuleScope,
} from './store.ts';
import { inTurn, unknownRule } from './turn.ts';

/** What to add. */
export interface AddRule extends RuleScope {
  /** As typed. */
  readonly name: string;
  /** As sent. */
  readonly definition: unknown;
  /** From 1; default, and beyond the last: at the end. */
  readonly position?: number | undefined;
  /** Default true. */
  readonly isEnabled?: boolean | undefined;
}

/** What to change; what is absent stays. */
export interface ChangeRule extends RuleReference {
  /** As typed. */
  readonly name?: string | undefined;
  /** As sent. */
  readonly definition?: unknown;
  readonly isEnabled?: boolean | undefined;
}

/** Changes an organization's rules. What belongs to another organization is unknown. */
export interface RuleEditing {
  /** All of an organization: those of its aliases, then its own, by position. */
  list(organizationId: string): Promise<readonly StoredRule[]>;
  /** Of any organization, by its short id. */
  findByNumber(number: number): Promise<StoredRule | undefined>;
  add(input: AddRule): Promise<{ readonly kind: 'added'; readonly rule: StoredRule } | RuleRefusal>;
  change(input: ChangeRule): Promise<{ readonly kind: 'changed'; readonly rule: StoredRule } | RuleRefusal>;
  /** To a position from 1 among the rules of its alias or organization; beyond the last: to the end. */
  move(
    input: RuleReference & { readonly position: number },
  ): Promise<{ readonly kind: 'moved'; readonly rule: StoredRule } | RuleRefusal>;
  /** Puts all rules of one alias, or of the organization, into another order. */
  order(input: OrderRules): Promise<OrderRulesResult>;
  remove(
    input: RuleReference,
  ): Promise<{ readonly kind: 'removed'; readonly rule: StoredRule } | RuleRefusal>;
}

/** The rules of all organizations. Disposing stops listening for changes. */
export interface Rules extends RuleEditing, AsyncDisposable {
  /** What {@link evaluateRules} takes: a few seconds old at most, without what is stored and cannot be read. Rejects with the database. */
  find(organizationId: string): Promise<readonly Rule[]>;
}

/** More than people keep in mind; each costs time with every message. */
export const maxRulesPerOrganization = maxRules;
const maxNameCharacters = 100;

interface EditingDependencies {
  readonly db: Db;
  readonly clock: Clock;
}

/** Resolves once it hears of changes by other processes; rejects when the database cannot be listened to. */
export async function createRules({
  db,
  clock,
  events,
}: EditingDependencies & { readonly events: Pick<Events, 'noted'> }): Promise<Rules> {
  const cache = await createOrganizationCache({
    db,
    clock,
    load: async (organizationId) => readable(await listRules(db, organizationId), events),
  });
  return {
    ...createRuleEditing({ db, clock }),
    find: (organizationId) => cache.get(organizationId),
    [Symbol.asyncDispose]: () => cache[Symbol.asyncDispose](),
  };
}

/** For what changes rules and evaluates none, as commands do. */
export function createRuleEditing(dependencies: EditingDependencies): RuleEditing {
  const { db } = dependencies;
  return {
    list: (organizationId) => listRules(db, organizationId),
    findByNumber: (number) => findRuleByNumber(db, number),
    add: (input) => add(dependencies, input),
    change: (input) => change(dependencies, input),
    move: ({ position, ...reference }) =>
      inTurn(db, reference.organizationId, async (tx) => {
        const rule = await reposition(tx, reference, position);
        return rule === undefined ? unknownRule : { kind: 'moved', rule };
      }),
    order: (input) => orderRules(db, input),
    remove: (reference) =>
      inTurn(db, reference.organizationId, async (tx) => {
        const rule = await deleteRule(tx, reference);
        if (rule === undefined) return unknownRule;
        const others = await listScope(tx, rule);
        await updatePositions(
          tx,
          others.map(({ id }) => id),
        );
        return { kind: 'removed', rule };
      }),
  };
}

async function add(
  { db, clock }: EditingDependencies,
  { organizationId, aliasId, position, isEnabled = true, ...given }: AddRule,
): Promise<{ readonly kind: 'added'; readonly rule: StoredRule } | RuleRefusal> {
  const [name, definition] = [readName(given.name), readDefinition(given.definition)];
  if (name.kind === 'refusal') return name.refusal;
  if (definition.kind === 'refusal') return definition.refusal;
  return inTurn(db, organizationId, async (tx) => {
    const others = await listRules(tx, organizationId);
    const refusal =
      (await refuseAdding(tx, { organizationId, aliasId, count: others.length })) ??
      (await refuseMailboxes(tx, organizationId, definition.value));
    if (refusal !== undefined) return refusal;
    const inserted = await insertRule(tx, {
      id: newId(),
      organizationId,
      aliasId,
      name: name.value,
      definition: definition.value,
      isEnabled,
      position: others.length + 1,
      createdAt: clock.now(),
    });
    const reference = { organizationId, ruleId: inserted.id };
    const rule = await reposition(tx, reference, position ?? Number.MAX_SAFE_INTEGER);
    return { kind: 'added', rule: rule ?? inserted };
  });
}

async function change(
  { db, clock }: EditingDependencies,
  input: ChangeRule,
): Promise<{ readonly kind: 'changed'; readonly rule: StoredRule } | RuleRefusal> {
  const name = input.name === undefined ? unchanged : readName(input.name);
  const definition = input.definition === undefined ? unchanged : readDefinition(input.definition);
  if (name.kind === 'refusal') return name.refusal;
  if (definition.kind === 'refusal') return definition.refusal;
  const { organizationId, ruleId, isEnabled } = input;
  return inTurn(db, organizationId, async (tx) => {
    const refusal = definition.value && (await refuseMailboxes(tx, organizationId, definition.value));
    if (refusal !== undefined) return refusal;
    const changes = { organizationId, ruleId, isEnabled, name: name.value, definition: definition.value };
    const rule = await updateRule(tx, changes, clock.now());
    return rule === undefined ? unknownRule : { kind: 'changed', rule };
  });
}

async function refuseAdding(
  tx: Tx,
  { organizationId, aliasId, count }: RuleScope & { readonly count: number },
): Promise<RuleRefusal | undefined> {
  if (count >= maxRulesPerOrganization)
    return { kind: 'too_many', reason: `There are ${maxRulesPerOrganization} rules at most` };
  if (aliasId !== undefined && !(await hasAlias(tx, { organizationId, aliasId })))
    return { kind: 'unknown_alias', reason: 'There is no such alias' };
  return undefined;
}

async function refuseMailboxes(
  tx: Tx,
  organizationId: string,
  { actions }: RuleDefinition,
): Promise<RuleRefusal | undefined> {
  const mailboxIds = actions.flatMap((action) => (action.kind === 'forward_to' ? action.mailbox_ids : []));
  if (mailboxIds.length === 0) return undefined;
  const confirmed = await listConfirmedMailboxes(tx, { organizationId, mailboxIds });
  const missing = mailboxIds.find((id) => !confirmed.has(id.toLowerCase()));
  if (missing === undefined) return undefined;
  return { kind: 'unknown_mailbox', reason: `There is no confirmed mailbox ${missing}` };
}

/** Puts a rule into its place among those of its scope; undefined when there is no such rule. */
async function reposition(
  tx: Tx,
  { organizationId, ruleId }: RuleReference,
  position: number,
): Promise<StoredRule | undefined> {
  const rule = (await listRules(tx, organizationId)).find(({ id }) => id === ruleId);
  if (rule === undefined) return undefined;
  const others = (await listScope(tx, rule)).filter(({ id }) => id !== ruleId);
  const at = Math.min(Math.max(Math.trunc(position), 1), others.length + 1);
  const ids = others.map(({ id }) => id).toSpliced(at - 1, 0, ruleId);
  await updatePositions(tx, ids);
  return { ...rule, position: at };
}

async function listScope(tx: Tx, { organizationId, aliasId }: RuleScope): Promise<readonly StoredRule[]> {
  const all = await listRules(tx, organizationId);
  return all.filter((rule) => rule.aliasId === aliasId);
}

type Read<T> =
  { readonly kind: 'value'; readonly value: T } | { readonly kind: 'refusal'; readonly refusal: RuleRefusal };

const unchanged = { kind: 'value', value: undefined } as const;

function readName(text: string): Read<string> {
  const value = cleanLine(text.normalize('NFC'), maxNameCharacters);
  if (value !== '') return { kind: 'value', value };
  const reason = `The name of a rule has 1 to ${maxNameCharacters} characters`;
  return { kind: 'refusal', refusal: { kind: 'invalid_name', reason } };
}

function readDefinition(given: unknown): Read<RuleDefinition> {
  const read = checkDefinition(given);
  if (read.kind === 'rule') return { kind: 'value', value: read.definition };
  return { kind: 'refusal', refusal: { kind: 'invalid_definition', reason: read.faults.join('; ') } };
}

/** What cannot be read is skipped, so that it stops no mail; the operator is told. */
function readable(rules: readonly StoredRule[], events: Pick<Events, 'noted'>): readonly Rule[] {
  return rules.flatMap(({ definition, ...rule }) => {
    if (definition !== undefined) return [{ ...rule, definition }];
    events.noted('a rule cannot be read and is skipped', { rule: rule.number });
    return [];
  });
}
