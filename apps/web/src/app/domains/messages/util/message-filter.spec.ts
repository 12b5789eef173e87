import { expect, it } from 'vitest';
import { filterNames, filtersInUse, startOfDay, toQuery, type MessageFilter } from './message-filter.ts';

const none = Object.fromEntries(filterNames.map((name) => [name, ''])) as unknown as MessageFilter;

it('leaves out what is not filtered by, and what an address cannot mean', () => {
  expect(Object.values(toQuery(none)).every((value) => value === undefined)).toBe(true);
  const odd = toQuery({ ...none, state: 'lost', alias_id: '1', from: 'yesterday' });
  expect(odd).toMatchObject({ state: undefined, alias_id: undefined, from: undefined });
});

it('takes days whole, the last one included', () => {
  const { from, to } = toQuery({ ...none, from: '2026-11-22', to: '2026-11-22' });
  expect(Date.parse(to ?? '') - Date.parse(from ?? '')).toBe(86_400_000);
  expect(startOfDay('2026-12-31', 1)).toBe(new Date(2027, 0, 1).toISOString());
});

it('knows which filters are in use', () => {
  expect(filtersInUse(none)).toEqual([]);
  expect(filtersInUse({ ...none, text: 'order', state: 'problem' })).toEqual(['state', 'text']);
});
