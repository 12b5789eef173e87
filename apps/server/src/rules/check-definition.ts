import { listRuleConditions, readRuleDefinition, type ReadRule, type RuleCondition } from '@smtpy/contract';
import { parseDomainName } from '@smtpy/mail';
import { plainDomain } from './condition.ts';
import { patterns } from './pattern.ts';
import { isTimeZone } from './time-window.ts';

/** Patterns in one rule: each takes some milliseconds to compile, and people who write this many join them with `|`. */
const maxPatterns = 10;

/** Reads what somebody sent as a rule, and what only this program can judge: patterns, domains, time zones. Never throws. */
export function checkDefinition(given: unknown): ReadRule {
  const read = readRuleDefinition(given);
  if (read.kind === 'faults') return read;
  const conditions = listRuleConditions(read.definition);
  if (conditions.filter(({ operator }) => operator === 'matches').length > maxPatterns)
    return { kind: 'faults', faults: [`a rule has ${maxPatterns} patterns at most`] };
  const faults = conditions.flatMap((condition) => faultOf(condition) ?? []);
  return faults.length === 0 ? read : { kind: 'faults', faults };
}

function faultOf(condition: RuleCondition): string | undefined {
  if (condition.operator === 'matches') {
    const compiled = patterns.compile(condition.value);
    return compiled.kind === 'invalid' ? `the pattern “${condition.value}”: ${compiled.reason}` : undefined;
  }
  if (condition.operator === 'domain_is') {
    const domain = parseDomainName(plainDomain(condition.value));
    return domain.ok ? undefined : `“${condition.value}” is not a domain: ${domain.reason}`;
  }
  if (condition.field !== 'time') return undefined;
  const { time_zone: timeZone } = condition.value;
  return timeZone === undefined || isTimeZone(timeZone) ? undefined : `“${timeZone}” is not a time zone`;
}
