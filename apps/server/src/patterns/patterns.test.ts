import { describe, expect, it } from 'vitest';
import { createPatterns } from './index.ts';

const patterns = createPatterns({ maxCharacters: 20, maxInstructions: 50 });

function compiled(pattern: string) {
  const result = patterns.compile(pattern);
  if (result.kind === 'invalid') throw new Error(result.reason);
  return result;
}

describe('a pattern', () => {
  it('is found anywhere, or matches the whole, in any case and in NFC', () => {
    const { isFoundIn, matches } = compiled('cafe\u0301.?');
    expect([isFoundIn('le CAF\u00c9!'), matches('le CAF\u00c9!'), matches('Caf\u00e9!')]).toEqual([
      true,
      false,
      true,
    ]);
  });

  it.each([
    ['x'.repeat(21), '20 characters at most'],
    ['(?:ab){40}', 'repeats too much'],
    ['(a)\\1', 'invalid escape'],
    ['a(?=b)', 'invalid'],
    ['(', 'missing'],
  ])('%s is refused with a reason', (pattern, reason) => {
    expect(patterns.compile(pattern)).toEqual({
      kind: 'invalid',
      reason: expect.stringContaining(reason) as string,
    });
  });

  it.each([
    ['[b-\\x{10fffe}c]'.repeat(31), 'too wide'],
    ['[b-\u{10fffe}]', 'too wide'],
    ['[b-\\\u{10fffe}]', 'too wide'],
    ['\\pL'.repeat(11), '10 classes'],
    ['x{999}'.repeat(83), 'repeats too much'],
    ['(?:x{30}){33}'.repeat(30), 'repeats too much'],
  ])('%s is refused before it takes long', (pattern, reason) => {
    const long = createPatterns({ maxCharacters: 500, maxInstructions: 500 });
    const before = process.cpuUsage();
    expect(long.compile(pattern)).toEqual({
      kind: 'invalid',
      reason: expect.stringContaining(reason) as string,
    });
    expect(process.cpuUsage(before).user).toBeLessThan(150_000);
  });

  it('tells what compiling would take, and nothing once it is done', () => {
    expect(patterns.microsecondsFor('[a-z]\\pL{1,3}')).toBeGreaterThan(150);
    compiled('[a-z]\\pL{1,3}');
    expect(patterns.microsecondsFor('[a-z]\\pL{1,3}')).toBe(0);
  });

  it('is compiled once, and forgotten when there are many others', () => {
    const first = patterns.compile('first');
    expect(patterns.compile('first')).toBe(first);
    for (let count = 0; count < 500; count += 1) patterns.compile(`x${String(count)}`);
    expect(patterns.compile('first')).not.toBe(first);
  });
});
