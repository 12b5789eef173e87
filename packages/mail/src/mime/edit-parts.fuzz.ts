import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseHeaderBlock } from '../header/index.ts';
import { editParts, mayEditParts, type MimePart, type PartEditor } from './index.ts';

const outerHeader = 'Content-Type: multipart/mixed; boundary=b\r\n\r\n';

// eslint-disable-next-line @typescript-eslint/require-await -- a stream of what is there already
async function* streamOf(chunks: readonly Buffer[]): AsyncGenerator<Buffer, void, undefined> {
  yield* chunks;
}

async function editedBody(header: string, chunks: readonly Buffer[], edit: PartEditor): Promise<Buffer> {
  const block = parseHeaderBlock(Buffer.from(header, 'latin1'));
  const out: Buffer[] = [];
  const body = streamOf(chunks);
  for await (const chunk of editParts({
    header: block,
    body,
    edit,
    wants: () => true,
    maxPartBytes: 500,
    editMessageHeader,
  }))
    out.push(chunk);
  return Buffer.concat(out);
}

/** Enters messages inside of the message and leaves them as they are. */
const editMessageHeader = (): undefined => undefined;

/** Cuts after every so many octets, in turn. */
function cut(data: Buffer, lengths: readonly number[]): readonly Buffer[] {
  const chunks: Buffer[] = [];
  let start = 0;
  for (let index = 0; start < data.length; index++) {
    const length = lengths.length === 0 ? data.length : (lengths[index % lengths.length] ?? 1);
    chunks.push(data.subarray(start, start + length));
    start += length;
  }
  return chunks;
}

// What multiparts are made of, whole and in pieces.
const unit = fc.constantFrom(
  ...[
    '--b\r\n',
    '--b--\r\n',
    '--c\r\n',
    '--c--\r\n',
    '--b',
    '--',
    '-',
    '\r\n',
    '\n',
    '\r',
    ' ',
    'text',
    '=',
    '\xff',
  ],
  ...['\r\n--b \t\r\n', '\n--c\n', '\r\n\r\n', '--bc\r\n', 'Content-Type: text/html; charset=x\r\n\r\n'],
  ...[
    'Content-Type: multipart/alternative; boundary="c"\r\n\r\n',
    'Content-Type: multipart/signed; boundary=c\r\n\r\n',
    'Content-Type: message/rfc822\r\n\r\n',
    'Content-Type: text/rfc822-headers\r\n',
    'Content-Type: message/rfc822\r\nContent-Transfer-Encoding: base64\r\n\r\n',
    'Content-Transfer-Encoding: base64\r\n\r\n',
    'Content-Transfer-Encoding: quoted-printable\r\n\r\n',
    'YWJj',
    '=3D=\r\n',
    'x'.repeat(600),
    '--'.repeat(600),
  ],
);
const anyBody = fc.oneof(
  fc.array(unit, { maxLength: 40 }).map((units) => Buffer.from(units.join(''), 'latin1')),
  fc.uint8Array({ maxLength: 200 }).map((array) => Buffer.from(array)),
);
const anyHeader = fc.constantFrom(
  outerHeader,
  '\r\n',
  'Content-Transfer-Encoding: base64\r\n\r\n',
  'Content-Type: text/plain\r\nContent-Transfer-Encoding: Quoted-Printable\r\n\r\n',
);
const anyCuts = fc.array(fc.integer({ min: 1, max: 9 }), { maxLength: 5 });

describe('editParts', () => {
  it('gives every byte back when nothing is edited, however the body is cut', async () => {
    await fc.assert(
      fc.asyncProperty(anyHeader, anyBody, anyCuts, async (header, body, cuts) => {
        const given = await editedBody(header, cut(body, cuts), () => undefined);
        expect(given.equals(body)).toBe(true);
      }),
      { numRuns: 2000 },
    );
  });

  it('gives the same for any cuts, and shows the editor the same parts', async () => {
    await fc.assert(
      fc.asyncProperty(anyHeader, anyBody, anyCuts, async (header, body, cuts) => {
        const seen: MimePart[][] = [[], []];
        const editors = seen.map((parts) => (part: MimePart): Buffer => {
          parts.push(part);
          return Buffer.concat([part.content, Buffer.from('!')]);
        });
        const [whole, pieces] = [[body], cut(body, cuts)];
        const first = await editedBody(header, whole, editors[0] ?? (() => undefined));
        const second = await editedBody(header, pieces, editors[1] ?? (() => undefined));
        expect(second.equals(first)).toBe(true);
        expect(seen[1]).toEqual(seen[0]);
      }),
      { numRuns: 1000 },
    );
  });

  it('shows the next reader the content that the editor gave', async () => {
    const encoding = fc.constantFrom('7bit', '8bit', 'binary', 'base64', 'quoted-printable');
    const content = fc.uint8Array({ maxLength: 300 }).map((array) => Buffer.from(array));
    await fc.assert(
      fc.asyncProperty(encoding, content, async (name, wanted) => {
        fc.pre(!/^--b/m.test(wanted.toString('latin1')));
        const part = `--b\r\nContent-Transfer-Encoding: ${name}\r\n\r\nYWJj\r\n--b--\r\n`;
        const edited = await editedBody(outerHeader, [Buffer.from(part)], () => wanted);
        const again: Buffer[] = [];
        await editedBody(outerHeader, [edited], (seen) => {
          again.push(seen.content);
          return undefined;
        });
        expect(again).toEqual([wanted]);
      }),
      { numRuns: 500 },
    );
  });
});

describe('mayEditParts', () => {
  it('is true wherever something was edited', async () => {
    await fc.assert(
      fc.asyncProperty(anyHeader, anyBody, async (header, body) => {
        const edited = await editedBody(header, [body], () => Buffer.from('other'));
        const may = mayEditParts(parseHeaderBlock(Buffer.from(header)), () => true);
        expect(may || edited.equals(body)).toBe(true);
      }),
    );
  });
});

// Quadratic behaviour would need minutes for these; the deadline is for a slow and busy machine.
describe('linear time', () => {
  const sizeOctets = 1_000_000;
  const repeated = [
    '-',
    '--',
    '--\r\n',
    '--b\r\n',
    '--b',
    '\n',
    '\r\n',
    '\n-',
    '--b\r\n\r\n',
    '=',
    '= ',
    ' ',
    'x',
  ];
  const nesting = '--b\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n';
  it.each([
    ...repeated,
    nesting,
    'Content-Type: message/rfc822\r\n\r\n',
    '--b\r\nContent-Type: message/rfc822\r\n\r\n',
    '--b\r\nX: ',
    ';a="',
    'Content-Type: a/b;',
  ])('on repeated %j', async (text) => {
    const body = Buffer.from(text.repeat(Math.ceil(sizeOctets / text.length)));
    const startedMs = performance.now();
    for (const chunkOctets of [7, 65_536]) {
      const given = await editedBody(outerHeader, cut(body, [chunkOctets]), () => undefined);
      expect(given.equals(body)).toBe(true);
    }
    const encoded = 'Content-Transfer-Encoding: quoted-printable\r\n\r\n';
    await editedBody(encoded, [body], ({ content }) => Buffer.concat([content, Buffer.from(' ')]));
    expect(performance.now() - startedMs).toBeLessThan(10_000);
  });
});
