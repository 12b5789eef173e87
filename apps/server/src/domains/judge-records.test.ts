import { describe, expect, it } from 'vitest';
import type { DomainRecord } from './domain.ts';
import { judgeDkim, judgeDmarc, judgeMx, judgeOwnership, judgeSpf, type Answer } from './judge-records.ts';

const record = (purpose: DomainRecord['purpose'], value: string): DomainRecord => ({
  purpose,
  type: purpose === 'mx' ? 'MX' : 'TXT',
  name: 'my.example',
  value,
  isRequired: false,
});
const found = <T>(...values: readonly T[]): Answer<T> => ({ kind: 'found', values });

describe('every judge', () => {
  const surroundings = { hostname: 'mx.example.net', isMxRight: false, hostnameHasSpf: true };
  const judges = [
    [
      'ownership',
      (answer: Answer<never>) => judgeOwnership(record('ownership', 'smtpy-verification=abc'), answer),
    ],
    ['mx', (answer: Answer<never>) => judgeMx(record('mx', '10 mx.example.net.'), answer)],
    ['spf', (answer: Answer<never>) => judgeSpf(record('spf', 'v=spf1 ~all'), answer, surroundings)],
    ['dkim', (answer: Answer<never>) => judgeDkim(record('dkim', 'v=DKIM1; p=abc'), answer)],
    ['dmarc', (answer: Answer<never>) => judgeDmarc(record('dmarc', 'v=DMARC1; p=none'), answer)],
  ] as const;

  it.each(judges)('%s: nothing there is missing, no answer is unknown', (_name, judge) => {
    expect(judge({ kind: 'none' }).verdict).toBe('missing');
    expect(judge({ kind: 'failed', explanation: 'ETIMEOUT' })).toMatchObject({
      verdict: 'unknown',
      found: [],
    });
  });
});

describe('judgeOwnership', () => {
  const expected = record('ownership', 'smtpy-verification=abc');
  it.each([
    [['v=spf1 -all', 'smtpy-verification=abc'], 'ok'],
    [[' "SMTPY-Verification=ABC" '], 'ok'],
    [['smtpy-verification=old', 'smtpy-verification=abc'], 'ok'],
    [['smtpy-verification=other'], 'different'],
    [['google-site-verification=abc'], 'missing'],
  ])('%j is %s', (values, verdict) => {
    expect(judgeOwnership(expected, found(...values)).verdict).toBe(verdict);
  });

  it('shows only records of its kind', () => {
    expect(judgeOwnership(expected, found('v=spf1 -all', 'smtpy-verification=other')).found).toEqual([
      'smtpy-verification=other',
    ]);
  });
});

describe('judgeMx', () => {
  const expected = record('mx', '10 mx.example.net.');
  const ours = { exchange: 'mx.example.net', preference: 10, reachesUs: true };
  const other = { exchange: 'backup.example.org', preference: 20, reachesUs: false };
  it('is content with ours beside others', () => {
    expect(judgeMx(expected, found(ours))).toMatchObject({
      verdict: 'ok',
      reason: 'Mail for this domain reaches us',
    });
    expect(judgeMx(expected, found(other, ours))).toMatchObject({
      verdict: 'ok',
      reason: 'Mail for this domain reaches us; 1 more host receives as well',
      found: ['20 backup.example.org.', '10 mx.example.net.'],
    });
    expect(judgeMx(expected, found(other)).verdict).toBe('different');
  });
});

describe('judgeSpf', () => {
  const expected = record('spf', 'v=spf1 include:mx.example.net ~all');
  const judge = (policies: readonly string[], surroundings = {}) =>
    judgeSpf(expected, found(...policies), {
      hostname: 'mx.example.net',
      isMxRight: true,
      hostnameHasSpf: true,
      ...surroundings,
    });

  it.each([
    ['v=spf1 include:mx.example.net ~all', 'ok'],
    ['v=spf1 ip4:192.0.2.1 +INCLUDE:MX.example.net. -all', 'ok'],
    ['v=spf1 a:mx.example.net -all', 'ok'],
    ['v=spf1 mx -all', 'ok'],
    ['v=spf1 include:other.example -all', 'different'],
    ['v=spf1 -mx -all', 'different'],
    ['v=spf10 mx', 'missing'],
  ])('%s is %s', (policy, verdict) => {
    expect(judge([policy]).verdict).toBe(verdict);
  });

  it('does not take mx for us when no MX reaches us', () => {
    expect(judge(['v=spf1 mx -all'], { isMxRight: false }).verdict).toBe('different');
  });

  it("says that an include of a name without SPF is the operator's to mend", () => {
    const check = judge(['v=spf1 include:mx.example.net ~all'], { hostnameHasSpf: false });
    expect(check).toMatchObject({
      verdict: 'different',
      reason: expect.stringContaining('v=spf1 a -all') as string,
    });
  });

  it('refuses two records', () => {
    expect(judge(['v=spf1 mx -all', 'v=spf1 include:mx.example.net ~all']).verdict).toBe('different');
  });
});

describe('judgeDkim', () => {
  const expected = record('dkim', 'v=DKIM1; k=rsa; p=AbCd');
  it.each([
    [['v=DKIM1; k=rsa; p=AbCd'], 'ok'],
    [['p= Ab Cd ;k=rsa'], 'ok'],
    [['v=DKIM1; k=rsa; p=abcd'], 'different'],
    [['v=DKIM1; p=AbCd', 'v=DKIM1; p=EfGh'], 'different'],
    [['something else'], 'missing'],
  ])('%j is %s', (values, verdict) => {
    expect(judgeDkim(expected, found(...values)).verdict).toBe(verdict);
  });
});

describe('judgeDmarc', () => {
  const expected = record('dmarc', 'v=DMARC1; p=none');
  it.each([
    [['v=DMARC1; p=reject; rua=mailto:a@b.example'], 'ok'],
    [['v=DMARC1'], 'different'],
    [['v=DMARC1; p=none', 'v=DMARC1; p=reject'], 'different'],
    [['v=DMARC10; p=none'], 'missing'],
  ])('%j is %s', (values, verdict) => {
    expect(judgeDmarc(expected, found(...values)).verdict).toBe(verdict);
  });
});
