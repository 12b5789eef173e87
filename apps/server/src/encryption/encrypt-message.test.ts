import { randomBytes } from 'node:crypto';
import { findHeaderEnd, formatHeaderBlock, parseHeaderBlock, type HeaderField } from '@smtpy/mail';
import { corpus } from '@smtpy/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { encryptMessage, type EncryptMessageResult } from './encrypt-message.ts';
import { openGnuPg, type GnuPg } from './testdata/gnupg.ts';

let gnupg: GnuPg;
const keys: Record<string, string> = {};

beforeAll(async () => {
  gnupg = await openGnuPg();
  keys['curve25519'] = await gnupg.makeKey({ userId: 'Jane <jane@mailbox.example>' });
  keys['rsa2048'] = await gnupg.makeKey({ userId: 'John <john@mailbox.example>', algorithm: 'rsa2048' });
}, 60_000);
afterAll(() => gnupg[Symbol.asyncDispose]());

const messageOptions = {
  messageId: '<1@sender.test>',
  headerFrom: 'Author <author@sender.test>',
  headerTo: 'shop@alias.test',
};

async function* inPieces(octets: Buffer, size: number): AsyncIterable<Buffer> {
  for (let at = 0; at < octets.length; at += size)
    yield await Promise.resolve(octets.subarray(at, at + size));
}

async function encrypt(
  message: Buffer,
  { publicKey = keys['curve25519'] ?? '', hidesSubject = false, pieceBytes = 1000 } = {},
): Promise<Extract<EncryptMessageResult, { kind: 'encrypted' }>> {
  const headerEnd = findHeaderEnd(message);
  const body = message.subarray(headerEnd);
  const result = await encryptMessage({
    fields: parseHeaderBlock(message).fields,
    body: { sizeBytes: body.length, chunks: () => inPieces(body, pieceBytes) },
    publicKey,
    hidesSubject,
    at: new Date(),
  });
  if (result.kind !== 'encrypted') throw new Error(JSON.stringify(result));
  return result;
}

const octetsOf = async (chunks: AsyncIterable<Buffer>) => Buffer.concat(await Array.fromAsync(chunks));

const armorOf = (body: Buffer) =>
  body.subarray(body.indexOf('-----BEGIN PGP MESSAGE-----'), body.lastIndexOf('\r\n--pgp-'));

/** Header and body of what was inside. */
async function decrypt(result: { readonly chunks: () => AsyncIterable<Buffer> }) {
  const plain = await gnupg.decrypt(armorOf(await octetsOf(result.chunks())));
  const end = findHeaderEnd(plain);
  return { header: plain.subarray(0, end).toString('latin1'), body: plain.subarray(end) };
}

const bodyOf = (message: Buffer) => message.subarray(findHeaderEnd(message));
const outside = ({ fields }: { readonly fields: readonly HeaderField[] }) =>
  formatHeaderBlock(fields).toString('latin1');

describe('GnuPG decrypts', () => {
  const samples = Object.entries(corpus).map(([name, make]) => [name, make(messageOptions)] as const);

  it.each(samples)('%s, octet for octet, under its own Content-Type', async (_name, message) => {
    const { header, body } = await decrypt(await encrypt(message));
    expect(body.equals(bodyOf(message))).toBe(true);
    const contentFields = parseHeaderBlock(message).fields.filter(({ lowerName }) =>
      lowerName.startsWith('content-'),
    );
    if (contentFields.length > 0) expect(header).toBe(formatHeaderBlock(contentFields).toString('latin1'));
  });

  it('every octet there is, lines without end, and an empty body', async () => {
    for (const body of [
      Buffer.from(Array.from({ length: 256 }, (_, octet) => octet)),
      randomBytes(4_099),
      Buffer.alloc(0),
    ]) {
      const message = Buffer.concat([Buffer.from('Subject: x\r\n\r\n'), body]);
      expect((await decrypt(await encrypt(message))).body.equals(body)).toBe(true);
    }
  });

  it('what is encrypted for RSA', async () => {
    const message = corpus.plain(messageOptions);
    const result = await encrypt(message, { publicKey: keys['rsa2048'] ?? '' });
    expect((await decrypt(result)).body.equals(bodyOf(message))).toBe(true);
  });

  it('20 MB', async () => {
    const body = randomBytes(20_000_000);
    const message = Buffer.concat([Buffer.from('Content-Type: application/octet-stream\r\n\r\n'), body]);
    const { body: plain } = await decrypt(await encrypt(message, { pieceBytes: 262_144 }));
    expect(plain.equals(body)).toBe(true);
  }, 60_000);

  it('and says that it was AES-256 with integrity, not compressed', async () => {
    const result = await encrypt(corpus.plain(messageOptions));
    const words = await gnupg.describe(armorOf(await octetsOf(result.chunks())));
    expect(words).toContain('encrypted data packet');
    expect(words).toContain('mdc_method: 2');
    expect(words).not.toContain('compressed packet');
  });
});

