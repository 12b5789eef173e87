import { corpus } from '@smtpy/testkit';
import { describe, expect, it } from 'vitest';
import { findHeaderEnd, formatHeaderBlock, parseHeaderBlock } from '../header/index.ts';
import { hasAttachments, mayHaveAttachments, stripAttachments, stripHeader } from './index.ts';

// eslint-disable-next-line @typescript-eslint/require-await -- a stream of one chunk
async function* once(bytes: Buffer): AsyncGenerator<Buffer, void, undefined> {
  yield bytes;
}

function partsOf(message: string | Buffer) {
  const bytes = Buffer.isBuffer(message) ? message : Buffer.from(message, 'latin1');
  const header = parseHeaderBlock(bytes);
  return { header, body: once(bytes.subarray(findHeaderEnd(bytes))) };
}

async function strip(message: string | Buffer) {
  const sealed: string[] = [];
  const { header, body } = partsOf(message);
  const pass = stripAttachments({
    header,
    body,
    describe: ({ filename, contentType, sizeBytes }) => `[${filename}|${contentType}|${sizeBytes}]`,
    onSealed: (contentType) => sealed.push(contentType),
  });
  return { text: Buffer.concat(await Array.fromAsync(pass)).toString('latin1'), sealed };
}

const has = (message: string | Buffer): Promise<boolean> => hasAttachments(partsOf(message));

const mixed = 'Content-Type: multipart/mixed; boundary="b"\r\n\r\n';
const note = (text: string): string =>
  'Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n' +
  `Content-Disposition: inline\r\n\r\n${text}`;
const plain = 'Content-Type: text/plain\r\n\r\nhello';
const pdf =
  'Content-Type: application/pdf; name="a.pdf"\r\nContent-Transfer-Encoding: base64\r\n' +
  'Content-Disposition: attachment; filename="a.pdf"\r\n\r\nAAAA\r\nAAAA';
const body = (...parts: readonly string[]): string => `--b\r\n${parts.join('\r\n--b\r\n')}\r\n--b--\r\n`;

