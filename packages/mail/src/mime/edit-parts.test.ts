import { describe, expect, it } from 'vitest';
import { parseHeaderBlock } from '../header/index.ts';
import { editParts, mayEditParts, type MimePart, type PartFilter, type PartHeaderEditor } from './index.ts';

interface Run {
  readonly text: string;
  readonly seen: readonly MimePart[];
}

/** Puts `edited` in the place of `word` in every part that is wanted. */
async function run(message: string, wants: PartFilter = () => true): Promise<Run> {
  const bytes = Buffer.from(message, 'latin1');
  const bodyStart = bytes.indexOf('\r\n\r\n') + 4;
  const seen: MimePart[] = [];
  const out: Buffer[] = [];
  const edit = (part: MimePart): Buffer => {
    seen.push(part);
    return Buffer.from(part.content.toString('latin1').replaceAll('word', 'edited'), 'latin1');
  };
  const header = parseHeaderBlock(bytes);
  for await (const chunk of editParts({ header, body: once(bytes.subarray(bodyStart)), wants, edit }))
    out.push(chunk);
  return { text: Buffer.concat(out).toString('latin1'), seen };
}

// eslint-disable-next-line @typescript-eslint/require-await -- a stream of one chunk
async function* once(bytes: Buffer): AsyncGenerator<Buffer, void, undefined> {
  yield bytes;
}

const mixed = 'Content-Type: multipart/mixed; boundary="b"\r\n\r\n';

