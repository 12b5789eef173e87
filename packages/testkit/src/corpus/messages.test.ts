import { createRequire } from 'node:module';
import { describe, expect, it } from 'vitest';
import { corpus, generateKeyPairPem, signWithDkim } from './index.ts';

interface DkimVerdict {
  readonly results: readonly { readonly status: { readonly result: string } }[];
}
const { dkimVerify } = createRequire(import.meta.url)('mailauth/lib/dkim/verify') as {
  readonly dkimVerify: (
    message: Buffer,
    options: { resolver: (name: string, type: string) => Promise<string[][]> },
  ) => Promise<DkimVerdict>;
};

const messageId = '<unique@sender.example>';
const bodyOf = (message: Buffer): Buffer => message.subarray(message.indexOf('\r\n\r\n') + 4);

describe('corpus', () => {
  it.each(Object.entries(corpus))(
    '%s has its Message-ID, CRLF line ends only, and lines in the limit',
    (_, make) => {
      const message = make({ messageId });
      const header = message.toString('latin1', 0, message.indexOf('\r\n\r\n') + 2);
      expect(header).toContain(`\r\nMessage-ID: ${messageId}\r\n`);
      const text = message.toString('latin1');
      expect(/(?<!\r)\n|\r(?!\n)/.test(text)).toBe(false);
      expect(text.endsWith('\r\n')).toBe(true);
      expect(Math.max(...header.split('\r\n').map((line) => line.length))).toBeLessThanOrEqual(998);
    },
  );

  it('has the octets of its charsets', () => {
    expect(new TextDecoder('windows-1250').decode(bodyOf(corpus.windows1250({ messageId })))).toContain(
      'Příliš žluťoučký kůň úpěl ďábelské ódy.',
    );
    expect(new TextDecoder('gb18030').decode(bodyOf(corpus.gb18030({ messageId })))).toBe(
      '你好，世界\r\n\u{20000}\r\n',
    );
    expect(new TextDecoder('iso-2022-jp').decode(bodyOf(corpus.iso2022jp({ messageId })))).toBe(
      'こんにちは世界\r\nこんにちは世界 again\r\n',
    );
    expect(bodyOf(corpus.nulInBody({ messageId })).filter((octet) => octet === 0)).toHaveLength(5);
  });

  it('has a large message of 30 MiB', () => {
    const message = corpus.large({ messageId });
    expect(message.length - 30 * 1024 * 1024).toBeGreaterThanOrEqual(0);
    expect(message.length - 30 * 1024 * 1024).toBeLessThan(78);
  });
});

describe('signWithDkim', () => {
  it('makes a signature that verifies, and only over the octets signed', async () => {
    const key = await generateKeyPairPem();
    const options = { domain: 'sender.example', selector: 's1', privateKeyPem: key.privateKeyPem };
    const signed = await signWithDkim(corpus.windows1250({ messageId }), options);
    const resolver = (name: string): Promise<string[][]> => {
      expect(name).toBe('s1._domainkey.sender.example');
      return Promise.resolve([[key.dkimRecord]]);
    };
    const verdict = await dkimVerify(signed, { resolver });
    expect(verdict.results.map((result) => result.status.result)).toEqual(['pass']);
    const altered = Buffer.from(signed);
    altered.writeUInt8(0x21, altered.length - 4);
    expect((await dkimVerify(altered, { resolver })).results[0]?.status.result).not.toBe('pass');
  });
});
