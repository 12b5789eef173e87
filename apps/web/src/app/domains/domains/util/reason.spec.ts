import { describe, expect, it } from 'vitest';
import en from '../i18n/en.json' with { type: 'json' };
import { includedHost, isIncludeBroken, reasonOf } from './reason.ts';
import type { DomainRecord } from './steps.ts';

const record = (changes: Partial<DomainRecord>): DomainRecord => ({
  purpose: 'mx',
  type: 'TXT',
  name: 'example.com',
  value: 'v=spf1 include:mx.smtpy.example ~all',
  is_required: false,
  key_state: null,
  verdict: 'ok',
  found: [],
  reason: '',
  checked_at: '2026-11-22T15:41:00.000Z',
  ...changes,
});

describe('reasonOf', () => {
  it.each<[Partial<DomainRecord>, string]>([
    [{ verdict: 'unknown' }, 'no_answer'],
    [{ verdict: 'unknown', checked_at: null }, 'never_checked'],
    [{ verdict: 'missing' }, 'missing'],
    [{ found: ['10 a.'] }, 'mx_ok'],
    [{ found: ['10 a.', '20 b.'] }, 'mx_ok_more'],
    [{ purpose: 'dmarc' }, 'dmarc_ok'],
    [{ verdict: 'different', found: ['10 a.', '20 b.'] }, 'mx_different'],
    [{ purpose: 'spf', verdict: 'different', found: ['v=spf1 a', 'v=spf1 b'] }, 'spf_several'],
    [{ purpose: 'spf', verdict: 'different', found: ['v=spf1 a'] }, 'spf_different'],
    [{ purpose: 'mta_sts_host', verdict: 'different', found: ['a', 'b'] }, 'mta_sts_host_different'],
  ])('of %j is %s', (changes, reason) => {
    expect(reasonOf(record(changes))).toBe(reason);
  });

  it('has a sentence for all that it can say', () => {
    const purposes = [
      'ownership',
      'mx',
      'spf',
      'dkim',
      'dmarc',
      'mta_sts',
      'mta_sts_host',
      'tls_rpt',
    ] as const;
    const reasons = purposes.flatMap((purpose) =>
      (['ok', 'missing', 'different', 'unknown'] as const).flatMap((verdict) =>
        [['a'], ['a', 'b']].map((found) => reasonOf(record({ purpose, verdict, found }))),
      ),
    );
    expect([...new Set(reasons)].filter((reason) => !(reason in en.reason))).toEqual([]);
  });
});

describe('isIncludeBroken', () => {
  it('looks for the include that is to be there', () => {
    const spf = { purpose: 'spf', verdict: 'different' } as const;
    expect(includedHost(record(spf).value)).toBe('mx.smtpy.example');
    expect(isIncludeBroken(record({ ...spf, found: ['v=spf1 +INCLUDE:mx.smtpy.example. -all'] }))).toBe(true);
    expect(isIncludeBroken(record({ ...spf, found: ['v=spf1 include:other.example -all'] }))).toBe(false);
  });
});