describe('editParts', () => {
  it('edits leaves of nested multiparts and nothing around them', async () => {
    const body = (word: string): string =>
      `preamble word\r\n--b\r\nContent-Type: multipart/alternative;\r\n\tboundary="in ner"\r\n\r\n\r\n--in ner \t\r\n` +
      `Content-Type: text/PLAIN; charset=UTF-8\r\n\r\nplain ${word}\r\n\r\n--in ner\r\nContent-Type: text/html\r\n\r\n` +
      `<p>${word}</p>\r\n--in ner--\r\nepilogue word\r\n--b--\r\nepilogue word`;
    const { text, seen } = await run(mixed + body('word'));
    expect(text).toBe(body('edited'));
    expect(seen.map(({ contentType, charset }) => [contentType, charset])).toEqual([
      ['text/plain', 'utf-8'],
      ['text/html', ''],
    ]);
    expect(seen[0]?.content.toString()).toBe('plain word\r\n');
  });

  it('takes the delimiter of an outer multipart for the end of the inner ones', async () => {
    const inner = 'Content-Type: multipart/mixed; boundary=c\r\n\r\n--c\r\n\r\nword';
    const { text } = await run(`${mixed}--b\r\n${inner}\r\n--b\r\n\r\nword\r\n--c\r\nword\r\n--b--\r\n`);
    expect(text).toBe(
      `--b\r\n${inner.replace(/word$/, 'edited')}\r\n--b\r\n\r\nedited\r\n--c\r\nedited\r\n--b--\r\n`,
    );
  });

  it('needs neither a closing delimiter nor CRLF', async () => {
    const { text, seen } = await run(`${mixed}--b\nContent-Type: text/html\n\nword\n--b\n\nword`);
    expect(text).toBe('--b\nContent-Type: text/html\n\nedited\n--b\n\nedited');
    expect(seen.map(({ contentType, content }) => [contentType, content.toString()])).toEqual([
      ['text/html', 'word'],
      ['text/plain', 'word'],
    ]);
  });

  it('keeps the transfer encoding', async () => {
    const base64 = (text: string): string => Buffer.from(text).toString('base64');
    const body = (word: string, text: string): string =>
      `--b\r\nContent-Transfer-Encoding: BASE64\r\n\r\n${base64(`a ${text}`)}\r\n--b\r\n` +
      `Content-Transfer-Encoding: quoted-printable\r\n\r\ncaf=E9 ${word}=20\r\n=3D\r\n--b--\r\n`;
    const { text, seen } = await run(mixed + body('wo=\r\nrd', 'word'));
    expect(text).toBe(body('edited', 'edited'));
    expect(seen[1]?.content.toString('latin1')).toBe('caf\xe9 word \r\n=');
  });

  it('keeps a line encoded that would end the part', async () => {
    const body = (word: string): string =>
      `--b\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n=2D-b--\r\n${word}\r\n--b--\r\n`;
    expect((await run(mixed + body('word'))).text).toBe(body('edited'));
  });

  it('says so when the encoding cannot carry what was 7bit before', async () => {
    const part = 'Content-Type: text/plain\r\nContent-Transfer-Encoding: 7bit\r\nX-A: b\r\n\r\n';
    const { text } = await run(`${mixed}--b\r\n${part}${'a'.repeat(993)} word\r\n--b--`);
    expect(text).toContain(
      '--b\r\nContent-Type: text/plain\r\nX-A: b\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\naaa',
    );
    expect(text.split('\r\n').every((line) => line.length <= 76)).toBe(true);
    expect(text.replaceAll('=\r\n', '')).toContain('a edited\r\n--b--');
  });

  it.each([
    ['7bit', 'a word\r\n', 'a edited\r\n'],
    ['base64', 'YSB3b3Jk\r\n', 'YSBlZGl0ZWQ=\r\n'],
    ['quoted-printable', 'w=6Frd\r\n', 'edited\r\n'],
  ])('edits a body of one part in %s', async (encoding, body, edited) => {
    expect((await run(`Content-Transfer-Encoding: ${encoding}\r\n\r\n${body}`)).text).toBe(edited);
  });

  it.each([
    'Content-Type: multipart/signed; boundary=c\r\n\r\n--c\r\n\r\nword\r\n--c--',
    'Content-Type: multipart/encrypted; boundary=c\r\n\r\n--c\r\n\r\nword\r\n--c--',
    'Content-Type: application/pkcs7-mime\r\n\r\nword',
    'Content-Type: application/x-pkcs7-signature\r\n\r\nword',
    'Content-Type: application/pgp-signature\r\n\r\nword',
    'Content-Type: message/rfc822\r\n\r\nContent-Type: text/plain\r\n\r\nword',
    'Content-Type: multipart/mixed; boundary=c\r\nContent-Transfer-Encoding: base64\r\n\r\n--c\r\n\r\nword\r\n--c--',
    'Content-Type: multipart/mixed\r\n\r\n--c\r\n\r\nword\r\n--c--',
    'Content-Transfer-Encoding: x-unknown\r\n\r\nword',
  ])('leaves alone %j', async (part) => {
    const nested = `--b\r\n${part}\r\n--b--\r\n`;
    expect(await run(mixed + nested)).toEqual({ text: nested, seen: [] });
    const [, body = ''] = part.split(/\r\n\r\n(.*)/s);
    expect(await run(part)).toEqual({ text: body, seen: [] });
  });

  it('takes parts of a digest for messages', async () => {
    const digest = '--b\r\n\r\nword\r\n--b\r\nContent-Type: text/plain\r\n\r\nword\r\n--b--\r\n';
    const { text } = await run(`Content-Type: multipart/digest; boundary=b\r\n\r\n${digest}`);
    expect(text).toBe('--b\r\n\r\nword\r\n--b\r\nContent-Type: text/plain\r\n\r\nedited\r\n--b--\r\n');
  });

  it('asks only for what is wanted', async () => {
    const part = "Content-Disposition: Attachment; filename*=utf-8''%C3%A4.VCF\r\n\r\nword";
    const body = `--b\r\nContent-Type: text/html\r\n\r\nword\r\n--b\r\n${part}\r\n--b--`;
    const { seen, text } = await run(mixed + body, ({ filename }) => filename.endsWith('.VCF'));
    expect(seen).toMatchObject([{ disposition: 'attachment', filename: 'ä.VCF', contentType: 'text/plain' }]);
    expect(text).toBe(body.replace(/word\r\n--b--$/, 'edited\r\n--b--'));
  });

  it('lets pass a part over the limit, a header over 64 KiB, and what lies deeper than 20 parts', async () => {
    const large = `--b\r\n\r\nword${'x'.repeat(1024 * 1024)}\r\n--b\r\nX: ${'y'.repeat(65_536)}\r\n\r\nword\r\n--b--`;
    expect((await run(mixed + large)).seen).toEqual([]);
    const open = (depth: number): string =>
      `--c${depth}\r\nContent-Type: multipart/mixed; boundary=c${depth + 1}\r\n\r\n`;
    const deep = (levels: number): string =>
      `Content-Type: multipart/mixed; boundary=c0\r\n\r\n` +
      Array.from({ length: levels }, (_, depth) => open(depth)).join('') +
      `--c${levels}\r\n\r\nword\r\n`;
    expect((await run(deep(19))).seen).toHaveLength(1);
    expect((await run(deep(20))).seen).toEqual([]);
  });
});

describe('mayEditParts', () => {
  const isHtml: PartFilter = ({ contentType }) => contentType === 'text/html';
  it.each([
    ['Content-Type: text/html', true],
    ['Content-Type: text/plain', false],
    ['Subject: x', false],
    ['Content-Type: multipart/mixed; boundary=b', true],
    ['Content-Type: multipart/signed; boundary=b', false],
    ['Content-Type: multipart/mixed', false],
    ['Content-Type: multipart/mixed; boundary*0="a"; boundary*1=b', true],
  ])('of %j is %s', (header, expected) => {
    expect(mayEditParts(parseHeaderBlock(Buffer.from(`${header}\r\n\r\n`)), isHtml)).toBe(expected);
  });
});