describe('the header', () => {
  const message = Buffer.from(
    'Received: from a by b\r\nFrom: Author <r.author@alias.test>\r\nTo: shop@alias.test\r\n' +
      'Subject: =?utf-8?q?A_secret?=\r\n about it\r\nThread-Topic: A secret\r\nMessage-ID: <1@alias.test>\r\n' +
      'Content-Language: en\r\nContent-Type: text/html; charset=iso-8859-2;\r\nContent-Transfer-Encoding: 8bit\r\n\r\n<p>\xe1</p>',
    'latin1',
  );

  it('stays outside, but for what describes the body', async () => {
    const result = await encrypt(message);
    const text = outside(result);
    expect(text).toContain('Received: from a by b\r\nFrom: Author <r.author@alias.test>\r\n');
    expect(text).toContain('\r\nSubject: =?utf-8?q?A_secret?=\r\n about it\r\n');
    expect(text).toContain('\r\nMIME-Version: 1.0\r\n');
    expect(text).toMatch(
      /\r\nContent-Type: multipart\/encrypted;\s+protocol="application\/pgp-encrypted";\s+boundary="pgp-[0-9a-f]{32}"\r\n\r\n$/u,
    );
    expect(text.match(/^Content-/gmu)).toHaveLength(1);
    expect((await decrypt(result)).header).toBe(
      'Content-Language: en\r\nContent-Type: text/html; charset=iso-8859-2;\r\nContent-Transfer-Encoding: 8bit\r\n\r\n',
    );
  });

  it('hides the subject, and has it inside with the rest', async () => {
    const result = await encrypt(message, { hidesSubject: true });
    const text = outside(result);
    expect(text).toContain('\r\nSubject: ...\r\n');
    expect(text).not.toContain('ecret');
    const { header, body } = await decrypt(result);
    expect(header).toContain('\r\nSubject: =?utf-8?q?A_secret?=\r\n about it\r\n');
    expect(header).toContain('\r\nHP-Outer: Subject: ...\r\n');
    expect(header).toContain('\r\nHP-Outer: From: Author <r.author@alias.test>\r\n');
    expect(header).toContain(
      '\r\nContent-Type: text/html; charset=iso-8859-2;\r\n hp="cipher"; protected-headers="v1"\r\n',
    );
    expect(header).not.toContain('Received');
    expect(body.equals(bodyOf(message))).toBe(true);
  });

  it('gets the default type inside, where it had none', async () => {
    const result = await encrypt(Buffer.from('Subject: x\r\n\r\nhello'), { hidesSubject: true });
    expect((await decrypt(result)).header).toContain(
      'Content-Type: text/plain;\r\n hp="cipher"; protected-headers="v1"\r\n\r\n',
    );
  });
});

describe('a message', () => {
  const typed = (type: string) => parseHeaderBlock(Buffer.from(`Content-Type: ${type}\r\n\r\n`)).fields;
  const attempt = (type: string, publicKey = keys['curve25519'] ?? '') =>
    encryptMessage({
      fields: typed(type),
      body: { sizeBytes: 0, chunks: () => inPieces(Buffer.alloc(0), 1) },
      publicKey,
      hidesSubject: false,
      at: new Date(),
    });

  it.each([
    'multipart/encrypted; protocol="application/pgp-encrypted"; boundary=b',
    'Multipart/Encrypted;boundary=b',
    'application/pgp-encrypted',
    'application/pkcs7-mime; name=smime.p7m; smime-type=enveloped-data',
    'application/x-pkcs7-mime;\r\n smime-type="authEnveloped-data"',
  ])('is not encrypted again as %s', async (type) => {
    expect(await attempt(type)).toEqual({ kind: 'already_encrypted' });
  });

  it.each([
    'multipart/signed; protocol="application/pgp-signature"; boundary=b',
    'application/pkcs7-mime; smime-type=signed-data',
    'application/pkcs7-mime',
    'multipart/encryptedx',
    'text/plain; x="multipart/encrypted"',
  ])('is encrypted as %s', async (type) => {
    expect((await attempt(type)).kind).toBe('encrypted');
  });

  it('does not leave with a key that is none', async () => {
    expect(await attempt('text/plain', 'nonsense')).toMatchObject({
      kind: 'not_possible',
      reason: expect.stringContaining('not an OpenPGP public key') as string,
    });
  });

  it('is the same octets in every pass, and never the same twice', async () => {
    const message = corpus.multipart(messageOptions);
    const [one, other] = [await encrypt(message), await encrypt(message)];
    const first = await octetsOf(one.chunks());
    expect((await octetsOf(one.chunks())).equals(first)).toBe(true);
    expect((await octetsOf(other.chunks())).equals(first)).toBe(false);
    expect(
      Math.max(
        ...first
          .toString('latin1')
          .split('\r\n')
          .map(({ length }) => length),
      ),
    ).toBeLessThanOrEqual(76);
    expect(first.toString('latin1')).toMatch(/^[\x20-\x7e\r\n]*$/u);
  });

  it('is not finished when the body is another than was announced', async () => {
    const result = await encryptMessage({
      fields: [],
      body: { sizeBytes: 5, chunks: () => inPieces(Buffer.from('hell'), 2) },
      publicKey: keys['curve25519'] ?? '',
      hidesSubject: false,
      at: new Date(),
    });
    if (result.kind !== 'encrypted') throw new Error(result.kind);
    await expect(octetsOf(result.chunks())).rejects.toThrow('the plaintext has');
  });
});
