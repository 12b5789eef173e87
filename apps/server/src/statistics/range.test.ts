import { describe, expect, it } from 'vitest';
import { previousOf, readRange, type Range } from './range.ts';
import { slotsOf } from './spans.ts';
import { stepsOf } from './steps.ts';

const now = new Date('2026-11-30T09:31:00Z');
const read = (query: { from?: string; to?: string }, timeZone = 'Europe/Berlin') =>
  readRange(query, { timeZone, now });
const shown = ({ span }: Range) => [span.start, span.end].map((instant) => new Date(instant).toISOString());

describe('a range', () => {
  it('is by default the last thirty days with today', () => {
    expect(shown(read({}))).toEqual(['2026-10-31T23:00:00.000Z', '2026-11-30T23:00:00.000Z']);
    expect(shown(read({ to: '2026-11-30T09:31:00Z' }))).toEqual([
      '2026-10-31T23:00:00.000Z',
      '2026-11-30T09:45:00.000Z',
    ]);
  });

  it('of days is compared with as many days before, whatever the clocks do', () => {
    const range = read({ from: '2026-10-25', to: '2026-10-27' });
    expect(shown(range)).toEqual(['2026-10-24T22:00:00.000Z', '2026-10-26T23:00:00.000Z']);
    expect(shown(previousOf(range))).toEqual(['2026-10-22T22:00:00.000Z', '2026-10-24T22:00:00.000Z']);
    const part = read({ from: '2026-10-25T10:00:00Z', to: '2026-10-25T14:07:00Z' });
    expect(shown(previousOf(part))).toEqual(['2026-10-25T05:45:00.000Z', '2026-10-25T10:00:00.000Z']);
  });

  it.each([
    [{ from: '2026-11-02', to: '2026-11-02' }, 'query.to'],
    [{ from: '2026-02-30' }, 'query.from'],
    [{ to: '2026-11-30T25:00Z' }, 'query.to'],
    [{ from: '2024-10-01', to: '2026-12-01' }, 'query.from'],
  ])('is refused: %j', (query, path) => {
    expect(() => read(query)).toThrow(
      expect.objectContaining({ errors: [expect.objectContaining({ path })] }),
    );
  });

  it('may have 25 months', () => {
    expect(shown(read({ from: '2024-11-01', to: '2026-12-01' }))).toHaveLength(2);
  });
});

describe('steps', () => {
  const labels = (
    range: Range,
    granularity: 'hour' | 'day' | 'week' | 'month',
    weekStart = 'monday' as const,
  ) =>
    stepsOf(range, { granularity, weekStart }).map(
      ({ label, start, end }) => `${label} ${String((end - start) / 3_600_000)}`,
    );

  it('have as many hours as the day has', () => {
    const range = read({ from: '2026-10-24', to: '2026-10-27' });
    expect(labels(range, 'day')).toEqual(['2026-10-24 24', '2026-10-25 25', '2026-10-26 24']);
    expect(labels(range, 'hour')).toHaveLength(73);
    expect(labels(range, 'hour').slice(26, 29)).toEqual([
      '2026-10-25T02:00+02:00 1',
      '2026-10-25T02:00+01:00 1',
      '2026-10-25T03:00+01:00 1',
    ]);
    expect(labels(read({ from: '2026-03-29', to: '2026-03-30' }), 'hour')).toHaveLength(23);
  });

  it('end with the half hour by which Lord Howe changes its clocks', () => {
    const range = read({ from: '2026-04-05', to: '2026-04-06' }, 'Australia/Lord_Howe');
    expect(labels(range, 'hour').slice(0, 4)).toEqual([
      '2026-04-05T00:00+11:00 1',
      '2026-04-05T01:00+11:00 1',
      '2026-04-05T01:00+10:30 0.5',
      '2026-04-05T02:00+10:30 1',
    ]);
  });

  it('of weeks and months begin where those do, and are cut where the range is', () => {
    const range = read({ from: '2026-10-30', to: '2026-11-10' });
    expect(labels(range, 'week')).toEqual(['2026-10-26 72', '2026-11-02 168', '2026-11-09 24']);
    expect(stepsOf(range, { granularity: 'week', weekStart: 'sunday' }).map(({ label }) => label)).toEqual([
      '2026-10-25',
      '2026-11-01',
      '2026-11-08',
    ]);
    expect(labels(range, 'month')).toEqual(['2026-10-01 48', '2026-11-01 216']);
  });

  it('leave out the day that a zone skipped', () => {
    const range = readRange({ from: '2011-12-29', to: '2012-01-01' }, { timeZone: 'Pacific/Apia', now });
    expect(labels(range, 'day')).toEqual(['2011-12-29 24', '2011-12-31 24']);
  });
});

it('reads whole days in UTC as one row, and quarter hours around them', () => {
  const { span } = read({ from: '2026-11-01', to: '2026-12-01' });
  const rows = slotsOf(span).map(({ isDay, from, to }) => (isDay ? (to - from) / 96 : to - from));
  expect(rows).toEqual([4, 29, 92]);
  expect(slotsOf(read({ from: '2026-11-02', to: '2026-11-03' }).span)).toHaveLength(1);
});
