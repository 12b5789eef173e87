import { listRuleConditions } from '@smtpy/contract';
import { holds, maxWork, type WorkBudget } from './condition.ts';
import { evaluateRule, evaluateRules, rulesForAlias } from './evaluate.ts';
import type { MessageFacts, Rule, RuleOutcome } from './rule.ts';
import { explainMiss } from './why.ts';

/** What a rule says of a message by itself. */
export interface ExplainedRule {
  readonly rule: Rule;
  readonly verdict: 'matches' | 'does_not_match' | 'cannot_be_told' | 'disabled';
  /** Whether it is asked at all: no rule before it matches and ends the search. */
  readonly isAsked: boolean;
  /** One clause; undefined of a rule that is switched off, and where all the others took too long to tell. */
  readonly why: string | undefined;
}

/** What all rules come to for a message, and what each says. */
export interface Explanation {
  readonly rules: readonly ExplainedRule[];
  readonly outcome: RuleOutcome;
}

/**
 * Judges a message as {@link evaluateRules} does, and tells of every rule for its alias why. What telling costs beyond that is bounded by as
 * much again, and changes nothing about the outcome.
 */
export function explainRules(rules: readonly Rule[], facts: MessageFacts): Explanation {
  const outcome = evaluateRules(rules, facts);
  const budget: WorkBudget = { left: maxWork };
  const last = outcome.matched.at(-1);
  let isAsked = true;
  const explained = rulesForAlias(rules, facts.aliasId).map((rule): ExplainedRule => {
    const told = { ...explain(rule, facts, budget), isAsked: isAsked && rule.isEnabled };
    if (rule.id === last?.ruleId && rule.definition.then === 'stop') isAsked = false;
    return told;
  });
  return { rules: explained, outcome };
}

function explain(rule: Rule, facts: MessageFacts, budget: WorkBudget): Omit<ExplainedRule, 'isAsked'> {
  if (!rule.isEnabled) return { rule, verdict: 'disabled', why: undefined };
  const evaluated = evaluateRule(rule, facts, budget);
  switch (evaluated.kind) {
    case 'matched':
      return { rule, verdict: 'matches', why: evaluated.why };
    case 'failed':
      return { rule, verdict: 'cannot_be_told', why: evaluated.reason };
    case 'other':
      return { rule, verdict: 'does_not_match', why: whyNot(rule, facts, budget) };
  }
}

function whyNot({ definition }: Rule, facts: MessageFacts, budget: WorkBudget): string | undefined {
  try {
    return explainMiss(listRuleConditions(definition).filter((item) => !holds(item, facts, budget)));
  } catch {
    // Expected: the end of the budget, or a condition that evaluating did not come to and that cannot be told.
    return undefined;
  }
}
