import { describe, expect, it } from 'vitest';
import {
  explainReason,
  formatAuthentication,
  formatBytes,
  formatClient,
  formatDuration,
  formatEvidence,
  maskIn,
} from './sentences.ts';

describe('formatClient', () => {
  const base = { ip: '203.0.113.7', helo: 'claimed.example', receivedBy: 'mx.example.net' };
  it('tells a verified name from a claimed one', () => {
    expect(formatClient({ ...base, clientName: 'mail-ej1.example.com', tls: 'TLSv1.3' })).toBe(
      'mail-ej1.example.com [203.0.113.7], TLS 1.3',
    );
    expect(formatClient(base)).toBe('"claimed.example" [203.0.113.7], no TLS');
    expect(formatClient({ ...base, helo: '' })).toBe('unknown [203.0.113.7], no TLS');
  });

  it('lets no control character of the peer through', () => {
    expect(formatClient({ ...base, helo: 'a\u001b[2Jb\r\nc' })).toBe('"a[2Jb / c" [203.0.113.7], no TLS');
  });
});

describe('formatAuthentication', () => {
  it('names each signature, and ARC where there is a chain', () => {
    const facts = { spf: { result: 'pass' }, dmarc: { result: 'pass' }, arc: { result: 'none' } };
    const signature = (domain: string, result: string) => ({ domain, result, isAligned: true });
    expect(formatAuthentication({ ...facts, dkim: [signature('example.com', 'pass')] })).toBe(
      'SPF pass · DKIM pass (example.com) · DMARC pass',
    );
    expect(formatAuthentication({ ...facts, dkim: [], arc: { result: 'fail' } })).toBe(
      'SPF pass · DKIM none · DMARC pass · ARC fail',
    );
  });
});

describe('formatEvidence', () => {
  it.each([
    [
      {
        host: 'mx.example.com [192.0.2.1]:25',
        tls: 'TLSv1.3',
        stage: 'body',
        reply: { code: 250, enhanced: '2.0.0', text: 'OK' },
      },
      'mx.example.com [192.0.2.1]:25, TLS 1.3: 250 2.0.0 OK',
    ],
    [
      { host: 'mx.example.com', stage: 'rcpt', reply: { code: 550, text: 'No\nsuch user' } },
      'mx.example.com, no TLS: 550 No / such user',
    ],
    [{ stage: 'connect', explanation: 'connection refused' }, 'connection refused'],
    [{ stage: 'dns' }, 'ended at stage dns'],
    [{}, 'ended at stage unknown'],
    [{ host: 5, reply: 'odd', stage: 'x' }, 'ended at stage x'],
  ])('%j', (evidence, sentence) => {
    expect(formatEvidence(evidence)).toBe(sentence);
  });
});

describe('maskIn', () => {
  it('masks every repetition in any case, and nothing else', () => {
    expect(maskIn('550 <Jane.Doe@gmail.com>: JANE.DOE@GMAIL.COM', 'jane.doe@gmail.com')).toBe(
      '550 <j…@gmail.com>: j…@gmail.com',
    );
    expect(maskIn('550 janeXdoe@gmail.com', 'jane.doe@gmail.com')).toBe('550 janeXdoe@gmail.com');
    expect(maskIn('550 $&', undefined)).toBe('550 $&');
  });
});

describe('numbers', () => {
  it.each([
    [0, '0 B'],
    [999, '999 B'],
    [5_100, '5.1 kB'],
    [45_000, '45 kB'],
    [999_949, '1000 kB'],
    [30_000_000, '30 MB'],
  ])('%i bytes are %s', (bytes, text) => {
    expect(formatBytes(bytes)).toBe(text);
  });

  it.each([
    [-5, '0.0 s'],
    [240, '0.2 s'],
    [59_900, '59.9 s'],
    [180_000, '3 min'],
    [18_000_000, '5 h'],
    [432_000_000, '5 d'],
  ])('%i ms are %s', (durationMs, text) => {
    expect(formatDuration(durationMs)).toBe(text);
  });
});

describe('explainReason', () => {
  it('has words for known codes and shows others', () => {
    expect(explainReason('alias_disabled')).toBe('the alias is switched off');
    expect(explainReason('rule_discarded')).toBe('a rule discards it; change the rule to get mail like it');
    expect(explainReason('something_new')).toBe('something_new');
    expect(explainReason(undefined)).toBe('nothing was to be sent');
  });
});
