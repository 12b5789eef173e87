import { describe, expect, it } from 'vitest';
import { fieldValue, makeField } from './index.ts';

function linesOf(name: string, value: string | Buffer): readonly string[] {
  const text = makeField(name, value).raw.toString();
  expect(text.endsWith('\r\n')).toBe(true);
  return text.slice(0, -2).split('\r\n');
}

describe('makeField', () => {
  it('writes name, value and line end', () => {
    expect(makeField('X-A', 'b')).toEqual({ name: 'X-A', lowerName: 'x-a', raw: Buffer.from('X-A: b\r\n') });
    expect(linesOf('X-A', '  b\t')).toEqual(['X-A: b']);
    expect(linesOf('X-A', '')).toEqual(['X-A:']);
    expect(linesOf('Subject', 'é')).toEqual(['Subject: é']);
    expect(makeField('X', Buffer.from([0xe9])).raw.toString('latin1')).toBe('X: \xe9\r\n');
  });

  it.each([
    'a\r\nEvil: 1',
    'a\nEvil: 1',
    'a\rEvil: 1',
    'a\r\n\r\nbody',
    'a\r\n \r\n b',
    'a\r\n \r\nEvil: 1',
    'a\r\n ',
    'a\r\n',
    '\r\nEvil: 1',
    'a\n b',
    'a\r b',
    'a\0b',
    'a\r\n \0b',
  ])('refuses the value %j', (value) => {
    expect(() => makeField('X-A', value)).toThrow(RangeError);
    expect(() => makeField('X-A', Buffer.from(value))).toThrow(RangeError);
  });

  it.each(['', 'a b', 'a:', 'é', 'a\r\n', 'x'.repeat(129)])('refuses the name %j', (name) => {
    expect(() => makeField(name, 'v')).toThrow(RangeError);
  });

  it('keeps proper folds', () => {
    expect(linesOf('X-A', 'a\r\n b\r\n\tc')).toEqual(['X-A: a', ' b', '\tc']);
    expect(linesOf('X-A', '\r\n b')).toEqual(['X-A:', ' b']);
  });

  it('folds at white space so that lines stay at 78 octets', () => {
    const words = Array.from({ length: 60 }, (_, index) => 'w'.repeat(1 + (index % 13))).join(' ');
    const lines = linesOf('Subject', words);
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(78);
    expect(lines.join('')).toBe(`Subject: ${words}`);
  });

  it('does not fold before a first word that fits a line of 998 octets', () => {
    expect(linesOf('Message-ID', `<${'x'.repeat(200)}@y>`)).toHaveLength(1);
    expect(linesOf('X', `${'x'.repeat(200)} ${'y'.repeat(10)}`)).toEqual([
      `X: ${'x'.repeat(200)}`,
      ` ${'y'.repeat(10)}`,
    ]);
  });

  it.each([994, 995, 996, 1000, 2500])('breaks a word of %i octets by force', (length) => {
    const lines = linesOf('X', 'y'.repeat(length));
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(998);
    expect(lines.join('').replaceAll(' ', '')).toBe(`X:${'y'.repeat(length)}`);
  });

  it('does not break inside of a UTF-8 sequence', () => {
    for (let shift = 0; shift < 4; shift++) {
      const field = makeField('X', 'y'.repeat(shift) + '\u{1F600}'.repeat(900));
      expect(field.raw.toString()).not.toContain('\ufffd');
    }
  });

  it('cuts white space that would fill a line', () => {
    expect(fieldValue(makeField('X', `a${' '.repeat(5000)}b`)).toString()).toBe('a b');
  });
});
