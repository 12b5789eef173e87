import fc from 'fast-check';
import { expect, it } from 'vitest';
import { readAnswer } from './rspamd-answer.ts';

const actions = fc.constantFrom('no action', 'reject', 'soft reject', '__proto__', 'toString', '');
const nearAnswer = fc
  .record(
    {
      action: fc.oneof(actions, fc.jsonValue()),
      score: fc.oneof(fc.double(), fc.jsonValue()),
      required_score: fc.oneof(fc.double(), fc.jsonValue()),
      symbols: fc.oneof(
        fc.dictionary(
          fc.oneof(fc.constant('__proto__'), fc.string({ unit: 'binary' })),
          fc.record({ score: fc.double() }),
        ),
        fc.jsonValue(),
      ),
    },
    { requiredKeys: [] },
  )
  .map((value) => Buffer.from(JSON.stringify(value)));
const anyBody = fc.oneof(
  nearAnswer,
  fc.uint8Array({ maxLength: 200 }).map((octets) => Buffer.from(octets)),
);

it('an answer is a verdict or unreadable, and fit to be stored', () => {
  fc.assert(
    fc.property(anyBody, (body) => {
      const read = readAnswer(body);
      if (read.kind === 'unreadable') return;
      expect(Number.isFinite(read.score) && Number.isFinite(read.requiredScore)).toBe(true);
      expect(read.symbols.length).toBeLessThanOrEqual(20);
      for (const symbol of read.symbols) expect(symbol).not.toMatch(/[\p{Cc}\p{Cs}]/u);
    }),
    { numRuns: 2_000 },
  );
});

it.each([
  ['brackets', '['.repeat(1_000_000)],
  ['names', `{"action":"reject","score":1,"symbols":{${'"A":{"score":1},'.repeat(60_000)}"B":{}}}`],
  [
    'different names',
    JSON.stringify({
      action: 'reject',
      score: 1,
      symbols: Object.fromEntries(Array.from({ length: 40_000 }, (_, index) => [`S${String(index)}`, {}])),
    }),
  ],
  ['one long name', JSON.stringify({ action: 'x'.repeat(1_000_000), score: 1 })],
])('a megabyte of %s is read at once', (_name, text) => {
  const startedAtMs = performance.now();
  readAnswer(Buffer.from(text));
  expect(performance.now() - startedAtMs).toBeLessThan(2_000);
});
