import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseTraceParent } from './trace-parent.ts';

const [trace, span] = ['0af7651916cd43dd8448eb211c80319c', 'b7ad6b7169203331'];

describe('parseTraceParent', () => {
  it.each([
    [`00-${trace}-${span}-00`, false],
    [`00-${trace}-${span}-03`, true],
    [`01-${trace}-${span}-01-more`, true],
  ])('reads %s', (text, isSampled) => {
    expect(parseTraceParent(text)).toEqual({ traceId: trace, spanId: span, isSampled });
  });

  it.each([
    '',
    `ff-${trace}-${span}-01`,
    `00-${trace}-${span}-01-more`,
    `00-${trace.toUpperCase()}-${span}-01`,
    `00-${'0'.repeat(32)}-${span}-01`,
    `00-${trace}-${'0'.repeat(16)}-01`,
    `00-${trace}-${span}`,
  ])('ignores %s', (text) => {
    expect(parseTraceParent(text)).toBeUndefined();
  });

  it('ignores whatever else comes, and soon', () => {
    fc.assert(fc.property(fc.string({ maxLength: 500 }), (text) => void parseTraceParent(text)));
    const startedAt = performance.now();
    // Milliseconds when it is linear, on a busy machine as well; hours when it is not.
    parseTraceParent(`01-${trace}-${span}-01-${'x-'.repeat(500_000)}`);
    expect(performance.now() - startedAt).toBeLessThan(2_000);
  });
});
