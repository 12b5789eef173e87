export { ruleOperations } from './operations.ts';
export { maxRules, simpleRuleActions, simpleRuleTypes } from './rule.ts';
