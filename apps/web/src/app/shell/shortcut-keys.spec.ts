import { describe, expect, it } from 'vitest';
import { createKeyReader, placeKeys } from './shortcut-keys.ts';

describe('shortcuts', () => {
  it('have a key of their own each', () => {
    expect(new Set(Object.values(placeKeys)).size).toBe(Object.keys(placeKeys).length);
  });

  it('go to a place with g and its key, soon after each other', () => {
    const read = createKeyReader();
    expect(read('g', 0)).toBeUndefined();
    expect(read('n', 500)).toEqual({ kind: 'go', place: 'notices' });
    expect(read('g', 1_000)).toBeUndefined();
    expect(read('d', 5_000)).toBeUndefined();
    expect(read('d', 5_100)).toBeUndefined();
  });

  it('begin anew after a key that means nothing', () => {
    const read = createKeyReader();
    read('g', 0);
    expect(read('z', 10)).toBeUndefined();
    expect(read('d', 20)).toBeUndefined();
    expect(read('?', 30)).toEqual({ kind: 'help' });
    expect(read('n', 40)).toEqual({ kind: 'new_alias' });
  });
});
