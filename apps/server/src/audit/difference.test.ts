import { expect, it } from 'vitest';
import { differenceOf } from './difference.ts';

it('tells the facts that differ, and of no difference nothing', () => {
  const before = { name: 'Jane', limit: null, isOpen: true };
  expect(differenceOf(before, { name: 'Jane', limit: 5, isOpen: false })).toEqual({
    before: { limit: null, isOpen: true },
    after: { limit: 5, isOpen: false },
  });
  expect(differenceOf(before, { ...before })).toBeUndefined();
  expect(differenceOf({}, { name: 'Jane' })).toEqual({
    before: { name: undefined },
    after: { name: 'Jane' },
  });
});
