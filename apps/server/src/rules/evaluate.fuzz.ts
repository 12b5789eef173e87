import { readRuleDefinition, ruleTextOperators } from '@smtpy/contract';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkDefinition, evaluateRules, type MessageFacts, type Rule } from './index.ts';

const text = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 50 }),
  fc.constantFrom('', 'a@b', '@', 'x@münchen.example'),
);

const anyFacts: fc.Arbitrary<MessageFacts> = fc
  .record({
    alias: text,
    mailFrom: text,
    author: fc.option(text, { nil: undefined }),
    subject: text,
    values: fc.array(text),
    sizeBytes: fc.nat(),
    receivedAt: fc.date({ noInvalidDate: false }),
    hasAttachments: fc.boolean(),
  })
  .map(({ values, ...facts }) => ({
    ...facts,
    aliasId: 'a',
    headerValues: () => values,
    authentication: { spf: 'pass', dkim: 'none', dmarc: 'fail' },
    timeZone: 'Europe/Paris',
  }));

const condition = fc.oneof(
  fc.record({
    field: fc.constantFrom('sender', 'sender_domain', 'subject', 'alias'),
    operator: fc.constantFrom(...ruleTextOperators, 'matches', 'domain_is'),
    value: fc.oneof(text, fc.constantFrom('(a+)+$', '[', '\\', '(?i)x', '\\p{L}+', '.*.*.*')),
    not: fc.boolean(),
  }),
  fc.record({
    field: fc.constant('time'),
    operator: fc.constant('between'),
    value: fc.record({
      start: fc.constantFrom('00:00', '23:59'),
      end: fc.constantFrom('00:00', '12:30'),
      time_zone: text,
    }),
  }),
);

function ruleOf(definition: object, id = 'r'): Rule | undefined {
  const read = readRuleDefinition({ actions: [{ kind: 'block' }], ...definition });
  if (read.kind === 'faults') return undefined;
  const { definition: valid } = read;
  return { id, number: 1, organizationId: 'o', name: 'n', position: 1, isEnabled: true, definition: valid };
}

describe('evaluateRules', () => {
  it('never throws, whatever is stored and whatever comes', () => {
    fc.assert(
      fc.property(
        fc.array(fc.array(condition, { maxLength: 4 }), { maxLength: 4 }),
        anyFacts,
        (lists, facts) => {
          const rules = lists.flatMap((conditions) => ruleOf({ conditions, then: 'continue' }) ?? []);
          const { matched, failed } = evaluateRules(rules, facts);
          expect(matched.length + failed.length).toBeLessThanOrEqual(rules.length);
        },
      ),
      { numRuns: 1000 },
    );
  });

  it('a definition is read or refused, never thrown at', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.anything(),
          fc.array(condition).map((conditions) => ({ conditions })),
        ),
        (given) => {
          expect(['rule', 'faults']).toContain(checkDefinition(given).kind);
        },
      ),
      { numRuns: 1000 },
    );
  });
});

describe('a message of 1 MB of text', () => {
  const patterns = [
    '(a+)+$',
    '(a|aa)+$',
    '(a*)*b',
    '(.*)(.*)(.*)(.*)x',
    '[ab]*a[ab]{400}c',
    '(?:a?){50}a{50}$',
  ];
  const long = 'a'.repeat(1_000_000);
  const facts: MessageFacts = {
    aliasId: 'a',
    alias: 'a@b.example',
    mailFrom: long,
    author: long,
    subject: long,
    headerValues: () => Array.from({ length: 1000 }, () => long),
    sizeBytes: 1_000_000,
    hasAttachments: true,
    authentication: { spf: 'none', dkim: 'none', dmarc: 'none' },
    receivedAt: new Date(),
    timeZone: 'UTC',
  };

  it('takes a bounded time with the worst rules, and mail goes on', () => {
    const worst = Array.from({ length: 50 }, (_, index) => ({
      field: 'header',
      name: 'x',
      operator: 'matches',
      value: `(?:${patterns[index % patterns.length] ?? ''})z${index}`,
    }));
    const plain = Array.from({ length: 50 }, () => ({
      field: 'header',
      name: 'x',
      operator: 'contains',
      value: `b${'a'.repeat(999)}`,
    }));
    const rules = Array.from({ length: 200 }, (_, index) =>
      ruleOf({ match: 'any', conditions: index % 2 === 0 ? worst : plain, then: 'continue' }, `r${index}`),
    ).filter((rule) => rule !== undefined);
    expect(rules).toHaveLength(200);
    const startedMs = performance.now();
    const { failed } = evaluateRules(rules, facts);
    // The budget is a fifth of a second; the rest is for a busy machine. Without it, this takes hours.
    expect(performance.now() - startedMs).toBeLessThan(5_000);
    expect(failed.length).toBeGreaterThan(0);
  });
});
