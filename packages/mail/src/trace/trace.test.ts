import { describe, expect, it } from 'vitest';
import type { HeaderField } from '../header/index.ts';
import { makeField, parseHeaderBlock } from '../header/index.ts';
import type { AuthenticationResultsInput, ReceivedInput } from './index.ts';
import {
  countReceived,
  formatAuthenticationResults,
  formatReceived,
  isForgedAuthenticationResults,
} from './index.ts';

const hop: ReceivedInput = {
  clientName: 'out.example.org',
  clientIp: '192.0.2.1',
  helo: 'mail.example.org',
  receivedBy: 'mx.smtpy.example',
  protocol: 'ESMTPS',
  tls: 'TLSv1.3',
  id: '01936f2e-7c3a-7b1d-8e4f-0123456789ab',
  recipient: 'shop@alias.example',
  receivedAt: new Date('2026-01-02T03:04:05Z'),
};

function received(change: Partial<ReceivedInput>): string {
  return formatReceived({ ...hop, ...change }).raw.toString();
}

describe('formatReceived', () => {
  it('tells the hop', () => {
    expect(received({})).toBe(
      'Received: from mail.example.org (out.example.org [192.0.2.1])\r\n' +
        '\tby mx.smtpy.example with ESMTPS (TLSv1.3)\r\n\tid 01936f2e-7c3a-7b1d-8e4f-0123456789ab\r\n' +
        '\tfor <shop@alias.example>;\r\n' +
        '\tFri, 02 Jan 2026 03:04:05 +0000\r\n',
    );
  });

  it('leaves out what is not known', () => {
    expect(received({ clientName: undefined, tls: undefined, recipient: undefined, protocol: 'SMTP' })).toBe(
      'Received: from mail.example.org ([192.0.2.1])\r\n' +
        '\tby mx.smtpy.example with SMTP\r\n\tid 01936f2e-7c3a-7b1d-8e4f-0123456789ab;\r\n' +
        '\tFri, 02 Jan 2026 03:04:05 +0000\r\n',
    );
  });

  it('tells nothing of a client that must not be known', () => {
    expect(
      received({ clientIp: undefined, helo: 'mx.smtpy.example', tls: undefined, recipient: undefined }),
    ).toBe(
      'Received: from mx.smtpy.example\r\n' +
        '\tby mx.smtpy.example with ESMTPS\r\n\tid 01936f2e-7c3a-7b1d-8e4f-0123456789ab;\r\n' +
        '\tFri, 02 Jan 2026 03:04:05 +0000\r\n',
    );
  });

  it.each([
    ['2001:db8::1', '[IPv6:2001:db8::1]'],
    ['::ffff:192.0.2.1', '[192.0.2.1]'],
    ['fe80::1%eth0', '[IPv6:fe80::1e0]'],
    ['evil)(', '[e]'],
  ])('writes the address %s as %s', (clientIp, literal) => {
    expect(received({ clientIp })).toContain(`(out.example.org ${literal})`);
  });

  it.each([
    ['x (y) by mx.google.com with ESMTP; Mon', 'x??y??by?mx.google.com?with?ESMTP??Mon'],
    ['a\r\nEvil: 1', 'a??Evil:?1'],
    ['[192.0.2.9]', '[192.0.2.9]'],
    ['é\0"\\', '????'],
    ['', 'unknown'],
    ['x'.repeat(5000), 'x'.repeat(255)],
  ])('makes the HELO %j harmless', (helo, text) => {
    expect(received({ helo }).replaceAll('\r\n', '')).toContain(`from ${text} (`);
  });

  it('makes a hostile reverse name and TLS text harmless', () => {
    const text = received({ clientName: 'a) by b (c', tls: 'x) id evil (\r\nEvil: 1' });
    expect(text).toContain('(a??by?b??c [192.0.2.1])');
    expect(text).toContain('(x? id evil ???Evil: 1)');
  });

  it('names the recipient only when the protocol can carry it', () => {
    expect(received({ recipient: 'josé@x.example' })).not.toContain('for <');
    expect(received({ recipient: 'josé@x.example', protocol: 'UTF8SMTPS' })).toContain(
      'for <josé@x.example>',
    );
    expect(received({ recipient: 'a b>; evil' })).not.toContain('evil');
  });
});

describe('countReceived', () => {
  it('counts hops', () => {
    const block = parseHeaderBlock(
      Buffer.from('Received: a\r\nX-Received: b\r\nRECEIVED : c\r\n\td\r\n\r\nReceived: body\r\n'),
    );
    expect(countReceived(block)).toBe(2);
  });
});

