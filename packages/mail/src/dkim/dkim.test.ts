import { spawnSync } from 'node:child_process';
import type { KeyObject } from 'node:crypto';
import { createPrivateKey, createPublicKey, generateKeyPairSync } from 'node:crypto';
import { dkimVerify } from 'mailauth';
import { beforeAll, describe, expect, it } from 'vitest';
import type { DomainName } from '../address/index.ts';
import type { HeaderField } from '../header/index.ts';
import { findHeaderEnd, formatHeaderBlock, makeField, parseHeaderBlock } from '../header/index.ts';
import { BodyHash, formatDkimRecord, generateDkimKey, signHeader } from './index.ts';

const domain = 'alias.example' as DomainName;
const signedAt = new Date('2026-01-02T03:04:05.678Z');
let key: KeyObject;
let record: string;

beforeAll(async () => {
  const pair = await generateDkimKey();
  key = createPrivateKey({ key: pair.privateKeyDer, format: 'der', type: 'pkcs8' });
  record = formatDkimRecord(pair.publicKeyDer);
});

const messages: readonly (readonly [string, string])[] = [
  [
    'plain',
    'From: Jane <jane@alias.example>\r\nTo: x@y.example\r\nSubject: Hello\r\nDate: Fri, 2 Jan 2026 03:04:05 +0000\r\n\r\nHello\r\n',
  ],
  [
    'folded and oddly spaced',
    'FROM: \t Jane\r\n\t <jane@alias.example>  \r\nSubject:\r\n a\r\n  b\t\tc \r\nsubject: second\r\n\r\na  b \t\r\n\r\n\r\n',
  ],
  ['8-bit', 'From: J\xe9 <jane@alias.example>\r\nSubject: \xa0\xe9\xff\xa0\r\n\r\n\xe9\xa0 \xff\r\n'],
  [
    'repeated fields',
    'From: a@alias.example\r\nTo: one\r\nTo: two\r\nReferences: <a>\r\nReferences: <b>\r\n\r\nx\r\n',
  ],
  [
    'list mail',
    'From: a@alias.example\r\nList-Unsubscribe: <https://x.example>\r\nList-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n\r\nx\r\n',
  ],
  ['empty body', 'From: a@alias.example\r\nReply-To:\r\n\r\n'],
  ['no final line end', 'From: a@alias.example\r\n\r\nx'],
  ['long names', `From: a@alias.example\r\n${'In-Reply-To: <x>\r\n'.repeat(40)}\r\nx\r\n`],
];

async function signMessage(text: string): Promise<Buffer> {
  const data = Buffer.from(text, 'latin1');
  const bodyStart = findHeaderEnd(data);
  const hash = new BodyHash();
  hash.update(data.subarray(bodyStart));
  const { fields } = parseHeaderBlock(data);
  const signature = await sign(fields, hash.digest());
  return Buffer.concat([formatHeaderBlock([signature, ...fields]), data.subarray(bodyStart)]);
}

function sign(fields: readonly HeaderField[], bodyHash: Buffer): Promise<HeaderField> {
  return signHeader({ fields, bodyHash, domain, selector: 'default', key, signedAt });
}

async function verify(message: Buffer): Promise<readonly string[]> {
  const resolver = (name: string, type: string): Promise<string[][]> => {
    expect([name, type]).toEqual(['default._domainkey.alias.example', 'TXT']);
    return Promise.resolve([record.match(/.{1,255}/g) ?? []]);
  };
  const { results } = await dkimVerify(message, { resolver });
  return results.map(({ status }) => status.result);
}

/** The Python that has python3-dkim: Debian installs it for the system's only. */
const python = ['python3', '/usr/bin/python3'].find(
  (command) => spawnSync(command, ['-c', 'import dkim']).status === 0,
);
const verifyInPython = `
import sys, dkim
record = sys.argv[1].encode()
def txt(name, timeout=5):
    return record if name.rstrip(b'.') == b'default._domainkey.alias.example' else None
print(dkim.verify(sys.stdin.buffer.read(), dnsfunc=txt))
`;

