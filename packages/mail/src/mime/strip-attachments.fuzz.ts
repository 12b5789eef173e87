import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseHeaderBlock } from '../header/index.ts';
import { hasAttachments, stripAttachments } from './index.ts';

// eslint-disable-next-line @typescript-eslint/require-await -- a stream of what is there already
async function* streamOf(chunks: readonly Buffer[]): AsyncGenerator<Buffer, void, undefined> {
  yield* chunks;
}

async function stripped(header: string, chunks: readonly Buffer[]): Promise<Buffer> {
  const pass = stripAttachments({
    header: parseHeaderBlock(Buffer.from(header, 'latin1')),
    body: streamOf(chunks),
    describe: ({ filename, contentType, sizeBytes }) => `${filename} ${contentType} ${sizeBytes}`,
  });
  return Buffer.concat(await Array.fromAsync(pass));
}

function has(header: string, chunks: readonly Buffer[]): Promise<boolean> {
  return hasAttachments({
    header: parseHeaderBlock(Buffer.from(header, 'latin1')),
    body: streamOf(chunks),
  });
}

/** Cuts after every so many octets, in turn. */
function cut(data: Buffer, lengths: readonly number[]): readonly Buffer[] {
  const chunks: Buffer[] = [];
  let start = 0;
  for (let index = 0; start < data.length; index++) {
    const length = lengths[index % lengths.length] ?? data.length;
    chunks.push(data.subarray(start, start + length));
    start += length;
  }
  return chunks;
}

const outerHeader = 'Content-Type: multipart/mixed; boundary=b\r\n\r\n';
const unit = fc.constantFrom(
  ...['--b\r\n', '--b--\r\n', '--c\r\n', '--c--\r\n', '--b', '--', '-', '\r\n', '\n', '\r', ' ', 'text'],
  ...['Content-Type: application/pdf\r\n\r\n', 'Content-Disposition: attachment; filename=a\r\n\r\n', 'YWJj'],
  ...['Content-Type: multipart/mixed; boundary=c\r\n\r\n', 'Content-Type: message/rfc822\r\n\r\n', '\xff'],
  ...[
    'Content-Type: multipart/signed; boundary=c\r\n\r\n',
    'Content-Type: image/png\r\nContent-ID: <a>\r\n\r\n',
  ],
  ...["Content-Type: a/b; name*0*=utf-8''%0D%0A--b\r\nContent-Transfer-Encoding: base64\r\n\r\n"],
);
const anyBody = fc.oneof(
  fc.array(unit, { maxLength: 40 }).map((units) => Buffer.from(units.join(''), 'latin1')),
  fc.uint8Array({ maxLength: 200 }).map((array) => Buffer.from(array)),
);
const anyHeader = fc.constantFrom(outerHeader, '\r\n', 'Content-Type: application/pdf\r\n\r\n');
const anyCuts = fc.array(fc.integer({ min: 1, max: 9 }), { maxLength: 5 });

/** Octets of a part that hold no delimiter of `b`. */
const octets = fc
  .uint8Array({ maxLength: 300 })
  .map((array) => Buffer.from(array).toString('latin1').replaceAll('--', '-+'));
const part = fc.oneof(
  octets.map((text) => ({ isKept: true, text: `Content-Type: text/html\r\nX-A: 1\r\n\r\n${text}` })),
  octets.map((text) => ({ isKept: true, text: `\r\n${text}` })),
  octets.map((text) => ({ isKept: false, text: `Content-Type: application/zip; name=z\r\n\r\n${text}` })),
  octets.map((text) => ({
    isKept: false,
    text: `Content-Type: text/plain\r\nContent-Transfer-Encoding: base64\r\nContent-Disposition: attachment\r\n\r\n${text}`,
  })),
);

describe('stripAttachments', () => {
  it('keeps every octet of the parts that stay, and of what is around them', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(part, { minLength: 1, maxLength: 6 }),
        octets,
        anyCuts,
        async (parts, around, cuts) => {
          const write = (shown: readonly string[]): string =>
            `${around}\r\n--b\r\n${shown.join('\r\n--b\r\n')}\r\n--b--\r\n${around}`;
          const given = await stripped(
            outerHeader,
            cut(Buffer.from(write(parts.map(({ text }) => text)), 'latin1'), cuts),
          );
          const pieces = given.toString('latin1').split(/\r\n--b\r\n/);
          expect(pieces).toHaveLength(parts.length + 1);
          const shown = parts.map(({ isKept, text }, index) => {
            const [piece = ''] = (pieces[index + 1] ?? '').split('\r\n--b--\r\n', 1);
            expect(piece.startsWith('Content-Type: text/plain; charset=utf-8\r\n')).toBe(!isKept);
            return isKept ? text : piece;
          });
          expect(given.equals(Buffer.from(write(shown), 'latin1'))).toBe(true);
        },
      ),
      { numRuns: 500 },
    );
  });

  it('never throws, and gives the same for any cuts', async () => {
    await fc.assert(
      fc.asyncProperty(anyHeader, anyBody, anyCuts, async (header, body, cuts) => {
        const whole = await stripped(header, [body]);
        expect((await stripped(header, cut(body, cuts))).equals(whole)).toBe(true);
        expect(await has(header, cut(body, cuts))).toBe(await has(header, [body]));
      }),
      { numRuns: 1000 },
    );
  });

  it('leaves what has no attachment as it is, and nothing to remove in what it gave', async () => {
    await fc.assert(
      fc.asyncProperty(anyBody, async (body) => {
        const once = await stripped(outerHeader, [body]);
        if (!(await has(outerHeader, [body]))) expect(once.equals(body)).toBe(true);
        expect((await stripped(outerHeader, [once])).equals(once)).toBe(true);
      }),
      { numRuns: 1000 },
    );
  });
});

// Quadratic behaviour would need minutes for these; the deadline is for a slow and busy machine.
describe('linear time', () => {
  const repeated = [
    '--b\r\n',
    '--b\r\n\r\n',
    '--',
    '\n',
    '-',
    'x',
    '--b\r\nContent-Type: a/b\r\n\r\n',
    '--b\r\nX: ',
  ];
  const nesting = '--b\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n';
  it.each([...repeated, nesting, '--b\r\nContent-Type: a/b;name="', ';a="'])(
    'on repeated %j',
    async (text) => {
      const body = Buffer.from(text.repeat(Math.ceil(1_000_000 / text.length)));
      const startedMs = performance.now();
      for (const chunkOctets of [7, 65_536]) await stripped(outerHeader, cut(body, [chunkOctets]));
      await has(outerHeader, cut(body, [7]));
      expect(performance.now() - startedMs).toBeLessThan(10_000);
    },
  );
});
