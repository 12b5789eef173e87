import { createPrivateKey, generateKeyPairSync } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import type { DomainName } from '../address/index.ts';
import { BodyHash, formatDkimRecord, generateDkimKey, signHeader } from '../dkim/index.ts';
import type { HeaderField } from '../header/index.ts';
import {
  fieldValue,
  findHeaderEnd,
  formatHeaderBlock,
  makeField,
  parseHeaderBlock,
} from '../header/index.ts';
import { sealArc, type SealArcInput } from './index.ts';
import { python, verifyWithMailauth, verifyWithPython, type KeyRecords } from './testdata/arc-verifiers.ts';

const sealedAt = new Date('2026-01-02T03:04:05.678Z');
const results = Buffer.from(
  'mx.alias.example; spf=pass smtp.mailfrom=a@b.example; dkim=pass; dmarc=pass; arc=none',
);
let signers: readonly Pick<SealArcInput, 'domain' | 'selector' | 'key'>[];
let records: KeyRecords;

beforeAll(async () => {
  const names = ['one.example', 'two.example', 'three.example'] as DomainName[];
  const pairs = await Promise.all(names.map(() => generateDkimKey()));
  signers = names.map((domain, index) => ({
    domain,
    selector: 'arc1',
    key: createPrivateKey({ key: pairs[index]?.privateKeyDer ?? '', format: 'der', type: 'pkcs8' }),
  }));
  records = Object.fromEntries(
    names.map((domain, index) => [
      `arc1._domainkey.${domain}`,
      formatDkimRecord(pairs[index]?.publicKeyDer ?? Buffer.alloc(0)),
    ]),
  );
});

const plain = [
  'From: Jane <jane@sender.example>',
  'To: x@y.example',
  'Subject: Hello',
  'Date: Fri, 2 Jan 2026 03:04:05 +0000',
  'Message-ID: <1@sender.example>',
  '',
  'Hello',
  '',
].join('\r\n');

const messages: readonly (readonly [string, string])[] = [
  ['plain', plain],
  [
    'folded and oddly spaced',
    'FROM: \t Jane\r\n\t <a@b.example>  \r\nSubject:\r\n a\r\n  b\t\tc \r\n\r\na  b \t\r\n\r\n\r\n',
  ],
  ['8-bit', 'From: J\xe9 <a@b.example>\r\nSubject: \xa0\xe9\xff\xa0\r\n\r\n\xe9\xa0 \xff\r\n'],
  ['empty body', 'From: a@b.example\r\n\r\n'],
  ['no final line end', 'From: a@b.example\r\n\r\nx'],
  ['many signatures', `From: a@b.example\r\n${'DKIM-Signature: v=1; b=x\r\n'.repeat(20)}\r\nx\r\n`],
];

async function seal(message: Buffer, step: number, changes: Partial<SealArcInput> = {}) {
  const bodyStart = findHeaderEnd(message);
  const hash = new BodyHash();
  hash.update(message.subarray(bodyStart));
  const signer = signers[step];
  if (signer === undefined) throw new Error('no such signer');
  const { fields } = parseHeaderBlock(message);
  const chainResult = step === 0 ? 'none' : 'pass';
  const input = { ...signer, fields, bodyHash: hash.digest(), sealedAt, authenticationResults: results };
  const set = await sealArc({ ...input, chainResult, ...changes });
  return {
    set,
    message: Buffer.concat([formatHeaderBlock([...set, ...fields]), message.subarray(bodyStart)]),
  };
}

/** A chain of as many sets; each hop adds its trace. */
async function sealTimes(text: string, count: number): Promise<Buffer> {
  let message: Buffer = Buffer.from(text, 'latin1');
  for (let step = 0; step < count; step++) {
    ({ message } = await seal(message, step));
    message = Buffer.concat([
      Buffer.from('Received: from a by b; Fri, 2 Jan 2026 03:04:06 +0000\r\n'),
      message,
    ]);
  }
  return message;
}

function replaced(message: Buffer, search: string | RegExp, replacement: string): Buffer {
  const text = message.toString('latin1');
  const changed = text.replace(search, replacement);
  expect(changed).not.toBe(text);
  return Buffer.from(changed, 'latin1');
}

function tagsOf(field: HeaderField | undefined): string {
  return field === undefined ? '' : fieldValue(field).toString('latin1').replace(/\s+/g, '');
}

/** What is done to a chain of three, after which no verifier may accept it. */
const tamperings: readonly (readonly [string, (message: Buffer) => Buffer])[] = [
  ['the body', (message) => replaced(message, /Hello\r\n$/, 'Hallo\r\n')],
  ['the subject', (message) => replaced(message, 'Subject: Hello', 'Subject: Hallo')],
  ['a second From', (message) => replaced(message, /^/, 'From: evil@x.example\r\n')],
  ['the author’s signature', (message) => replaced(message, 'DKIM-Signature: v=1', 'DKIM-Signature: v=2')],
  ['the first results', (message) => replaced(message, 'i=1; mx.alias.example', 'i=1; mx.other.example')],
  ['the newest results', (message) => replaced(message, 'i=3; mx.alias.example', 'i=3; mx.other.example')],
  ['the status', (message) => replaced(message, 'i=2; a=rsa-sha256; cv=pass', 'i=2; a=rsa-sha256; cv=none')],
  ['a set taken out', (message) => replaced(message, /ARC-Seal: i=2(?:.|\r\n[ \t])*\r\n/, '')],
];

