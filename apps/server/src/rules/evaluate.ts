import { isChange, listRuleConditions, type RuleAction } from '@smtpy/contract';
import type { RequestedChanges } from '../queue/index.ts';
import { findHolding, maxWork, type WorkBudget } from './condition.ts';
import type { MatchedRule, MessageFacts, Rule, RuleDecision, RuleOutcome } from './rule.ts';
import { explainMatch } from './why.ts';

/** What the rules came to so far. */
interface Progress {
  readonly matched: readonly MatchedRule[];
  readonly action: RuleDecision;
  readonly changes: RequestedChanges;
}

const maxPrefixCharacters = 100;
const atFirst: Progress = { matched: [], action: { kind: 'forward' }, changes: {} };

/** Judges one message by the rules that are for its alias; those of other aliases may be among them. Never throws. */
export function evaluateRules(rules: readonly Rule[], facts: MessageFacts): RuleOutcome {
  const budget: WorkBudget = { left: maxWork };
  const failed: { readonly ruleId: string; readonly reason: string }[] = [];
  let progress = atFirst;
  for (const rule of rulesInOrder(rules, facts.aliasId)) {
    const result = evaluateRule(rule, facts, budget);
    if (result.kind === 'failed') failed.push({ ruleId: rule.id, reason: result.reason });
    if (result.kind !== 'matched') continue;
    progress = apply(rule, result.why, progress);
    if (rule.definition.then === 'stop') break;
  }
  const { matched, action, changes } = progress;
  const leaves = action.kind === 'forward' || action.kind === 'quarantine';
  return { matched, action, changes: leaves ? changes : {}, failed };
}

/** Whether any rule in force asks for attachments, so that nobody scans bodies for nothing. */
export function wantsAttachments(rules: readonly Rule[]): boolean {
  return rules.some(
    ({ isEnabled, definition }) =>
      isEnabled && listRuleConditions(definition).some(({ field }) => field === 'attachments'),
  );
}

/** Those in force, in the order in which they are asked. */
function rulesInOrder(rules: readonly Rule[], aliasId: string): readonly Rule[] {
  return rulesForAlias(rules, aliasId).filter(({ isEnabled }) => isEnabled);
}

/** Those of the alias, then those of the organization, switched off or not. */
export function rulesForAlias(rules: readonly Rule[], aliasId: string): readonly Rule[] {
  const scopeOf = (rule: Rule): number => (rule.aliasId === undefined ? 1 : 0);
  return rules
    .filter((rule) => rule.aliasId === undefined || rule.aliasId === aliasId)
    .toSorted((a, b) => scopeOf(a) - scopeOf(b) || a.position - b.position || a.number - b.number);
}

/** What one rule says of a message. */
export type Evaluated =
  | { readonly kind: 'matched'; readonly why: string }
  | { readonly kind: 'other' }
  | { readonly kind: 'failed'; readonly reason: string };

/** Judges a message by one rule. Never throws. */
export function evaluateRule({ definition }: Rule, facts: MessageFacts, budget: WorkBudget): Evaluated {
  try {
    const holding = findHolding(definition, facts, budget);
    return holding === undefined ? { kind: 'other' } : { kind: 'matched', why: explainMatch(holding) };
  } catch (error) {
    // Expected: a pattern or time zone that is not known (any more), and the end of the budget. Mail goes on without the rule.
    return { kind: 'failed', reason: error instanceof Error ? error.message : 'it cannot be evaluated' };
  }
}

/** Decisions replace the ones before, changes add up. */
function apply({ id, number, name, definition }: Rule, why: string, before: Progress): Progress {
  const decision = definition.actions.find((action) => !isChange(action));
  return {
    matched: [...before.matched, { ruleId: id, number, name, why }],
    action: decision === undefined ? before.action : decide(decision),
    changes: definition.actions.reduce(addChange, before.changes),
  };
}

function decide(action: RuleAction): RuleDecision {
  switch (action.kind) {
    case 'forward_to':
      return { kind: 'forward', mailboxIds: action.mailbox_ids };
    case 'block':
    case 'discard':
    case 'quarantine':
      return { kind: action.kind };
    default:
      return { kind: 'forward' };
  }
}

function addChange(changes: RequestedChanges, action: RuleAction): RequestedChanges {
  if (action.kind === 'strip_attachments') return { ...changes, stripAttachments: true };
  if (action.kind !== 'subject_prefix') return changes;
  const subjectPrefix =
    changes.subjectPrefix === undefined ? action.text : `${changes.subjectPrefix} ${action.text}`;
  // A prefix for which no room is left is left out whole.
  return subjectPrefix.length > maxPrefixCharacters ? changes : { ...changes, subjectPrefix };
}
