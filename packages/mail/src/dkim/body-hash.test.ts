import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { BodyHash } from './index.ts';

function digestOf(...chunks: readonly string[]): string {
  const hash = new BodyHash();
  for (const chunk of chunks) hash.update(Buffer.from(chunk, 'latin1'));
  return hash.digest().toString('base64');
}

function sha256(text: string): string {
  return createHash('sha256').update(text, 'latin1').digest('base64');
}

describe('BodyHash', () => {
  it.each([
    // The two examples of RFC 6376 §3.4.5 and §3.4.4.
    [' C \r\nD \t E\r\n\r\n\r\n', ' C\r\nD E\r\n'],
    ['', ''],
    ['\r\n', ''],
    ['\r\n\r\n\r\n', ''],
    [' \t\r\n \r\n', ''],
    ['  ', ''],
    ['a', 'a\r\n'],
    ['a\r\n', 'a\r\n'],
    ['a \t', 'a\r\n'],
    ['a  b\tc \t d', 'a b c d\r\n'],
    ['\r\n\r\na', '\r\n\r\na\r\n'],
    ['a\r\n \r\n\r\nb\r\n\r\n', 'a\r\n\r\n\r\nb\r\n'],
    [' a', ' a\r\n'],
    ['a\r\n\tb', 'a\r\n b\r\n'],
    ['a \r\n b', 'a\r\n b\r\n'],
    ['\0\x01\xff\r\n', '\0\x01\xff\r\n'],
    ['a\rb \r', 'a\rb \r\r\n'],
    ['a\nb \n', 'a\nb \n\r\n'],
    ['a\r\r\n', 'a\r\r\n'],
    ['.\r\n..\r\n', '.\r\n..\r\n'],
  ])('of %j is that of %j', (body, canonical) => {
    expect(digestOf(body)).toBe(sha256(canonical));
    expect(digestOf(...Array.from(body))).toBe(sha256(canonical));
  });

  it('of the empty body is the known one', () => {
    expect(new BodyHash().digest().toString('base64')).toBe('47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=');
  });

  it('does not keep the chunk', () => {
    const chunk = Buffer.from('abc  def\r\n');
    const hash = new BodyHash();
    hash.update(chunk);
    chunk.fill(0);
    expect(hash.digest().toString('base64')).toBe(sha256('abc def\r\n'));
  });

  it.each([
    ['text lines', `${'The quick brown fox jumps over the lazy dog. '.repeat(2).trim()}\r\n`],
    ['long lines', `${'x'.repeat(5000)}  y\r\n`],
    [
      'pieces around the size of the gathering buffer',
      `${'x'.repeat(2047)} \t${'y'.repeat(47)}  ${'z'.repeat(48)}\r\n\r\n`,
    ],
    ['alternating white space', 'a  b\t\t'],
  ])('is right for a megabyte of %s', (_, unit) => {
    const body = unit.repeat(Math.ceil(1_000_000 / unit.length));
    const canonical = body
      .replace(/[ \t]+/g, ' ')
      .replace(/ (?=\r\n|$)/g, '')
      .replace(/(\r\n)*$/, '\r\n');
    expect(digestOf(body)).toBe(sha256(canonical));
    expect(digestOf(...(body.match(/[^]{1,65536}/g) ?? []))).toBe(sha256(canonical));
  });
});