describe('sealArc', () => {
  it.each(messages)('is accepted by mailauth, one to three sets: %s', async (_, text) => {
    for (const count of [1, 2, 3]) {
      expect(await verifyWithMailauth(await sealTimes(text, count), records)).toBe('pass');
    }
  });

  it.skipIf(python === undefined).each(messages)(
    'is accepted by python3-dkim, one to three sets: %s',
    async (_, text) => {
      for (const count of [1, 2, 3]) {
        expect(verifyWithPython(await sealTimes(text, count), records)).toBe('pass');
      }
    },
  );

  it.each(tamperings)('breaks when somebody changes %s', async (_, tamper) => {
    const message = tamper(await sealTimes(`DKIM-Signature: v=1; b=x\r\n${plain}`, 3));
    expect(await verifyWithMailauth(message, records)).toBe('fail');
    if (python !== undefined) expect(verifyWithPython(message, records)).toBe('fail');
  });

  it('survives what next hops add', async () => {
    const message = await sealTimes(plain, 1);
    const { key, domain, selector } = signers[1] ?? expect.fail();
    const { fields } = parseHeaderBlock(message);
    const bodyHash = Buffer.alloc(32);
    const foreign = await signHeader({ fields, bodyHash, key, domain, selector, signedAt: sealedAt });
    const added = [
      foreign,
      makeField('Authentication-Results', 'x; none'),
      makeField('Return-Path', '<a@b>'),
    ];
    const later = Buffer.concat([...added.map(({ raw }) => raw), message]);
    expect(await verifyWithMailauth(later, records)).toBe('pass');
  });

  it('has the seal first, short lines and the expected tags', async () => {
    const { set } = await seal(await sealTimes(`DKIM-Signature: v=1; b=x\r\n${plain}`, 1), 1);
    expect(set.map(({ name }) => name)).toEqual([
      'ARC-Seal',
      'ARC-Message-Signature',
      'ARC-Authentication-Results',
    ]);
    const lines = set.flatMap(({ raw }) => raw.toString().split('\r\n'));
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(78);
    expect(tagsOf(set[0])).toMatch(
      /^i=2;a=rsa-sha256;cv=pass;d=two\.example;s=arc1;t=1767323045;b=[A-Za-z0-9+/]{342}==$/,
    );
    expect(tagsOf(set[1])).toMatch(
      /^i=2;a=rsa-sha256;c=relaxed\/relaxed;d=two\.example;s=arc1;t=1767323045;h=from:from:to:to:subject:subject:date:date:message-id:message-id:reply-to:dkim-signature;bh=[A-Za-z0-9+/]{43}=;b=[A-Za-z0-9+/]{342}==$/,
    );
    expect(tagsOf(set[2])).toBe(`i=2;${results.toString().replaceAll(' ', '')}`);
  });
});

describe('a chain that does not go on', () => {
  it('is marked as failed once, in a seal over its own set', async () => {
    const broken = replaced(await sealTimes(plain, 2), 'Subject: Hello', 'Subject: Hallo');
    const failed = await seal(broken, 2, { chainResult: 'fail' });
    expect(tagsOf(failed.set[0])).toMatch(/^i=3;a=rsa-sha256;cv=fail;/);
    if (python !== undefined) expect(verifyWithPython(failed.message, records)).toBe('ended');
    for (const chainResult of ['fail', 'pass'])
      expect((await seal(failed.message, 2, { chainResult })).set).toEqual([]);
    // Signatures are deterministic: what is not covered makes no difference.
    const other = replaced(broken, 'i=1; mx.alias.example', 'i=1; mx.other.example');
    const [failing, passing] = await Promise.all(
      ['fail', 'pass'].map(async (chainResult) => [
        (await seal(broken, 2, { chainResult })).set[0]?.raw.toString(),
        (await seal(other, 2, { chainResult })).set[0]?.raw.toString(),
      ]),
    );
    expect(failing?.[0]).toBe(failing?.[1]);
    expect(passing?.[0]).not.toBe(passing?.[1]);
  });

  it('is not sealed when nobody knows whether it holds', async () => {
    const message = await sealTimes(plain, 1);
    for (const chainResult of ['none', 'temperror', '', 'PASS'])
      expect((await seal(message, 1, { chainResult })).set).toEqual([]);
    expect((await seal(Buffer.from(plain), 0, { chainResult: 'pass' })).set).toEqual([]);
    expect((await seal(Buffer.from(plain), 0, { chainResult: 'fail' })).set).toEqual([]);
  });

  it.each([
    ['a gap', /i=2; /g, 'i=3; '],
    ['a missing field', 'ARC-Message-Signature: i=2', 'X: '],
    ['a second field', /^/, 'ARC-Seal: i=2; cv=pass\r\n'],
    ['an instance of three digits', 'ARC-Seal: i=2', 'ARC-Seal: i=002'],
  ])('is never passed on with %s', async (_, search, replacement) => {
    const message = replaced(await sealTimes(plain, 2), search, replacement);
    expect((await seal(message, 2)).set).toEqual([]);
    expect((await seal(message, 2, { chainResult: 'fail' })).set).toHaveLength(3);
  });

  it('ends at 50', async () => {
    for (const [instance, count] of [
      [49, 3],
      [50, 0],
      [99, 0],
    ] as const) {
      const message = Buffer.from(`ARC-Seal: i=${instance}; cv=pass\r\n${plain}`);
      expect((await seal(message, 1, { chainResult: 'fail' })).set).toHaveLength(count);
    }
  });

  it('refuses what cannot sign', async () => {
    const ed25519 = generateKeyPairSync('ed25519').privateKey;
    const message = Buffer.from(plain);
    await expect(seal(message, 0, { key: ed25519 })).rejects.toThrow(RangeError);
    await expect(seal(message, 0, { bodyHash: Buffer.alloc(20) })).rejects.toThrow(RangeError);
    await expect(seal(message, 0, { selector: 'a; d=evil' })).rejects.toThrow(RangeError);
  });
});
