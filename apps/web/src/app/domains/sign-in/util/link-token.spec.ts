import { describe, expect, it } from 'vitest';
import { parseLinkToken } from './link-token.ts';

describe('the token of a link', () => {
  it('is taken as it is', () => {
    expect(parseLinkToken('G1qB6b0rQJ2m4r3yVtq0xw')).toBe('G1qB6b0rQJ2m4r3yVtq0xw');
  });

  it('may have blanks around it, which mail programs add', () => {
    expect(parseLinkToken(' G1qB6b0rQJ2m4r3yVtq0xw\n')).toBe('G1qB6b0rQJ2m4r3yVtq0xw');
  });

  it.each(['', 'short', 'G1qB6b0rQJ2m4r3yVtq0xw<script>', 'a'.repeat(201)])('cannot be %j', (text) => {
    expect(parseLinkToken(text)).toBeUndefined();
  });
});
