import { readRuleDefinition } from '@smtpy/contract';
import { describe, expect, it } from 'vitest';
import { evaluateRules, wantsAttachments, type MessageFacts, type Rule } from './index.ts';

const facts: MessageFacts = {
  aliasId: 'alias-1',
  alias: 'shop@my.example',
  mailFrom: 'bounce@lists.sender.example',
  author: 'Jane@Sender.example',
  subject: 'Your Invoice for Žofie',
  sizeBytes: 5_000,
  hasAttachments: true,
  headerValues: (name) => (name === 'list-id' ? ['<news.sender.example>'] : []),
  authentication: { spf: 'pass', dkim: 'fail', dmarc: 'none' },
  // A Monday, 23:30 in Paris.
  receivedAt: new Date('2030-01-07T22:30:00Z'),
  timeZone: 'UTC',
};

let number = 0;
function rule(definition: object, changes: Partial<Rule> = {}): Rule {
  const read = readRuleDefinition({ actions: [{ kind: 'block' }], ...definition });
  if (read.kind === 'faults') throw new Error(read.faults.join());
  number += 1;
  return {
    id: `rule-${number}`,
    number,
    organizationId: 'o',
    name: `n${number}`,
    position: number,
    isEnabled: true,
    definition: read.definition,
    ...changes,
  };
}
const always = (changes: object = {}): object => ({ conditions: [], ...changes });

describe('a condition', () => {
  it.each([
    [{ field: 'subject', operator: 'contains', value: 'INVOICE' }, 'subject contains “INVOICE”'],
    [{ field: 'subject', operator: 'ends_with', value: 'z\u030cofie' }, 'subject ends with “z\u030cofie”'],
    [{ field: 'subject', operator: 'starts_with', value: 'your i' }, 'subject starts with “your i”'],
    [{ field: 'subject', operator: 'matches', value: '^YOUR .*ofie$' }, 'subject matches “^YOUR .*ofie$”'],
    [{ field: 'subject', operator: 'present' }, 'subject is there'],
    [
      { field: 'sender', operator: 'equals', value: 'jane@sender.example' },
      'sender is “jane@sender.example”',
    ],
    [{ field: 'sender', operator: 'equals', value: 'bounce@lists.sender.example' }, 'sender is'],
    [{ field: 'sender', operator: 'domain_is', value: '@sender.example' }, 'sender is of “@sender.example”'],
    [
      { field: 'sender_domain', operator: 'equals', value: 'lists.sender.example' },
      'domain of the sender is',
    ],
    [{ field: 'alias', operator: 'domain_is', value: 'my.example' }, 'alias is of “my.example”'],
    [
      { field: 'header', name: 'List-ID', operator: 'contains', value: 'news.' },
      'header List-ID contains “news.”',
    ],
    [{ field: 'header', name: 'X-None', operator: 'absent' }, 'header X-None is not there'],
    [{ field: 'size', operator: 'greater_than', value: '4kB' }, 'size is over 4 kB'],
    [{ field: 'size', operator: 'less_than', value: '5kB', not: true }, 'size is not under 5 kB'],
    [{ field: 'attachments', operator: 'present' }, 'there are attachments'],
    [{ field: 'authentication', method: 'dkim', operator: 'equals', value: 'fail' }, 'DKIM is fail'],
    [
      {
        field: 'time',
        operator: 'between',
        value: { start: '23:00', end: '06:00', weekdays: ['mon'], time_zone: 'Europe/Paris' },
      },
      'time is between 23:00 and 06:00 on mon (Europe/Paris)',
    ],
    [{ field: 'time', operator: 'between', value: { start: '22:00', end: '22:31' } }, 'time is between'],
  ])('%j holds, and its negation does not', (condition, why) => {
    const { matched } = evaluateRules([rule({ conditions: [condition] })], facts);
    expect(matched[0]?.why).toContain(why);
    const negated = { ...condition, not: !('not' in condition) };
    expect(evaluateRules([rule({ conditions: [negated] })], facts).matched).toEqual([]);
  });

  it.each([
    { field: 'sender', operator: 'domain_is', value: 'ender.example' },
    { field: 'sender', operator: 'equals', value: 'sender.example' },
    { field: 'subject', operator: 'absent' },
    { field: 'header', name: 'x-none', operator: 'contains', value: 'a' },
    { field: 'time', operator: 'between', value: { start: '22:00', end: '22:30' } },
    { field: 'time', operator: 'between', value: { start: '00:00', end: '00:00', weekdays: ['tue'] } },
  ])('%j does not hold', (condition) => {
    expect(evaluateRules([rule({ conditions: [condition] })], facts).matched).toEqual([]);
  });

  it('on domains does not mind how they are written', () => {
    const idn = { ...facts, author: 'a@xn--mller-kva.example' };
    const condition = { field: 'sender', operator: 'domain_is', value: 'MÜLLER.example' };
    expect(evaluateRules([rule({ conditions: [condition] })], idn).action.kind).toBe('block');
  });

  it('on time after midnight belongs to the day before', () => {
    const value = { start: '22:00', end: '06:00', weekdays: ['mon'] };
    const night = rule({ conditions: [{ field: 'time', operator: 'between', value }] });
    const at = (receivedAt: string) =>
      evaluateRules([night], { ...facts, receivedAt: new Date(receivedAt) }).matched.length;
    expect(at('2030-01-08T05:59:00Z')).toBe(1);
    expect(at('2030-01-08T06:00:00Z')).toBe(0);
    expect(at('2030-01-07T05:00:00Z')).toBe(0);
  });
});

