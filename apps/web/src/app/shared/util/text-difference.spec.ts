import { describe, expect, it } from 'vitest';
import { markDifference } from './text-difference.ts';

/** The parts as text, with what differs in brackets. */
function marked(expected: string, found: string): string {
  return markDifference(expected, found)
    .map(({ text, isDifferent }) => (isDifferent ? `[${text}]` : text))
    .join('');
}

describe('markDifference', () => {
  it('marks nothing where both are the same', () => {
    expect(marked('v=spf1 ~all', 'v=spf1 ~all')).toBe('v=spf1 ~all');
  });

  it('marks the words that differ', () => {
    expect(marked('10 mx.smtpy.example.', '10 mail.elsewhere.example.')).toBe('10 [mail.elsewhere.example.]');
    expect(marked('v=spf1 include:a.example ~all', 'v=spf1 include:b.example ~all')).toBe(
      'v=spf1 [include:b.example ]~all',
    );
  });

  it('marks what is too much, and nothing where something is missing only', () => {
    expect(marked('v=spf1 ~all', 'v=spf1 mx ~all')).toBe('v=spf1 [mx ]~all');
    expect(marked('v=spf1 mx ~all', 'v=spf1 ~all')).toBe('v=spf1 ~all');
  });

  it('marks a key by its characters', () => {
    const key = 'A'.repeat(80);
    expect(marked(`p=${key}END`, `p=${key}BAD`)).toBe(`p=${key}[BA]D`);
  });

  it('marks everything where nothing is the same', () => {
    expect(marked('one', 'two')).toBe('[two]');
    expect(marked('', 'two')).toBe('[two]');
  });

  it('keeps the text as it is', () => {
    const found = '  v=spf1   mx\t~all ';
    const parts = markDifference('v=spf1 ~all', found.trimStart());
    expect(parts.map(({ text }) => text).join('')).toBe(found.trimStart());
  });
});
