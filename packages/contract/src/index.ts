/**
 * Purpose: the shapes of what people and programs send us, for the server, the pages and the reference alike.
 *
 * Guarantees: what a schema gives has every bound checked; unknown keys are faults and never dropped in silence; reading never throws;
 *   the time is linear in what is given.
 *
 * Fails with: faults as sentences, each with its place, in English.
 *
 * Security: texts are bounded; nothing here is a pattern that is run.
 *
 * Not here: what needs the database or a library to be judged (mailboxes, patterns, time zones): the server's feature does that.
 */
export {
  authenticationResults,
  maxRulePatternCharacters,
  maxRuleTextCharacters,
  ruleCondition,
  ruleTextOperators,
  weekdays,
  type RuleCondition,
} from './rule-condition.ts';
export { isChange, maxSubjectPrefixCharacters, ruleAction, type RuleAction } from './rule-action.ts';
export {
  isRuleGroup,
  listRuleConditions,
  maxRuleConditions,
  maxRuleNesting,
  ruleDefinition,
  type RuleDefinition,
  type RuleGroup,
} from './rule-definition.ts';
export { parseRuleSize } from './rule-size.ts';
export { readRuleDefinition, type ReadRule } from './read-rule.ts';
export { ruleErrors } from './rule-errors.ts';
