import { describe, expect, it } from 'vitest';
import { addDays, dayIn, readPeriod, readStep, stepsOf } from './period.ts';

const today = '2026-11-30';
const read = (range: string, from = '', to = '') => readPeriod({ range, from, to }, today);

describe('a period', () => {
  it('is counted back from today, which is in it', () => {
    expect(read('today')).toEqual({ preset: 'today', from: today, to: today, days: 1 });
    expect(read('7')).toEqual({ preset: '7', from: '2026-11-24', to: today, days: 7 });
    expect(read('90').from).toBe('2026-09-02');
  });

  it('is the last 30 days where the address names nothing that can be', () => {
    for (const each of [read(''), read('12'), read('custom'), read('custom', '2026-02-31x', today)])
      expect(each).toEqual({ preset: '30', from: '2026-11-01', to: today, days: 30 });
  });

  it('has dates of one’s own, in either order, 25 months at most', () => {
    expect(read('custom', '2026-11-10', '2026-11-01')).toEqual({
      preset: 'custom',
      from: '2026-11-01',
      to: '2026-11-10',
      days: 10,
    });
    expect(read('custom', '2020-01-01', today).days).toBe(760);
  });

  it('begins with the day of the time zone', () => {
    const now = Date.parse('2026-11-30T23:30:00Z');
    expect(dayIn('Europe/Paris', now)).toBe('2026-12-01');
    expect(dayIn('America/New_York', now)).toBe('2026-11-30');
    expect(addDays('2026-02-28', 1)).toBe('2026-03-01');
  });
});

describe('its steps', () => {
  it('are those that fit', () => {
    expect(stepsOf(1)).toEqual(['hour']);
    expect(stepsOf(7)).toEqual(['hour', 'day']);
    expect(stepsOf(90)).toEqual(['day', 'week', 'month']);
    expect(stepsOf(760)).toEqual(['week', 'month']);
  });

  it('are chosen by the length unless the address names one that fits', () => {
    expect([1, 7, 90, 200, 700].map((days) => readStep('', days))).toEqual([
      'hour',
      'day',
      'day',
      'week',
      'month',
    ]);
    expect(readStep('hour', 90)).toBe('day');
    expect(readStep('week', 90)).toBe('week');
  });
});
