import { describe, expect, it } from 'vitest';
import type { HeaderField } from './index.ts';
import { fieldValue, findFields, findHeaderEnd, formatHeaderBlock, parseHeaderBlock } from './index.ts';

function bytes(text: string): Buffer {
  return Buffer.from(text, 'latin1');
}

function only(text: string): HeaderField {
  const [field, ...rest] = parseHeaderBlock(bytes(text)).fields;
  if (field === undefined || rest.length > 0) throw new Error('expected one field');
  return field;
}

describe('findHeaderEnd', () => {
  it.each([
    ['A: b\r\n\r\nbody', 8],
    ['\r\nbody', 2],
    ['A: b\r\n\r\n\r\n', 8],
    ['A: b\r\n', -1],
    ['A: b\n\nbody', -1],
    ['A: b\r\n\r', -1],
    ['', -1],
  ])('of %j is %i', (text, end) => {
    expect(findHeaderEnd(bytes(text))).toBe(end);
  });
});

describe('parseHeaderBlock', () => {
  it('splits fields, with folds and white space before the colon', () => {
    const { fields } = parseHeaderBlock(bytes('Subject : a\r\n\tb\r\nX-Y:\r\nx-y: 2\r\n\r\nBody: no\r\n'));
    expect(fields.map((field) => [field.name, field.lowerName, field.raw.toString()])).toEqual([
      ['Subject', 'subject', 'Subject : a\r\n\tb\r\n'],
      ['X-Y', 'x-y', 'X-Y:\r\n'],
      ['x-y', 'x-y', 'x-y: 2\r\n'],
    ]);
    expect(findFields({ fields }, 'x-y')).toHaveLength(2);
  });

  it.each([
    'no colon\r\n',
    'From jane Mon Jan 1 10:00:00\r\n',
    ': empty name\r\n',
    ' starts with a fold\r\n',
    'n\xe9: v\r\n',
    '\0: v\r\n',
  ])('keeps %j as a line without name', (line) => {
    const { fields } = parseHeaderBlock(bytes(`A: 1\r\n${line.startsWith(' ') ? '' : line}B: 2\r\n\r\n`));
    expect(fields.filter((field) => field.lowerName === '').length).toBe(line.startsWith(' ') ? 0 : 1);
    expect(only(line)).toMatchObject({ name: '', lowerName: '' });
  });

  it('takes everything when there is no empty line, and ends the last line', () => {
    expect(only('A: b').raw.toString()).toBe('A: b\r\n');
    expect(parseHeaderBlock(bytes('')).fields).toEqual([]);
    expect(parseHeaderBlock(bytes('\r\nbody')).fields).toEqual([]);
  });

  it('does not end lines at CR or LF alone', () => {
    expect(only('A: b\nEvil: 1\rC: 2\r\n').lowerName).toBe('a');
  });
});

describe('fieldValue', () => {
  it.each([
    ['A: b\r\n', 'b'],
    ['A:b \t\r\n', 'b'],
    ['A:\r\n b\r\n\tc\r\n', 'b\tc'],
    ['A:\r\n', ''],
    ['A : x: y\r\n', 'x: y'],
    ['A: \xe9\0\xff\r\n', '\xe9\0\xff'],
    ['A: \xa0\r\n', '\xa0'],
    ['no colon here\r\n', 'no colon here'],
  ])('of %j is %j', (line, value) => {
    expect(fieldValue(only(line)).toString('latin1')).toBe(value);
  });
});

describe('formatHeaderBlock', () => {
  it('ends an empty block with the empty line', () => {
    expect(formatHeaderBlock([]).toString()).toBe('\r\n');
  });
});