describe('signHeader', () => {
  // Python3-dkim refuses to read it.
  it('is accepted by mailauth: white space before the colon', async () => {
    expect(await verify(await signMessage('From : a@alias.example\r\nTo\t: x\r\n\r\nx\r\n'))).toEqual([
      'pass',
    ]);
  });

  it.each(messages)('is accepted by mailauth: %s', async (_, text) => {
    expect(await verify(await signMessage(text))).toEqual(['pass']);
  });

  it.skipIf(python === undefined).each(messages)('is accepted by python3-dkim: %s', async (_, text) => {
    const input = await signMessage(text);
    const { stdout, stderr } = spawnSync(python ?? '', ['-c', verifyInPython, record], {
      input,
      encoding: 'utf8',
    });
    expect({ stdout, stderr }).toEqual({ stdout: 'True\n', stderr: '' });
  });

  it.each([
    ['From', 'From: evil@example.org\r\n'],
    ['Subject', 'Subject: other\r\n'],
    ['Reply-To', 'Reply-To: evil@example.org\r\n'],
    ['To, which it has', 'To: evil@example.org\r\n'],
    ['Date, which it has', 'Date: Sat, 3 Jan 2026 03:04:05 +0000\r\n'],
  ])('breaks when somebody adds %s', async (_, line) => {
    const message = await signMessage(messages[0]?.[1] ?? '');
    expect(await verify(Buffer.concat([Buffer.from(line), message]))).toEqual(['fail']);
  });

  it.each([
    ['a trace field', 'Received: from x by y; Fri, 2 Jan 2026 03:04:05 +0000\r\n'],
    ['a missing Message-ID', 'Message-ID: <x@y>\r\n'],
    ['a missing MIME-Version', 'MIME-Version: 1.0\r\n'],
  ])('survives when a next hop adds %s', async (_, line) => {
    const message = await signMessage(messages[0]?.[1] ?? '');
    expect(await verify(Buffer.concat([Buffer.from(line), message]))).toEqual(['pass']);
  });

  it('breaks when the body or a signed field changes', async () => {
    const text = (await signMessage(messages[0]?.[1] ?? '')).toString('latin1');
    expect(await verify(Buffer.from(text.replace('Hello\r\nDate', 'Hallo\r\nDate'), 'latin1'))).toEqual([
      'fail',
    ]);
    expect(await verify(Buffer.from(text.replace('\r\n\r\nHello', '\r\n\r\nHallo'), 'latin1'))).toEqual([
      'neutral',
    ]);
  });

  it('has short lines and the expected tags', async () => {
    const fields = [makeField('From', 'a@x'), makeField('X-Other', 'y'), makeField('To', 'b@y')];
    const text = (await sign(fields, Buffer.alloc(32))).raw.toString();
    expect(Math.max(...text.split('\r\n').map((line) => line.length))).toBeLessThanOrEqual(78);
    const value = text.slice(text.indexOf(':') + 1).replace(/\s+/g, '');
    expect(value).toMatch(
      /^v=1;a=rsa-sha256;c=relaxed\/relaxed;d=alias\.example;s=default;t=1767323045;h=from:from:to:to:subject:reply-to;bh=A{43}=;b=[A-Za-z0-9+/]{342}==$/,
    );
  });

  it('refuses what cannot sign', async () => {
    const input = { fields: [], bodyHash: Buffer.alloc(32), domain, selector: 'default', key, signedAt };
    const ed25519 = generateKeyPairSync('ed25519').privateKey;
    await expect(signHeader({ ...input, key: ed25519 })).rejects.toThrow(RangeError);
    await expect(signHeader({ ...input, key: createPublicKey(key) })).rejects.toThrow(RangeError);
    await expect(signHeader({ ...input, bodyHash: Buffer.alloc(20) })).rejects.toThrow(RangeError);
    await expect(signHeader({ ...input, selector: 'a; d=evil' })).rejects.toThrow(RangeError);
  });
});

describe('formatDkimRecord', () => {
  it('publishes the key', () => {
    expect(record).toMatch(/^v=DKIM1; k=rsa; p=[A-Za-z0-9+/]{390,}=*$/);
    const der = Buffer.from(record.slice(record.indexOf('p=') + 2), 'base64');
    expect(
      createPublicKey({ key: der, format: 'der', type: 'spki' }).asymmetricKeyDetails?.modulusLength,
    ).toBe(2048);
  });
});
