import { describe, expect, it } from 'vitest';
import { readExpiry, readMessageCount } from './alias-limits.ts';

describe('readExpiry', () => {
  it.each([
    [undefined, undefined],
    ['never', null],
    ['2030-12-31', new Date('2031-01-01T00:00:00Z')],
    ['2028-02-29', new Date('2028-03-01T00:00:00Z')],
    ['2030-12-31T18:00Z', new Date('2030-12-31T18:00:00Z')],
    ['2030-12-31T18:00:30.5+02:00', new Date('2030-12-31T16:00:30.500Z')],
  ])('%s is %s', (text, value) => {
    expect(readExpiry(text)).toEqual({ kind: 'value', value });
  });

  it.each([
    '',
    'tomorrow',
    '2030',
    '2030-02-31',
    '2030-13-01',
    '31.12.2030',
    '2030-12-31T18:00',
    '+10000-01-01',
  ])('%j is none', (text) => {
    expect(readExpiry(text)).toMatchObject({ kind: 'misused' });
  });
});

describe('readMessageCount', () => {
  it.each([
    [undefined, undefined],
    ['unlimited', null],
    ['0', 0],
    ['20', 20],
    ['2147483647', 2_147_483_647],
  ])('%s is %s', (text, value) => {
    expect(readMessageCount(text)).toEqual({ kind: 'value', value });
  });

  it.each(['', '-1', '1.5', '1e3', '2147483648', '99999999999'])('%j is none', (text) => {
    expect(readMessageCount(text)).toMatchObject({ kind: 'misused' });
  });
});
