import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { classifyFailure, failureClasses, failurePatterns } from './index.ts';

const causes = new Set<string>(failurePatterns.map(({ cause }) => cause));
const piece = fc.constantFrom(
  ...[
    '550 ',
    '550-5.1.1 ',
    '5.7.1',
    '4.',
    '(#5.1.1)',
    '\n',
    '\0',
    ' ',
    'user',
    'mailbox',
    'address',
    'unknown',
    'full',
    'not',
  ],
  ...[
    'message',
    'size',
    'too',
    'spf',
    'dkim',
    'fail',
    'ip',
    'blocked',
    'a@b',
    'é',
    '\ud800',
    'tls',
    'quota',
    'exceeded',
  ],
);
const anyText = fc.oneof(
  fc.array(piece, { maxLength: 100 }).map((pieces) => pieces.join(' ')),
  fc.string({ unit: 'binary', maxLength: 3000 }),
);

describe('failures', () => {
  it('always have a class and a cause of the table, and are soft, not hard, when they are temporary', () => {
    fc.assert(
      fc.property(fc.option(fc.integer()), fc.option(anyText), anyText, (code, enhanced, text) => {
        const found = classifyFailure({
          ...(code !== null && { code }),
          ...(enhanced !== null && { enhanced }),
          text,
        });
        expect(Object.keys(failureClasses)).toContain(found.failureClass);
        expect(causes).toContain(found.cause);
        expect(classifyFailure({ code: 450, text }).failureClass).not.toBe('hard');
      }),
      { numRuns: 2000 },
    );
  });

  it.each([
    'user ',
    'message mail size ',
    'address account ',
    'spf ',
    'ip blocked ',
    ' ',
    '5.1.1.',
    '550-5.1.1 ',
    'from address ',
    'a@',
  ])('take little time on repeated %j', (unit) => {
    const text = unit.repeat(Math.ceil(1_000_000 / unit.length));
    const startedMs = performance.now();
    for (let times = 0; times < 10; times++) classifyFailure({ text });
    expect(performance.now() - startedMs).toBeLessThan(2_000);
  });
});
