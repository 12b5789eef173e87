import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BodyHash } from './index.ts';

/** RFC 6376 §3.4.4 word for word. */
function canonicalise(body: Buffer): string {
  const text = body.toString('latin1');
  const lines = (text.endsWith('\r\n') ? text.slice(0, -2) : text)
    .split('\r\n')
    .map((line) => line.replace(/[ \t]+$/, '').replace(/[ \t]+/g, ' '));
  while (lines.at(-1) === '') lines.pop();
  return lines.map((line) => `${line}\r\n`).join('');
}

function digestOf(chunks: readonly Buffer[]): string {
  const hash = new BodyHash();
  for (const chunk of chunks) hash.update(chunk);
  return hash.digest().toString('hex');
}

const unit = fc.constantFrom(
  '\r\n',
  '\r\n',
  '\r',
  '\n',
  ' ',
  ' ',
  '\t',
  'a',
  '.',
  '\0',
  '\xff',
  'word',
  'x'.repeat(50),
  'y'.repeat(2100),
);
const anyChunks = fc.array(
  fc.array(unit, { maxLength: 12 }).map((units) => Buffer.from(units.join(''), 'latin1')),
  { maxLength: 12 },
);

describe('BodyHash', () => {
  it('equals the plain implementation, however the body is cut', () => {
    fc.assert(
      fc.property(anyChunks, (chunks) => {
        const body = Buffer.concat(chunks);
        const expected = createHash('sha256').update(canonicalise(body), 'latin1').digest('hex');
        expect(digestOf(chunks)).toBe(expected);
        expect(digestOf([body])).toBe(expected);
        if (body.length < 500) expect(digestOf([...body].map((byte) => Buffer.of(byte)))).toBe(expected);
      }),
      { numRuns: 3000 },
    );
  });

  // Each would be slow if a call of the hash or a scan were made for every few octets.
  it.each(['\r\n', ' ', 'a  ', 'a \r\n', '\r', 'a\t', ' \r\n'])(
    'takes linear time on repeated %j',
    (text) => {
      const body = Buffer.from(text.repeat(Math.ceil(8_000_000 / text.length)));
      const startedMs = performance.now();
      digestOf([body, Buffer.from('x')]);
      expect(performance.now() - startedMs).toBeLessThan(10_000);
    },
  );
});