describe('stripAttachments', () => {
  it('puts a text in the place of each attachment', async () => {
    const { text } = await strip(mixed + body(plain, pdf, pdf));
    expect(text).toBe(body(plain, note('[a.pdf|application/pdf|6]'), note('[a.pdf|application/pdf|6]')));
  });

  it('finds them in nested multiparts, and takes attached messages whole', async () => {
    const inner = (part: string): string =>
      `Content-Type: multipart/mixed; boundary=c\r\n\r\n--c\r\n${plain}\r\n--c\r\n${part}\r\n--c--`;
    const attached = `Content-Type: message/rfc822\r\n\r\nSubject: inner\r\nContent-Type: multipart/mixed; boundary=d\r\n\r\n--d\r\n\r\nx\r\n--d--`;
    const { text } = await strip(mixed + body(inner(pdf), attached));
    expect(text).toBe(body(inner(note('[a.pdf|application/pdf|6]')), note('[|message/rfc822|78]')));
  });

  it.each([
    [
      'an image that the text shows',
      'related',
      'Content-Type: image/png\r\nContent-ID: <1@x>\r\nContent-Disposition: inline; filename=a.png\r\n\r\nx',
    ],
    [
      'an image that the text shows, without disposition',
      'related',
      'Content-Type: image/png; name=a.png\r\nContent-ID: <1@x>\r\n\r\nx',
    ],
    [
      'an invitation beside the text',
      'alternative',
      'Content-Type: text/calendar; name="i.ics"; method=REQUEST\r\n\r\nx',
    ],
    [
      'a signature',
      'mixed',
      'Content-Type: application/pgp-signature; name=s.asc\r\nContent-Disposition: attachment\r\n\r\nx',
    ],
    ['a report', 'report', 'Content-Type: message/delivery-status\r\n\r\nx'],
    ['a returned message', 'report', 'Content-Type: message/rfc822\r\n\r\nx'],
    ['a message of a digest', 'digest', '\r\nSubject: x\r\n\r\nx'],
    ['a second text without a name', 'mixed', 'Content-Disposition: inline\r\n\r\nx'],
  ])('keeps %s', async (_, subtype, part) => {
    const message = `Content-Type: multipart/${subtype}; boundary="b"\r\n\r\n${body(plain, part)}`;
    expect(await strip(message)).toEqual({ text: body(plain, part), sealed: [] });
    expect(await has(message)).toBe(false);
  });

  it.each([
    [
      'an image that is none of the text',
      'mixed',
      'Content-Type: image/png\r\nContent-Disposition: inline; filename=a.png\r\n\r\nx',
    ],
    [
      'a file among the images',
      'related',
      'Content-Type: application/pdf\r\nContent-ID: <1@x>\r\nContent-Disposition: inline\r\n\r\nx',
    ],
    ['a text with a name', 'mixed', 'Content-Type: text/plain; name=log.txt\r\n\r\nx'],
    [
      'what nobody can decode',
      'mixed',
      'Content-Type: application/x\r\nContent-Transfer-Encoding: x-uue\r\n\r\nx',
    ],
    [
      'a text that says so',
      'alternative',
      'Content-Type: text/html\r\nContent-Disposition: ATTACHMENT\r\n\r\nx',
    ],
  ])('takes %s for an attachment', async (_, subtype, part) => {
    const message = `Content-Type: multipart/${subtype}; boundary="b"\r\n\r\n${body(plain, part)}`;
    expect((await strip(message)).text).not.toContain(part);
    expect(await has(message)).toBe(true);
  });

  it('takes the first text for the message, whatever it is called', async () => {
    const named = 'Content-Type: text/html; name=mail.html\r\n\r\nhello';
    expect((await strip(mixed + body(named))).text).toBe(body(named));
  });

  it.each(['signed', 'encrypted'])('leaves a %s part, and says so', async (subtype) => {
    const part = `Content-Type: multipart/${subtype}; boundary=c\r\n\r\n--c\r\n${pdf}\r\n--c--`;
    const { text, sealed } = await strip(mixed + body(part));
    expect({ text, sealed }).toEqual({ text: body(part), sealed: [`multipart/${subtype}`] });
    expect(await has(mixed + body(part))).toBe(subtype === 'signed');
  });

  it('makes a text of a message that is an attachment, with other Content- fields', async () => {
    const message = `Subject: x\r\nMIME-Version: 1.0\r\n${pdf}`;
    const { header } = partsOf(message);
    const fields = stripHeader(header, header.fields);
    expect(formatHeaderBlock(fields).toString()).toBe(`Subject: x\r\nMIME-Version: 1.0\r\n${note('')}`);
    expect((await strip(message)).text).toBe('[a.pdf|application/pdf|6]\r\n');
    expect(stripHeader(partsOf(mixed).header, header.fields)).toBe(header.fields);
  });

  it('needs neither a closing delimiter nor CRLF', async () => {
    const part = 'Content-Type: application/pdf\n\nx';
    const { text } = await strip(`${mixed}--b\n\nhi\n--b\n${part}`);
    expect(text).toBe(`--b\n\nhi\n--b\n${note('[|application/pdf|1]')}\r\n`);
  });

  it('lets no name make a part or a field', async () => {
    const name = "filename*=utf-8''a%0D%0A--b%0D%0AX-Evil:%20yes%0D%0A%0D%0A--b--";
    const part = `Content-Type: application/pdf\r\nContent-Disposition: attachment; ${name}\r\n\r\nx`;
    const { text } = await strip(mixed + body(part));
    expect(text.match(/^--b/gm)).toHaveLength(2);
    expect(text.slice(0, text.indexOf('\r\n\r\n'))).not.toMatch(/evil/i);
  });

  it('shows what it leaves of the samples', async () => {
    const options = { messageId: '<1@sender.example>' };
    const found = [];
    for (const [name, make] of Object.entries(corpus)) {
      if (name === 'large') continue;
      const message = make(options);
      const isKept =
        (await strip(message)).text === message.subarray(findHeaderEnd(message)).toString('latin1');
      if (!isKept) found.push(name);
      expect([name, await has(message)]).toEqual([name, !isKept]);
    }
    expect(found).toEqual(['multipart']);
    expect((await strip(corpus.pgpSigned(options))).sealed).toEqual(['multipart/signed']);
  });
});

describe('mayHaveAttachments', () => {
  it.each([
    ['Content-Type: text/plain\r\n\r\n', false],
    ['\r\n', false],
    ['Content-Type: multipart/mixed\r\n\r\n', false],
    [mixed, true],
    ['Content-Type: image/png\r\n\r\n', true],
  ])('%j: %j', (message, expected) => {
    expect(mayHaveAttachments(partsOf(message).header)).toBe(expected);
  });
});
