import { describe, expect, it } from 'vitest';
import { recycleKeys } from './row-keys.ts';

const keys = (ids: string, before: Readonly<Record<string, number>> = {}) =>
  Object.fromEntries(recycleKeys(ids.split(' '), new Map(Object.entries(before))));

describe('the keys of rows', () => {
  it('are new for the first rows', () => {
    expect(keys('a b c')).toEqual({ a: 0, b: 1, c: 2 });
  });

  it('stay with rows that stay, wherever they stand', () => {
    expect(keys('c x a', { a: 0, b: 1, c: 2 })).toEqual({ c: 2, x: 1, a: 0 });
  });

  it('go over to the rows of the next page', () => {
    expect(keys('x y z', { a: 0, b: 1, c: 2 })).toEqual({ x: 0, y: 1, z: 2 });
  });

  it('are each given once where there are more rows than before', () => {
    expect(keys('a w x y z', { a: 5, b: 1 })).toEqual({ a: 5, w: 1, x: 6, y: 7, z: 8 });
  });
});
