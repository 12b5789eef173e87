import { z } from 'zod';
import { ruleActions, type RuleAction } from './rule-action.ts';
import { ruleCondition, type RuleCondition } from './rule-condition.ts';
import { ruleErrors } from './rule-errors.ts';

/** Conditions of a rule, in groups or not. */
export const maxRuleConditions = 50;
/** How deep groups of conditions lie, the outermost among them. */
export const maxRuleNesting = 3;

const match = z.enum(['all', 'any']);
const groupOf = <Item extends z.ZodType>(item: Item) =>
  z.strictObject({ match, conditions: z.array(item).min(1).max(maxRuleConditions) });
const innermost = groupOf(ruleCondition);
const middle = groupOf(z.union([ruleCondition, innermost]));

/** Conditions that belong together. */
export interface RuleGroup {
  readonly match: 'all' | 'any';
  readonly conditions: readonly (RuleCondition | RuleGroup)[];
}

/** What a rule asks, and what it does then. */
export interface RuleDefinition extends RuleGroup {
  /** One decision at most, and changes. */
  readonly actions: readonly RuleAction[];
  /** Whether rules behind this one are asked too when it matches. */
  readonly then: 'stop' | 'continue';
}

/** Reads a {@link RuleDefinition}; unknown keys are faults, sizes become bytes. */
export const ruleDefinition: z.ZodType<RuleDefinition> = z
  .strictObject({
    match: match.default('all'),
    conditions: z.array(z.union([ruleCondition, middle])).max(maxRuleConditions),
    actions: ruleActions,
    then: z.enum(['stop', 'continue']).default('stop'),
  })
  .superRefine((definition, context) => {
    const count = countConditions(definition);
    if (count > maxRuleConditions)
      context.addIssue({ code: 'custom', message: ruleErrors.tooManyConditions(maxRuleConditions) });
    if (count === 0 && definition.match === 'any')
      context.addIssue({ code: 'custom', message: ruleErrors.noConditions });
  })
  .meta({ id: 'RuleDefinition', description: 'What a rule asks of a message, and what it does then' });

/** Whether it is conditions that belong together, and not a single one. */
export function isRuleGroup(item: RuleCondition | RuleGroup): item is RuleGroup {
  return 'conditions' in item;
}

/** All conditions of a rule, whatever groups they lie in. */
export function listRuleConditions(group: RuleGroup): readonly RuleCondition[] {
  return group.conditions.flatMap((item) => (isRuleGroup(item) ? listRuleConditions(item) : [item]));
}

function countConditions(group: RuleGroup): number {
  return listRuleConditions(group).length;
}
