import { describe, expect, it } from 'vitest';
import { idFloor, newId } from './ids.ts';

describe('newId', () => {
  it('gives a UUIDv7 of the instant', () => {
    const id = newId(new Date(0x0198_0000_0001));
    expect(id).toMatch(/^01980000-0001-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  });

  it('increases strictly within a millisecond', () => {
    const now = new Date();
    const ids = Array.from({ length: 10_000 }, () => newId(now));
    expect(ids).toEqual([...new Set(ids)].sort());
  });

  it('does not go back with the clock by a little', () => {
    const now = Date.now();
    const before = newId(new Date(now));
    expect(newId(new Date(now - 5_000)) > before).toBe(true);
  });
});

describe('idFloor', () => {
  it('is not above any id of its millisecond and above those of the one before', () => {
    const instant = new Date(Date.now() + 60_000);
    const before = newId(new Date(instant.getTime() - 1));
    const at = newId(instant);
    expect(before < idFloor(instant)).toBe(true);
    expect(idFloor(instant) <= at).toBe(true);
  });

  it('refuses what UUIDv7 cannot say', () => {
    expect(() => idFloor(new Date(-1))).toThrow(RangeError);
    expect(() => idFloor(new Date(Number.NaN))).toThrow(RangeError);
  });
});
