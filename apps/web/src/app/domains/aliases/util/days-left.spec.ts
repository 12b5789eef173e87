import { describe, expect, it } from 'vitest';
import { daysLeft } from './days-left.ts';

describe('daysLeft', () => {
  const deleted = '2026-11-01T12:00:00.000Z';
  it.each([
    ['2026-11-01T12:00:00.000Z', 30],
    ['2026-11-02T13:00:00.000Z', 29],
    ['2026-12-01T11:59:00.000Z', 1],
    ['2026-12-02T12:00:00.000Z', 0],
  ])('at %s it is %i', (now, days) => {
    expect(daysLeft(deleted, new Date(now).getTime())).toBe(days);
  });
});