const results: AuthenticationResultsInput = {
  authservId: 'mx.smtpy.example',
  facts: {
    spf: { result: 'pass', domain: 'example.org', comment: 'designated sender' },
    dkim: [
      { result: 'pass', domain: 'example.org', selector: 's1', isAligned: true },
      { result: 'fail', domain: 'other.example', isAligned: false, comment: 'bad signature' },
    ],
    dmarc: { result: 'pass', policy: 'reject', domain: 'example.org' },
    arc: { result: 'none' },
  },
  mailFrom: 'jane@example.org',
  helo: 'mail.example.org',
  headerFromDomain: 'example.org',
};

function authenticationResults(change: Partial<AuthenticationResultsInput>): string {
  return formatAuthenticationResults({ ...results, ...change }).raw.toString();
}

describe('formatAuthenticationResults', () => {
  it('writes one line per result', () => {
    expect(authenticationResults({})).toBe(
      'Authentication-Results: mx.smtpy.example;\r\n' +
        '\tspf=pass (designated sender) smtp.mailfrom=jane@example.org;\r\n' +
        '\tdkim=pass header.d=example.org header.s=s1;\r\n' +
        '\tdkim=fail (bad signature) header.d=other.example;\r\n' +
        '\tdmarc=pass (p=reject) header.from=example.org;\r\n' +
        '\tarc=none\r\n',
    );
  });

  it('writes HELO for the null sender, and dkim=none without signatures', () => {
    const text = authenticationResults({ mailFrom: '', facts: { ...results.facts, dkim: [] } });
    expect(text).toContain('spf=pass (designated sender) smtp.helo=mail.example.org;');
    expect(text).toContain('\tdkim=none;');
  });

  it('takes the domain of DMARC when the author is not given', () => {
    expect(authenticationResults({ headerFromDomain: undefined })).toContain('header.from=example.org');
  });

  it('keeps hostile values inside their value', () => {
    const comment = 'x) dmarc=pass (\r\nEvil: 1\\';
    const facts = {
      ...results.facts,
      spf: { result: 'Pass; dkim=pass', comment },
      dkim: [{ result: '', domain: 'a"; dmarc=pass', selector: 'é\0', isAligned: false }],
    };
    const text = authenticationResults({ facts, mailFrom: '"a; dkim=pass"@x y' });
    expect(text).toContain(
      '\tspf=passdkimpass (x? dmarc=pass ???Evil: 1?)\r\n smtp.mailfrom="?a??dkim=pass?@x?y";',
    );
    expect(text).toContain('\tdkim=none header.d="a???dmarc=pass" header.s="??";');
  });
});

describe('isForgedAuthenticationResults', () => {
  const ours = 'MX.smtpy.example';
  function field(value: string, name = 'Authentication-Results'): HeaderField {
    return makeField(name, value);
  }

  it.each([
    'mx.smtpy.example; spf=pass',
    'Mx.SMTPY.example ; spf=pass',
    'mx.smtpy.example',
    'mx.smtpy.example 1; none',
    'mx.smtpy.example(comment); none',
    'mx.smtpy.example/1; none',
    '\r\n mx.smtpy.example; none',
    '(a (nested\\)) comment)\r\n (b) mx.smtpy.example; none',
    '"mx.smtpy.example"; none',
    '"mx\\.smtpy.example" ; none',
    'mx.smtpy.example.; none',
    'mx.smtpy.example\u0001; none',
  ])('recognises %j', (value) => {
    expect(isForgedAuthenticationResults(field(value), ours)).toBe(true);
    expect(isForgedAuthenticationResults(field(value, 'AUTHENTICATION-RESULTS'), ours)).toBe(true);
  });

  it.each([
    'mx.google.com; spf=pass',
    'mx.smtpy.example.org; none',
    'evil.mx.smtpy.example; none',
    '(mx.smtpy.example) other.example; none',
    '(mx.smtpy.example; none',
    'spf=pass; mx.smtpy.example',
    '; mx.smtpy.example',
    '',
  ])('leaves %j', (value) => {
    expect(isForgedAuthenticationResults(field(value), ours)).toBe(false);
  });

  it('leaves other fields', () => {
    expect(
      isForgedAuthenticationResults(field('i=1; mx.smtpy.example; none', 'ARC-Authentication-Results'), ours),
    ).toBe(false);
    expect(
      isForgedAuthenticationResults(field('mx.smtpy.example; none', 'X-Authentication-Results'), ours),
    ).toBe(false);
  });

  it('compares names as A-labels', () => {
    expect(isForgedAuthenticationResults(field('mx.bücher.example; none'), 'mx.xn--bcher-kva.example')).toBe(
      true,
    );
  });

  it('recognises what we write ourselves', () => {
    expect(isForgedAuthenticationResults(formatAuthenticationResults(results), 'mx.smtpy.example')).toBe(
      true,
    );
  });
});
