import { describe, expect, it } from 'vitest';
import { newCondition, newGroup, newRule, type ConditionDraft } from './draft.ts';
import { findFaults, placeFaults } from './faults.ts';

const condition = (changes: Partial<ConditionDraft>): ConditionDraft => ({ ...newCondition(''), ...changes });

describe('findFaults', () => {
  it.each([
    [{ text: '' }, 'empty'],
    [{ text: 'x'.repeat(1_001) }, 'too_long'],
    [{ text: 'x'.repeat(501), operator: 'matches' }, 'too_long'],
    [{ field: 'header', headerName: 'a b', text: 'x' }, 'header_name'],
    [{ field: 'header', headerName: 'List-Id', operator: 'present' }, undefined],
    [{ field: 'size', operator: 'less_than', size: 'big' }, 'size'],
    [{ field: 'time', operator: 'between', start: '' }, 'clock'],
    [{ field: 'attachments', operator: 'present' }, undefined],
    [{ text: ' ' }, undefined],
  ] as const)('of %j says %s', (changes, key) => {
    const item = condition(changes);
    const faults = findFaults({ ...newRule(''), root: newGroup('all', [newGroup('any', [item])]) });
    expect(faults.get(item.id)).toEqual(key === undefined ? undefined : { kind: 'known', key });
  });

  it('finds what is wrong with the actions', () => {
    const { root, actions } = newRule('');
    const keys = (changes: object): unknown => [
      ...findFaults({ root: { ...root, items: [] }, actions: { ...actions, ...changes } }).keys(),
    ];
    expect(keys({ decision: 'forward_to' })).toEqual(['mailboxes']);
    expect(keys({ decision: 'none' })).toEqual(['decision']);
    expect(keys({ hasPrefix: true })).toEqual(['prefix']);
    expect(keys({ decision: 'block', hasPrefix: true })).toEqual([]);
  });
});

describe('placeFaults', () => {
  const first = condition({ text: '(' });
  const inner = condition({ field: 'time', timeZone: 'Nowhere' });
  const draft = { ...newRule(''), root: newGroup('all', [first, newGroup('any', [inner])]) };

  it.each([
    ['conditions[0].value: must not be empty.', first.id],
    ['conditions[1].conditions[0].value.start: is a time.', inner.id],
    ['conditions[1].conditions: too few.', draft.root.items[1]?.id],
    ['the pattern “(”: missing closing ).', first.id],
    ['“Nowhere” is not a time zone.', inner.id],
    ['actions[0].mailbox_ids: too few.', 'mailboxes'],
    ['actions[1].text: is one line.', 'prefix'],
    ['actions: only one of them.', 'decision'],
  ])('puts “%s” where it belongs', (message, place) => {
    const { faults, rest } = placeFaults(draft, [message]);
    expect([...faults.keys()]).toEqual([place]);
    expect(rest).toEqual([]);
  });

  it('gives back what has no place', () => {
    expect(placeFaults(draft, ['a rule has 10 patterns at most']).rest).toHaveLength(1);
  });
});
