import { describe, expect, it } from 'vitest';
import { duration, offOr, rate } from './form.ts';

describe('a rate', () => {
  it.each([
    ['100/m', { count: 100, windowMs: 60_000 }],
    ['1000/h', { count: 1_000, windowMs: 3_600_000 }],
    ['5/d', { count: 5, windowMs: 86_400_000 }],
    ['off', undefined],
  ])('%s is read and printed alike', (text, value) => {
    const parsed = rate.parse(text);
    expect(parsed).toEqual({ ok: true, value });
    expect(rate.format(value)).toBe(text);
  });

  it.each(['0/h', '-1/h', '100', '100/s', '1.5/h', '100 /h', 'on', '9999999999/h'])(
    'is not %s, and the reason says how one is written',
    (text) => {
      expect(rate.parse(text)).toMatchObject({
        ok: false,
        reason: expect.stringContaining('1000/h') as unknown,
      });
    },
  );
});

describe('what may be switched off', () => {
  const form = offOr(duration({ min: '1s', max: '1h' }));

  it('is off, or what its form says', () => {
    expect(form.parse('off')).toEqual({ ok: true, value: undefined });
    expect(form.parse('5m')).toEqual({ ok: true, value: 300_000 });
    expect(form.parse('2h')).toMatchObject({ ok: false });
    expect([form.format(undefined), form.format(300_000)]).toEqual(['off', '5m']);
  });
});
