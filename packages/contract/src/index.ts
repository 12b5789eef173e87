/**
 * Purpose: the HTTP API as data: every operation with who may call it, what it takes and what it answers; the codes of errors, roles and
 * scopes; and the shapes of what people and programs send us. The server, the pages, the reference and the generated tests all read it.
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
} from './rules/rule-condition.ts';
export { isChange, maxSubjectPrefixCharacters, ruleAction, type RuleAction } from './rules/rule-action.ts';
export {
  isRuleGroup,
  listRuleConditions,
  maxRuleConditions,
  maxRuleNesting,
  ruleDefinition,
  type RuleDefinition,
  type RuleGroup,
} from './rules/rule-definition.ts';
export { parseRuleSize } from './rules/rule-size.ts';
export { readRuleDefinition, type ReadRule } from './rules/read-rule.ts';
export { ruleErrors } from './rules/rule-errors.ts';
export * from './api/index.ts';
export { id, instant, jsonValue, maxPageSize, pageOf, pageQuery, problem, type Problem } from './api/page.ts';
export { lines, text, type TextBounds } from './api/text.ts';
export { operations } from './operations.ts';
export * from './installation/index.ts';
export * from './administration/index.ts';
export * from './organization/index.ts';
export * from './authentication/index.ts';
export * from './audit/index.ts';
export * from './key/index.ts';
export * from './account/index.ts';
export * from './domain/index.ts';
export * from './mailbox/index.ts';
export * from './alias/index.ts';
export * from './contact/index.ts';
export * from './rule/index.ts';
export * from './sender/index.ts';
export * from './message/index.ts';
export * from './quarantine/index.ts';
export * from './statistics/index.ts';
export * from './notice/index.ts';
export * from './webhook/index.ts';
export * from './event/index.ts';
export * from './live/index.ts';
