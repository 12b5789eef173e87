import { describe, expect, it } from 'vitest';
import { endOfDay, startOfDay } from './days.ts';

describe('startOfDay', () => {
  it.each([
    ['2026-11-30', 'UTC', '2026-11-30T00:00:00.000Z'],
    ['2026-11-30', 'Europe/Paris', '2026-11-29T23:00:00.000Z'],
    ['2026-07-01', 'Europe/Paris', '2026-06-30T22:00:00.000Z'],
    ['2026-11-30', 'America/New_York', '2026-11-30T05:00:00.000Z'],
    ['2026-03-29', 'Europe/Paris', '2026-03-28T23:00:00.000Z'],
    ['2026-03-30', 'Europe/Paris', '2026-03-29T22:00:00.000Z'],
    ['2026-11-30', 'Asia/Kolkata', '2026-11-29T18:30:00.000Z'],
  ])('%s in %s is %s', (day, zone, instant) => {
    expect(startOfDay(day, zone)).toBe(instant);
  });

  it('gives nothing for what is no day', () => {
    expect(startOfDay('yesterday', 'UTC')).toBeUndefined();
    expect(startOfDay('', 'UTC')).toBeUndefined();
  });
});

describe('endOfDay', () => {
  it('is the start of the next day, also where that day is shorter', () => {
    expect(endOfDay('2026-12-31', 'UTC')).toBe('2027-01-01T00:00:00.000Z');
    expect(endOfDay('2026-03-29', 'Europe/Paris')).toBe('2026-03-29T22:00:00.000Z');
  });
});
