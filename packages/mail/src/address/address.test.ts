import { describe, expect, it } from 'vitest';
import type { Address } from './index.ts';
import {
  addressKey,
  foldAddress,
  formatAddress,
  isSameAddress,
  maskAddress,
  parseAddress,
  parseDomainName,
} from './index.ts';

function partsOf(text: string): readonly string[] | undefined {
  const parsed = parseAddress(text);
  return parsed.ok ? [parsed.value.localPart, parsed.value.domain] : undefined;
}

describe('parseDomainName', () => {
  it.each([
    ['Example.COM', 'example.com'],
    ['example.com.', 'example.com'],
    ['localhost', 'localhost'],
    ['bücher.example', 'xn--bcher-kva.example'],
    ['BÜCHER.Example.', 'xn--bcher-kva.example'],
    ['xn--bcher-kva.example', 'xn--bcher-kva.example'],
    ['例え。テスト', 'xn--r8jz45g.xn--zckzah'],
    ['_dmarc.a_b.example', '_dmarc.a_b.example'],
    ['3com.example', '3com.example'],
    [`${'a'.repeat(63)}.example`, `${'a'.repeat(63)}.example`],
    [`${'a.'.repeat(127)}b`, `${'a.'.repeat(127)}b`],
  ])('reads %s', (text, name) => {
    expect(parseDomainName(text)).toEqual({ ok: true, value: name });
  });

  it.each([
    '',
    '.',
    '.example',
    'a..b',
    'example.com..',
    '-a.example',
    'a-.example',
    'a b.example',
    'a/b',
    'a%2e.b',
    'user@host',
    'host:25',
    '[192.0.2.1]',
    '192.0.2.1',
    '１９２.0.2.1',
    '1.2.3',
    'é.example/path',
    'é\t.example',
    'é\0.example',
    'a\n',
    'é＠evil.example',
    'é／evil.example',
    'xn--\u00fc.example',
    `${'a'.repeat(64)}.example`,
    `${'a.'.repeat(127)}bc`,
    'ü'.repeat(2000),
  ])('refuses %j', (text) => {
    expect(parseDomainName(text).ok).toBe(false);
  });
});

describe('parseAddress', () => {
  it.each([
    ['Jane.Doe@Example.COM', 'Jane.Doe', 'example.com'],
    ['a+b=c@x', 'a+b=c', 'x'],
    ['user%other.example@x', 'user%other.example', 'x'],
    ['"a b"@x', 'a b', 'x'],
    ['"a@b"@x', 'a@b', 'x'],
    ['"a\\"\\\\b"@x', 'a"\\b', 'x'],
    ['"plain"@x', 'plain', 'x'],
    ['a..b.@x', 'a..b.', 'x'],
    ['josé@bücher.example', 'josé', 'xn--bcher-kva.example'],
    ['"é \u{1F600}"@x.', 'é \u{1F600}', 'x'],
    [`${'a'.repeat(64)}@x`, 'a'.repeat(64), 'x'],
    [`${'é'.repeat(32)}@x`, 'é'.repeat(32), 'x'],
    [`"${'\\"'.repeat(64)}"@x`, '"'.repeat(64), 'x'],
  ])('reads %s', (text, localPart, domain) => {
    expect(partsOf(text)).toEqual([localPart, domain]);
  });

  it.each([
    '',
    'jane',
    '@x',
    '""@x',
    'jane@',
    'a@b@c',
    'a b@x',
    ' a@x',
    'a@x ',
    '<a@x>',
    'a(c)@x',
    'a,b@x',
    'a;b@x',
    'a:b@x',
    'a\\b@x',
    'a"b@x',
    '"a"b@x',
    '"a@x',
    '"a\\"@x',
    '@a:b@c',
    '@a,@b:c@d',
    'jane@[192.0.2.1]',
    'jane@[IPv6:::1]',
    'jane@192.0.2.1',
    'a\0b@x',
    '"a\rb"@x',
    '"a\nb"@x',
    'a\u0085b@x',
    'a\ud800@x',
    `${'a'.repeat(65)}@x`,
    `${'é'.repeat(33)}@x`,
  ])('refuses %j', (text) => {
    expect(parseAddress(text).ok).toBe(false);
  });

  it('does not repeat hostile input in the reason', () => {
    const parsed = parseAddress('secret\r\nX-Evil: 1@x');
    expect(parsed).toEqual({ ok: false, reason: 'address has a control character' });
  });
});

describe('formatAddress', () => {
  it.each([
    ['jane', 'jane@x'],
    ['a b', '"a b"@x'],
    ['a"\\b', '"a\\"\\\\b"@x'],
    ['a..b', '"a..b"@x'],
    ['.a', '".a"@x'],
    ['a@b', '"a@b"@x'],
    ['josé', 'josé@x'],
  ])('writes the local part %s', (localPart, text) => {
    expect(formatAddress({ localPart, domain: 'x' } as Address)).toBe(text);
  });
});

describe('folding', () => {
  const [decomposed, composed] = ['CAFE\u0301', 'caf\u00e9'].map(
    (localPart) => ({ localPart, domain: 'x' }) as Address,
  ) as [Address, Address];

  it('leaves case and Unicode form of local parts aside', () => {
    expect(foldAddress(decomposed)).toEqual(composed);
    expect(isSameAddress(decomposed, composed)).toBe(true);
    expect(addressKey(decomposed)).toBe('caf\u00e9@x');
  });

  it('keeps other mailboxes and other domains apart', () => {
    expect(isSameAddress(composed, { ...composed, localPart: 'cafe' })).toBe(false);
    expect(isSameAddress(composed, { ...composed, domain: 'y' } as Address)).toBe(false);
  });
});

describe('maskAddress', () => {
  it.each([
    ['jane@gmail.com', 'j…@gmail.com'],
    ['"jane doe@x"@gmail.com', 'j…@gmail.com'],
    ['\u{1F600}smile@x', '\u{1F600}…@x'],
    ['not an address', 'n…'],
    ['@x', '…@x'],
    ['', '…'],
    ['ja\r\nne@x', 'j…@x'],
  ])('masks %j', (text, masked) => {
    expect(maskAddress(text)).toBe(masked);
  });
});
