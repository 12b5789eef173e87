import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { classifyReply, createReplyReader, parseReply } from './index.ts';

const nearLine = fc
  .array(
    fc.constantFrom('250', '550', '4', '-', ' ', '5.1.1', '.', '\0', '\n', '\ud83d', 'é', 'text', '999'),
    { maxLength: 8 },
  )
  .map((parts) => parts.join(''));
const replyLine = fc
  .tuple(fc.constantFrom('250-', '250 ', '550-', '550 '), nearLine)
  .map((parts) => parts.join(''));
const anyLine = fc.oneof(replyLine, nearLine, fc.string({ unit: 'binary', maxLength: 3000 }));

describe('replies', () => {
  it('never throw, and have clean, bounded texts and a class', () => {
    fc.assert(
      fc.property(fc.array(anyLine, { maxLength: 8 }), (lines) => {
        const parsed = parseReply(lines);
        if (!parsed.ok) return;
        const { code, text } = parsed.value;
        expect(code).toBeGreaterThanOrEqual(200);
        expect(code).toBeLessThan(600);
        expect(text.length).toBeLessThanOrEqual(2000);
        expect(text.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cs}]/u);
        expect(['delivered', 'deferred', 'bounced']).toContain(classifyReply(parsed.value));
      }),
      { numRuns: 2000 },
    );
  });

  it('are read the same by the reader', () => {
    fc.assert(
      fc.property(fc.array(replyLine, { minLength: 1, maxLength: 8 }), (lines) => {
        const reader = createReplyReader();
        const progress = lines.map((line) => reader.push(line));
        const parsed = parseReply(lines);
        const [last] = progress.slice(-1);
        const isOneReply =
          last?.kind === 'complete' && progress.filter(({ kind }) => kind === 'complete').length === 1;
        expect(parsed.ok).toBe(isOneReply);
      }),
    );
  });

  it('are bounded in number of lines and octets', () => {
    const reader = createReplyReader();
    let lines = 0;
    while (reader.push('250-x').kind === 'incomplete') lines++;
    expect(lines).toBe(512);
  });
});
