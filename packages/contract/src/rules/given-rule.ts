import { z } from 'zod';
import { readRuleDefinition } from './read-rule.ts';
import { ruleDefinition } from './rule-definition.ts';

/** A definition in a request: as {@link ruleDefinition}, with faults that name their place in it instead of the branch that came nearest. */
export const givenRuleDefinition = z.preprocess((given, context) => {
  const read = readRuleDefinition(given);
  if (read.kind === 'rule') return read.definition;
  for (const fault of read.faults) context.addIssue({ code: 'custom', message: `${fault}.` });
  return z.NEVER;
}, ruleDefinition);
