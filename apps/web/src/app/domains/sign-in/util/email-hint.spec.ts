import { describe, expect, it } from 'vitest';
import { matchesHint } from './email-hint.ts';

describe('the hint of an invitation', () => {
  it.each([
    ['john@example.com', 'j…@example.com', true],
    ['JOHN@Example.com', 'j…@example.com', true],
    ['jane@other.example', 'j…@example.com', false],
    ['max@example.com', 'j…@example.com', false],
    ['john@example.com', 'j…n@e…m', true],
    ['john@example.com', 'john@example.com', true],
  ] as const)('%s and %s: %s', (email, hint, isMatch) => {
    expect(matchesHint(email, hint)).toBe(isMatch);
  });
});
