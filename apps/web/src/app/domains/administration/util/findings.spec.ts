import { describe, expect, it } from 'vitest';
import { inOrderOfNeed } from './findings.ts';

describe('inOrderOfNeed', () => {
  it('puts the worst first and keeps the order among equals', () => {
    const findings = [
      { check: 'a', verdict: 'ok' },
      { check: 'b', verdict: 'problem' },
      { check: 'c', verdict: 'ok' },
      { check: 'd', verdict: 'warning' },
    ] as const;
    expect(inOrderOfNeed(findings).map(({ check }) => check)).toEqual(['b', 'd', 'a', 'c']);
  });
});
