import { describe, expect, it } from 'vitest';
import { lines, text } from './text.ts';

describe('text', () => {
  it.each([
    [' a b ', 'a b'],
    ['Żółć 😀', 'Żółć 😀'],
    ['', undefined],
    ['   ', undefined],
    ['abcdefghijk', undefined],
    ['a\u0000b', undefined],
    ['a\nb', undefined],
    ['a\tb', undefined],
    ['a\u0085b', undefined],
    ['a\u2028b', undefined],
    ['a\u202eb', undefined],
    ['\ud800', undefined],
    [5, undefined],
  ])('%j', (given, wanted) => {
    expect(text({ max: 10 }).safeParse(given).data).toBe(wanted);
  });

  it('may be empty where that is said', () => {
    expect(text({ min: 0, max: 10 }).safeParse('  ').data).toBe('');
  });
});

describe('lines', () => {
  it.each([
    ['a\r\n\tb', 'a\r\n\tb'],
    ['a\u0000', undefined],
    ['a\u001bb', undefined],
    ['a\u2066b', undefined],
  ])('%j', (given, wanted) => {
    expect(lines({ max: 10 }).safeParse(given).data).toBe(wanted);
  });
});
