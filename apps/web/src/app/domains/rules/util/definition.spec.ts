import { describe, expect, it } from 'vitest';
import type { RuleDefinition } from '@smtpy/contract/web';
import { toBytes, toDefinition, toDraft } from './definition.ts';
import { newCondition, newGroup, newRule, replaceItem } from './draft.ts';

const stored: RuleDefinition = {
  match: 'all',
  conditions: [
    { field: 'subject', operator: 'contains', value: ' invoice', not: true },
    { field: 'header', name: 'List-Id', operator: 'present' },
    {
      match: 'any',
      conditions: [
        { field: 'size', operator: 'greater_than', value: 1_500_000 },
        { field: 'size', operator: 'less_than', value: 1_572_864 },
        { field: 'authentication', method: 'dmarc', operator: 'equals', value: 'pass', not: true },
        {
          match: 'all',
          conditions: [
            { field: 'attachments', operator: 'absent' },
            {
              field: 'time',
              operator: 'between',
              value: { start: '22:00', end: '07:00', weekdays: ['sat'], time_zone: 'Europe/Paris' },
            },
          ],
        },
      ],
    },
    { field: 'sender', operator: 'domain_is', value: 'spam.example' },
  ],
  actions: [
    { kind: 'forward_to', mailbox_ids: ['019a9c1e-5c1e-7a55-8f0e-3a1c5be0a001'] },
    { kind: 'subject_prefix', text: '[x]' },
    { kind: 'strip_attachments' },
  ],
  then: 'continue',
};

describe('toDraft and toDefinition', () => {
  it('give back what is stored', () => {
    expect(toDefinition(toDraft(stored, 'UTC'))).toEqual(stored);
  });

  it('turn a negated presence into its opposite', () => {
    const draft = toDraft(
      { ...stored, conditions: [{ field: 'subject', operator: 'present', not: true }] },
      'UTC',
    );
    expect(toDefinition(draft).conditions).toEqual([{ field: 'subject', operator: 'absent' }]);
  });

  it('leave out changes of what is thrown away, and the match of nothing', () => {
    const { root, actions } = newRule('UTC');
    const draft = {
      root: { ...root, match: 'any' as const, items: [] },
      actions: { ...actions, decision: 'discard' as const, hasPrefix: true, prefix: 'x' },
    };
    expect(toDefinition(draft)).toEqual({
      match: 'all',
      conditions: [],
      actions: [{ kind: 'discard' }],
      then: 'stop',
    });
  });

  it('leave out days and zone of a time that has none', () => {
    const root = newGroup('all', [{ ...newCondition(''), field: 'time', operator: 'between' }]);
    expect(toDefinition({ ...newRule('UTC'), root }).conditions).toEqual([
      { field: 'time', operator: 'between', value: { start: '22:00', end: '07:00' } },
    ]);
  });
});

describe('toBytes', () => {
  it.each([
    ['5', 5_000_000],
    ['2.5', 2_500_000],
    ['2,5', 2_500_000],
    ['', undefined],
    ['five', undefined],
    ['-1', undefined],
  ])('reads %j', (digits, bytes) => {
    expect(toBytes(digits, 'MB')).toBe(bytes);
  });
});

describe('replaceItem', () => {
  it('takes out groups that are left empty', () => {
    const [first, second] = [newCondition(''), newCondition('')];
    const inner = newGroup('any', [second]);
    const root = newGroup('all', [first, inner]);
    expect(replaceItem(root, inner.id, replaceItem(inner, second.id, undefined)).items).toEqual([first]);
  });
});