describe('groups', () => {
  const yes = { field: 'attachments', operator: 'present' };
  const no = { field: 'attachments', operator: 'absent' };
  it.each([
    ['all', [yes, yes], true],
    ['all', [yes, no], false],
    ['any', [no, yes], true],
    ['any', [no, no], false],
    ['all', [yes, { match: 'any', conditions: [no, { match: 'all', conditions: [yes] }] }], true],
    ['any', [no, { match: 'all', conditions: [yes, no] }], false],
  ])('%s of %j: %j', (match, conditions, expected) => {
    expect(evaluateRules([rule({ match, conditions })], facts).matched.length === 1).toBe(expected);
  });
});

describe('order', () => {
  it('is the rules of the alias, then those of the organization, by position; the first match ends it', () => {
    const rules = [
      rule(always({ actions: [{ kind: 'discard' }] }), { position: 1, name: 'organization' }),
      rule(always({ actions: [{ kind: 'quarantine' }] }), {
        position: 2,
        aliasId: 'alias-1',
        name: 'second',
      }),
      rule(always({ actions: [{ kind: 'block' }] }), { position: 1, aliasId: 'alias-1', name: 'first' }),
      rule(always(), { position: 0, aliasId: 'alias-2', name: 'other alias' }),
      rule(always(), { position: 0, aliasId: 'alias-1', isEnabled: false, name: 'off' }),
    ];
    const outcome = evaluateRules(rules, facts);
    expect(outcome.matched.map(({ name, why }) => [name, why])).toEqual([
      ['first', 'it is for every message'],
    ]);
    expect(outcome.action).toEqual({ kind: 'block' });
  });

  it('goes on after continue: changes add up, and the last decision counts', () => {
    const then = 'continue';
    const prefix = (text: string): object => ({ kind: 'subject_prefix', text });
    const id = '01940000-0000-7000-8000-000000000001';
    const rules = [
      rule(always({ then, actions: [{ kind: 'quarantine' }, prefix('[a]')] })),
      rule(always({ then, actions: [{ kind: 'strip_attachments' }, prefix('[b]')] })),
      rule(always({ then, actions: [{ kind: 'forward_to', mailbox_ids: [id] }] })),
      rule(always({ then, actions: [prefix('x'.repeat(95))] })),
    ];
    expect(evaluateRules(rules, facts)).toMatchObject({
      matched: [{}, {}, {}, {}],
      action: { kind: 'forward', mailboxIds: [id] },
      changes: { subjectPrefix: '[a] [b]', stripAttachments: true },
    });
    const ended = evaluateRules([...rules, rule(always())], facts);
    expect(ended).toMatchObject({ action: { kind: 'block' }, changes: {} });
  });

  it('forwards without any', () => {
    expect(evaluateRules([], facts)).toEqual({
      matched: [],
      action: { kind: 'forward' },
      changes: {},
      failed: [],
    });
  });
});

describe('a rule that cannot be evaluated', () => {
  it.each([
    [{ field: 'subject', operator: 'matches', value: '(a)\\1' }, 'its pattern cannot be used'],
    [{ field: 'subject', operator: 'matches', value: '[a-z]{900}' }, 'repeats too much'],
    [
      { field: 'time', operator: 'between', value: { start: '00:00', end: '00:00', time_zone: 'Mars/Base' } },
      'Mars/Base',
    ],
  ])('is skipped and named: %j', (condition, reason) => {
    const broken = rule({ conditions: [condition] });
    const outcome = evaluateRules([broken, rule(always({ actions: [{ kind: 'discard' }] }))], facts);
    expect(outcome.action.kind).toBe('discard');
    expect(outcome.failed).toEqual([
      { ruleId: broken.id, reason: expect.stringContaining(reason) as string },
    ]);
  });
});

it('asks for attachments only where a rule in force does', () => {
  const asking = {
    conditions: [{ match: 'any', conditions: [{ field: 'attachments', operator: 'present' }] }],
  };
  expect(wantsAttachments([rule(always())])).toBe(false);
  expect(wantsAttachments([rule(asking, { isEnabled: false })])).toBe(false);
  expect(wantsAttachments([rule(asking)])).toBe(true);
});
