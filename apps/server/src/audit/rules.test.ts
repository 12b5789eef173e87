import { describe, expect, it } from 'vitest';
import { boundChange, boundText } from './rules.ts';

describe('a text', () => {
  it('is cut off with an ellipsis', () => {
    expect(boundText('abcdef', 4)).toBe('abc…');
    expect(boundText('abcd', 4)).toBe('abcd');
  });

  it('is cut between characters, never within one', () => {
    expect(boundText('😀'.repeat(10), 3)).toBe('😀😀…');
    expect(boundText('😀'.repeat(1_000_000), 3)).toBe('😀😀…');
  });

  it('has neither NUL nor halves of characters', () => {
    expect(boundText('a\u0000b\uD800c', 10)).toBe('a\uFFFDb\uFFFDc');
  });
});

describe('a change', () => {
  it.each([
    'password',
    'passwordHash',
    'old_password',
    'secret',
    'clientSecret',
    'token',
    'reset_token',
    'hash',
    'private_key',
    'privateKey',
    'backupCodes',
    'recovery_codes',
    'Cookie',
  ])('is refused when it has a name like %s', (name) => {
    expect(() => boundChange({ [name]: 'x' })).toThrow(name);
    expect(() => boundChange({ settings: { list: [{ [name]: 'x' }] } })).toThrow(name);
  });

  it('leaves out what is undefined and keeps the rest', () => {
    const change = { name: 'a', none: null, count: 1, is: false, list: ['b', { c: 'd' }] };
    expect(boundChange({ ...change, gone: undefined })).toEqual(change);
  });

  it('keeps a bounded part of what is long, wide or deep', () => {
    const change = boundChange({
      long: 'x'.repeat(10_000),
      wide: Array.from({ length: 10_000 }, () => 1),
      deep: { a: { b: { c: { d: { e: { f: { g: 1 } } } } } } },
      number: Number.NaN,
    });
    expect(change['long']).toHaveLength(1_000);
    expect(change['wide']).toHaveLength(100);
    expect(change['deep']).toEqual({ a: { b: { c: { d: { e: '…' } } } } });
    expect(change['number']).toBeNull();
  });
});
