import { describe, expect, it } from 'vitest';
import { groupRules, reorder } from './groups.ts';

const shop = { id: 'shop', address: 'shop@my.example' };
const rules = [
  { id: 'a', alias: shop },
  { id: 'b', alias: shop },
  { id: '1', alias: null },
  { id: '2', alias: null },
  { id: '3', alias: null },
];
const [, , first, , third] = rules;

describe('groupRules', () => {
  it('puts those for all behind those of aliases', () => {
    expect(groupRules([...rules].reverse()).map(({ alias, rules: of }) => [alias?.id, of.length])).toEqual([
      ['shop', 2],
      [undefined, 3],
    ]);
  });
});

describe('reorder', () => {
  it.each([
    [first, 2, ['2', '3', '1']],
    [third, 0, ['3', '1', '2']],
    [third, 99, ['1', '2', '3']],
  ])('moves within the group alone', (moved, toIndex, ids) => {
    if (moved === undefined) throw new Error('there are five');
    const ordered = reorder(rules, moved, toIndex);
    expect(ordered.ids).toEqual(ids);
    expect(ordered.rules.map(({ id }) => id)).toEqual(['a', 'b', ...ids]);
  });
});
