import { createRequire } from 'node:module';
import { findHeaderEnd, formatHeaderBlock, parseHeaderBlock } from '@smtpy/mail';
import { corpus, generateKeyPairPem, signWithDkim } from '@smtpy/testkit';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { preserve } from './preserve.ts';

const { dkimVerify } = createRequire(import.meta.url)('mailauth/lib/dkim/verify') as {
  readonly dkimVerify: (
    message: Buffer,
    options: { resolver: (name: string, type: string) => Promise<string[][]> },
  ) => Promise<{ readonly results: readonly { readonly status: { readonly result: string } }[] }>;
};

const trace =
  'Received: from mx.sender.example by mx.alias.example\r\n\twith ESMTPS; Thu, 1 Jan 2026 00:00:00 +0000\r\n' +
  'Authentication-Results: mx.alias.example;\r\n\tdkim=pass header.d=sender.example\r\n';
const added = `${trace}X-SMTPy-Loop: 0011\r\n`;

function preserved(header: Buffer): Buffer {
  const fields = preserve({
    header: parseHeaderBlock(header),
    traceHeader: Buffer.from(trace),
    loopToken: '0011',
  });
  return formatHeaderBlock(fields);
}

describe('preserve', () => {
  it('puts our fields above and changes nothing below', () => {
    const original =
      'X-SMTPy-Loop: ffff\r\nReturn-Path: <x@y>\r\nAuthentication-Results: other.example; spf=pass\r\nFROM : a@b\r\nSender:\r\n' +
      'Subject:  weird \r\n\t folds \r\nno field\r\nX: \xff\x00\r\n\r\n';
    expect(preserved(Buffer.from(original, 'latin1')).toString('latin1')).toBe(added + original);
  });

  it('leaves out results under our name, mbox lines, and folds of nothing', () => {
    const original =
      ' fold\r\nFrom a@b Thu Jan  1\r\n>From c@d\r\nauthentication-results: (x) "MX.alias.example" 1; dmarc=pass\r\nFrom: a@b\r\n\r\n';
    expect(preserved(Buffer.from(original)).toString()).toBe(`${added}From: a@b\r\n\r\n`);
  });

  it('keeps any header block byte for byte but for those', () => {
    const line = fc
      .string({ maxLength: 40, unit: 'binary' })
      .map((text) => Buffer.from(`A${text.replace(/[\r\n]/g, '')}\r\n`));
    fc.assert(
      fc.property(fc.array(line, { maxLength: 10 }), (lines) => {
        const header = Buffer.concat([...lines, Buffer.from('\r\n')]);
        expect(preserved(header).equals(Buffer.concat([Buffer.from(added), header]))).toBe(true);
      }),
    );
  });
});

describe("the author's DKIM signature", async () => {
  const key = await generateKeyPairPem();
  const signer = { domain: 'sender.example', selector: 's1', privateKeyPem: key.privateKeyPem };
  const resolver = (): Promise<string[][]> => Promise.resolve([[key.dkimRecord]]);
  const samples = Object.entries(corpus).filter(([name]) => name !== 'large');

  it.each(samples)('still verifies: %s', async (_, make) => {
    const signed = await signWithDkim(make({ messageId: '<unique@sender.example>' }), signer);
    const bodyStart = findHeaderEnd(signed);
    const message = Buffer.concat([preserved(signed), signed.subarray(bodyStart)]);
    const verdict = await dkimVerify(message, { resolver });
    expect(verdict.results.map(({ status }) => status.result)).toEqual(['pass']);
  });
});
