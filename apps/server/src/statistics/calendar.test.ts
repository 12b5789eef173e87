import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addDays, dayAt, formatDay, offsetAt, parseDay, startOfDay, weekdayOf } from './calendar.ts';

const at = (text: string) => Date.parse(text);
const startOf = (day: string, timeZone: string) => {
  const parsed = parseDay(day);
  if (parsed === undefined) throw new Error(`${day} is no day`);
  return new Date(startOfDay(parsed, timeZone)).toISOString();
};

describe('the start of a day', () => {
  it.each([
    ['2026-03-29', 'Europe/Berlin', '2026-03-28T23:00:00.000Z'],
    ['2026-03-30', 'Europe/Berlin', '2026-03-29T22:00:00.000Z'],
    ['2026-10-26', 'Europe/Berlin', '2026-10-25T23:00:00.000Z'],
    ['2026-11-30', 'Asia/Kathmandu', '2026-11-29T18:15:00.000Z'],
    ['2026-11-01', 'America/St_Johns', '2026-11-01T02:30:00.000Z'],
    ['2026-11-02', 'America/St_Johns', '2026-11-02T03:30:00.000Z'],
    ['2026-11-30', 'Pacific/Apia', '2026-11-29T11:00:00.000Z'],
    // Clocks go forward at midnight: the day begins at one o'clock.
    ['2026-04-24', 'Africa/Cairo', '2026-04-23T22:00:00.000Z'],
    // The day that Samoa skipped has no length.
    ['2011-12-30', 'Pacific/Apia', '2011-12-30T10:00:00.000Z'],
    ['2011-12-31', 'Pacific/Apia', '2011-12-30T10:00:00.000Z'],
    // Midnight comes twice; the first one counts.
    ['2026-11-01', 'America/Havana', '2026-11-01T04:00:00.000Z'],
  ])('%s in %s is %s', (day, timeZone, start) => {
    expect(startOf(day, timeZone)).toBe(start);
  });

  it('is the first instant of its day, in every zone', () => {
    const zones = Intl.supportedValuesOf('timeZone');
    const instant = fc.integer({ min: at('2024-01-01T00:00:00Z'), max: at('2028-01-01T00:00:00Z') });
    fc.assert(
      fc.property(instant, fc.constantFrom(...zones), (moment, timeZone) => {
        const day = dayAt(moment, timeZone);
        const start = startOfDay(day, timeZone);
        expect(start).toBeLessThanOrEqual(moment);
        expect(startOfDay(addDays(day, 1), timeZone)).toBeGreaterThan(moment);
        expect(dayAt(start, timeZone)).toEqual(day);
        expect(dayAt(start - 1, timeZone)).not.toEqual(day);
        expect(Math.abs(start % 900_000)).toBe(0);
        expect(Math.abs(offsetAt(start, timeZone) % 900_000)).toBe(0);
      }),
      { numRuns: 500 },
    );
  });
});

it('knows which days there are', () => {
  expect(parseDay('2028-02-29')).toEqual({ year: 2028, month: 2, day: 29 });
  for (const text of ['2026-02-29', '2026-13-01', '2026-00-10', '0000-01-01', '2026-1-1', ''])
    expect(parseDay(text)).toBeUndefined();
  expect(formatDay(addDays({ year: 2026, month: 2, day: 28 }, 1))).toBe('2026-03-01');
  expect(weekdayOf({ year: 2026, month: 11, day: 30 })).toBe(1);
  expect(weekdayOf({ year: 2026, month: 11, day: 29 })).toBe(7);
});