describe('messages inside of the message', () => {
  const editMessageHeader: PartHeaderEditor = ({ fields }) =>
    fields.filter(({ lowerName }) => lowerName !== 'received');

  async function entered(part: string, isWhole = false): Promise<string> {
    const body = isWhole ? part : `--b\r\n${part}\r\n--b--\r\n`;
    const header = parseHeaderBlock(Buffer.from(isWhole ? 'Content-Type: message/rfc822\r\n\r\n' : mixed));
    const out: Buffer[] = [];
    const edit = ({ content }: MimePart): Buffer =>
      Buffer.from(content.toString('latin1').replaceAll('word', 'edited'), 'latin1');
    const input = { header, body: once(Buffer.from(body, 'latin1')), wants: () => true, edit };
    for await (const chunk of editParts({ ...input, editMessageHeader })) out.push(chunk);
    const text = Buffer.concat(out).toString('latin1');
    return isWhole ? text : text.slice('--b\r\n'.length, -'\r\n--b--\r\n'.length);
  }

  const trace = 'Received: from a\r\n\tby b\r\n';
  const message = (received: string, word: string): string => `Subject: word\r\n${received}\r\n${word}`;

  it.each([
    'Content-Type: message/rfc822\r\n\r\n',
    'Content-Type: message/global\r\nContent-Disposition: attachment\r\n\r\n',
    'Content-Type: text/rfc822-headers\r\n\r\n',
    'Content-Type: application/octet-stream; name="a.EML"\r\nContent-Transfer-Encoding: 8bit\r\n\r\n',
    'Content-Type: message/rfc822\r\n\r\nContent-Type: message/rfc822\r\n\r\n',
    'Content-Type: multipart/digest; boundary=d\r\n\r\n--d\r\n\r\n',
  ])('lose fields of their headers, and their text is edited, after %j', async (start) => {
    expect(await entered(start + message(trace, 'word'))).toBe(start + message('', 'edited'));
  });

  it('are found in a transfer encoding', async () => {
    const start = 'Content-Type: message/rfc822\r\nContent-Transfer-Encoding: base64\r\n\r\n';
    const base64 = (text: string): string => Buffer.from(text).toString('base64');
    expect(await entered(start + base64(message(trace, 'word')))).toBe(start + base64(message('', 'edited')));
  });

  it('may be a header alone, or the whole body', async () => {
    const start = 'Content-Type: message/rfc822\r\n\r\n';
    expect(await entered(`${start}Subject: a\r\n${trace.trimEnd()}`)).toBe(`${start}Subject: a`);
    expect(await entered(`${start}${trace}Subject: a`)).toBe(`${start}Subject: a`);
    expect(await entered(message(trace, 'word'), true)).toBe(message('', 'edited'));
    expect(await entered(`Subject: a\r\n${trace}`, true)).toBe('Subject: a\r\n');
  });

  it('with parts end where they end', async () => {
    const part = (received: string, word: string): string =>
      `Content-Type: message/rfc822\r\n\r\n${received}Content-Type: multipart/mixed; boundary=c\r\n\r\n` +
      `--c\r\nReceived: x\r\n\r\n${word}\r\n--c--\r\n--b\r\nReceived: x\r\n\r\n${word}`;
    expect(await entered(part(trace, 'word'))).toBe(part('', 'edited'));
  });

  it.each([
    `Content-Type: multipart/signed; boundary=s\r\n\r\n--s\r\nContent-Type: message/rfc822\r\n\r\n${message(trace, 'word')}\r\n--s--`,
    `Content-Type: multipart/encrypted; boundary=s\r\n\r\n--s\r\nContent-Type: message/rfc822\r\n\r\n${trace}\r\n--s--`,
  ])('stay in what is sealed: %j', async (part) => {
    expect(await entered(part)).toBe(part);
  });

  it('that are signed lose fields of their header alone', async () => {
    const part = (received: string): string =>
      `Content-Type: message/rfc822\r\n\r\n${received}Content-Type: multipart/signed; boundary=s\r\n\r\n--s\r\n\r\nword\r\n--s--`;
    expect(await entered(part(trace))).toBe(part(''));
  });

  it('are looked into 20 deep', async () => {
    const deep = (levels: number, text: string): string =>
      `${'Content-Type: message/rfc822\r\n\r\n'.repeat(levels)}${text}`;
    expect(await entered(deep(20, message(trace, 'word')))).toBe(deep(20, message('', 'edited')));
    const deeper = deep(100_000, message(trace, 'word'));
    expect(await entered(deeper)).toBe(deeper);
  });
});

it.each(['8-bit', '7-Bit', '8bit'])('reads the encoding %j as what is meant', async (name) => {
  const part = (word: string): string => `--b\r\nContent-Transfer-Encoding: ${name}\r\n\r\n${word}\r\n--b--`;
  expect((await run(mixed + part('word'))).text).toBe(part('edited'));
});

it('reads "quoted printable" as what is meant', async () => {
  const part = (word: string): string =>
    `--b\r\nContent-Transfer-Encoding: quoted printable\r\n\r\n=3D ${word}\r\n--b--`;
  expect((await run(mixed + part('wo=\r\nrd'))).text).toBe(part('edited'));
});
