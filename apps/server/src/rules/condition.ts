import { isRuleGroup, type RuleCondition, type RuleGroup } from '@smtpy/contract';
import { parseDomainName } from '@smtpy/mail';
import { patterns } from './pattern.ts';
import type { MessageFacts } from './rule.ts';
import { isInWindow } from './time-window.ts';

/** What one evaluation may still cost, over all its rules. */
export interface WorkBudget {
  left: number;
}

/** Pattern instructions times characters, each about 20 ns: a fifth of a second at worst; an ordinary pattern takes a few thousand. */
export const maxWork = 10_000_000;

type TextCondition = Extract<
  RuleCondition,
  { operator: 'contains' | 'equals' | 'starts_with' | 'ends_with' }
>;
type TextOperator = TextCondition['operator'];
type FieldReader = (condition: RuleCondition, facts: MessageFacts) => readonly string[];

// Many times what people and programs write into a field. Past it a text is not looked at.
const maxComparedCharacters = 16 * 1024;
// Folding and comparing a character costs so much less than an instruction of a pattern.
const comparedPerUnit = 8;
// What a pattern looks at: more than people read of a subject.
const maxMatchedCharacters = 2000;
const maxValues = 100;
// A unit is an instruction, about 20 ns. Compiling counts, or many patterns that nobody has asked before would hold up everything.
const unitsPerMicrosecond = 50;

const comparisons: Readonly<Record<TextOperator, (text: string, value: string) => boolean>> = {
  contains: (text, value) => text.includes(value),
  equals: (text, value) => text === value,
  starts_with: (text, value) => text.startsWith(value),
  ends_with: (text, value) => text.endsWith(value),
};

/** The texts that a field has; a condition holds where it holds for one of them. */
const textsOf: Readonly<Record<RuleCondition['field'], FieldReader>> = {
  sender: (_, facts) => sendersOf(facts),
  sender_domain: (_, facts) => sendersOf(facts).map(domainOf),
  subject: (_, { subject }) => (subject === '' ? [] : [subject]),
  alias: (_, { alias }) => [alias],
  header: (condition, { headerValues }) =>
    condition.field === 'header' ? headerValues(condition.name.toLowerCase()).slice(0, maxValues) : [],
  attachments: (_, { hasAttachments }) => (hasAttachments ? ['attachment'] : []),
  size: () => [],
  authentication: () => [],
  time: () => [],
};

/**
 * The conditions by which a group holds: all of them, or the first of those of which one is enough; undefined when it does not hold.
 * Throws an Error with a reason for the owner when it cannot be told.
 */
export function findHolding(
  group: RuleGroup,
  facts: MessageFacts,
  budget: WorkBudget,
): readonly RuleCondition[] | undefined {
  const holding: RuleCondition[] = [];
  for (const item of group.conditions) {
    const found = isRuleGroup(item)
      ? findHolding(item, facts, budget)
      : holds(item, facts, budget)
        ? [item]
        : undefined;
    if (found === undefined && group.match === 'all') return undefined;
    if (found !== undefined && group.match === 'any') return found;
    holding.push(...(found ?? []));
  }
  return group.match === 'all' ? holding : undefined;
}

/** Whether one condition holds, its `not` considered. Throws as {@link findHolding} does. */
export function holds(condition: RuleCondition, facts: MessageFacts, budget: WorkBudget): boolean {
  return test(condition, facts, budget) !== (condition.not ?? false);
}

function test(condition: RuleCondition, facts: MessageFacts, budget: WorkBudget): boolean {
  switch (condition.field) {
    case 'size':
      return condition.operator === 'greater_than'
        ? facts.sizeBytes > condition.value
        : facts.sizeBytes < condition.value;
    case 'authentication':
      return facts.authentication[condition.method].toLowerCase() === condition.value;
    case 'time':
      return isInWindow(facts.receivedAt, { window: condition.value, timeZone: facts.timeZone });
    default:
      return testTexts(condition, textsOf[condition.field](condition, facts), budget);
  }
}

function testTexts(
  condition: Exclude<RuleCondition, { field: 'size' | 'authentication' | 'time' }>,
  texts: readonly string[],
  budget: WorkBudget,
): boolean {
  switch (condition.operator) {
    case 'present':
      return texts.length > 0;
    case 'absent':
      return texts.length === 0;
    case 'matches':
      return texts.some((text) => matchesPattern(condition.value, text, budget));
    case 'domain_is':
      return texts.some((text) => isOnDomain(text, condition.value));
    default: {
      const compare = comparisons[condition.operator];
      const value = fold(condition.value);
      return texts.some((text) => {
        const compared = text.slice(0, maxComparedCharacters);
        spend(budget, compared.length / comparedPerUnit);
        return compare(fold(compared), value);
      });
    }
  }
}

function matchesPattern(pattern: string, text: string, budget: WorkBudget): boolean {
  spend(budget, patterns.microsecondsFor(pattern) * unitsPerMicrosecond);
  const compiled = patterns.compile(pattern);
  if (compiled.kind === 'invalid') throw new Error(`its pattern cannot be used: ${compiled.reason}`);
  const compared = text.slice(0, maxMatchedCharacters).normalize('NFC');
  spend(budget, compiled.cost * (compared.length + 1));
  return compiled.isFoundIn(compared);
}

function spend(budget: WorkBudget, work: number): void {
  budget.left -= work;
  if (budget.left < 0) throw new Error('all rules together take too long for this message');
}

/** Whether an address or a domain is on that domain or under it; both as written, in Unicode or not. */
function isOnDomain(text: string, value: string): boolean {
  const domain = normaliseDomain(domainOf(text));
  const wanted = normaliseDomain(plainDomain(value));
  return domain === wanted || domain.endsWith(`.${wanted}`);
}

/** A domain as people write it in a rule: `example.com`, `@example.com` or `*.example.com`. */
export function plainDomain(value: string): string {
  return value.trim().replace(/^(?:@|\*\.)/, '');
}

function normaliseDomain(text: string): string {
  const parsed = parseDomainName(text.slice(0, 255));
  return parsed.ok ? parsed.value : fold(text);
}

/** A sender is who the header names, and who the envelope names; the null sender is nobody. */
function sendersOf({ author, mailFrom }: MessageFacts): readonly string[] {
  return [author ?? '', mailFrom].filter((address) => address !== '');
}

function domainOf(address: string): string {
  return address.slice(address.lastIndexOf('@') + 1);
}

/** Case-folded NFC: the same for texts that people take for the same. */
function fold(text: string): string {
  return text.normalize('NFC').toLowerCase().normalize('NFC');
}
