import { describe, expect, it } from 'vitest';
import { describePolicy } from './policy-words.ts';

const tell = (step: string, outcome: string, data?: Readonly<Record<string, unknown>>) => {
  const { label, sentence } = describePolicy({ step, outcome, data });
  return `${label}: ${sentence}`;
};

describe('each question has a sentence', () => {
  it.each([
    ['address', 'alias', undefined, 'Address: the address is an alias'],
    [
      'address',
      'plus',
      undefined,
      'Address: the address is an alias with a plus; what is behind the plus does not count',
    ],
    [
      'address',
      'catch_all_created',
      undefined,
      'Address: nobody made this address; the catch-all of the domain makes it an alias',
    ],
    ['limits', 'within', undefined, 'Limits: within the limits'],
    ['senders', 'none', undefined, 'Senders: the sender is neither blocked nor allowed'],
    [
      'senders',
      'blocked',
      { entry: 'shop.example', scope: 'organization' },
      'Senders: the sender is blocked by the entry shop.example of the organization; allow it to get its mail',
    ],
    ['senders', 'allowed', {}, 'Senders: the sender is allowed'],
    [
      'dns_lists',
      'overridden',
      { zone: 'zen.example' },
      'DNS lists: the client is on the DNS list zen.example; the sender is allowed all the same',
    ],
    ['authentication', 'pass', { domain: 'b.example' }, 'DMARC: DMARC passes for b.example'],
    [
      'authentication',
      'fail',
      { domain: 'b.example', policy: 'none' },
      'DMARC: DMARC fails; b.example asks for nothing in that case',
    ],
    ['authentication', 'quarantined', {}, 'DMARC: DMARC fails; the domain in From asks for quarantine'],
    ['greylist', 'passed', undefined, 'Greylisting: the sender came back, or has done so before'],
    ['pinning', 'learned', { domain: 'b.example' }, 'Pinning: the alias expects b.example from now on'],
    [
      'pinning',
      'other',
      { domain: '' },
      'Pinning: the alias expects others than the domain in From; name it as expected if it may write',
    ],
  ])('%s %s %j', (step, outcome, data, line) => {
    expect(tell(step, outcome, data)).toBe(line);
  });
});

describe('content', () => {
  const verdict = { score: 7.6, required: 15, action: 'add header', symbols: ['A 7.5', 'B 0.1'] };

  it.each([
    ['spam', verdict, 'Content: taken for spam: score 7.6 of 15 (add header): A 7.5, B 0.1'],
    ['clean', { score: 0, required: 0, symbols: [] }, 'Content: no spam: score 0'],
    ['allowed', undefined, 'Content: not judged: the sender is allowed'],
    [
      'unavailable',
      { reason: 'Rspamd is not running: connection refused' },
      'Content: not judged, and let through: Rspamd is not running: connection refused',
    ],
    ['skipped', { reason: 'larger than 10 MiB' }, 'Content: not judged: larger than 10 MiB'],
  ])('%s %j', (outcome, data, line) => {
    expect(tell('content', outcome, data)).toBe(line);
  });

  it('names five symbols and counts the others', () => {
    const symbols = Array.from({ length: 20 }, (_, index) => `S${String(index)} 1`);
    expect(tell('content', 'spam', { ...verdict, symbols })).toMatch(/: S0 1, .*S4 1 and 15 more$/);
  });
});

describe('rules', () => {
  const bills = { rules: ['Bills'], why: ['subject contains “invoice”'] };

  it.each([
    ['none', undefined, 'Rules: no rule matched'],
    [
      'matched',
      {
        rules: ['Bills', 'Large'],
        why: ['subject contains “invoice”', 'size is over 5 MB'],
        action: 'quarantine',
      },
      'Rules: “Bills” matched (subject contains “invoice”), “Large” matched (size is over 5 MB); it is held in quarantine',
    ],
    [
      'matched',
      { ...bills, action: 'forward_to_nobody' },
      'Rules: “Bills” matched (subject contains “invoice”); the mailboxes that the rule names take no mail, so it goes to those of the alias; name others in the rule',
    ],
    [
      'matched',
      { ...bills, action: 'discard', failed: ['the pattern is too long'] },
      'Rules: “Bills” matched (subject contains “invoice”); it is discarded; not applied, look at the rule: the pattern is too long',
    ],
    [
      'failed',
      { rules: [], why: [], action: 'forward', failed: ['the pattern is too long'] },
      'Rules: no rule matched; not applied, look at the rule: the pattern is too long',
    ],
    ['matched', { action: 'send_to_moon' }, 'Rules: a rule matched; send to moon'],
    ['matched', undefined, 'Rules: a rule matched; what it did was not recorded'],
  ])('%s %j', (outcome, data, line) => {
    expect(tell('rules', outcome, data)).toBe(line);
  });
});

describe('what a newer program recorded', () => {
  it('reads by its names', () => {
    expect(tell('greylist', 'half_known')).toBe('Greylisting: half known');
    expect(tell('content', 'postponed', { reason: 'busy' })).toBe('Content: postponed: busy');
    expect(tell('phase_of_moon', 'too_full')).toBe('Policy: phase of moon: too full');
    expect(tell('constructor', 'toString')).toBe('Policy: constructor: toString');
    expect(tell('content', 'constructor')).toBe('Content: constructor');
    expect(describePolicy({})).toEqual({ label: 'Policy', sentence: 'unknown: unknown' });
  });

  it('lets no control character through, wherever it stands', () => {
    const hostile = '\u001b[2J\r\nx';
    for (const [step, outcome, data] of [
      ['senders', 'blocked', { entry: hostile }],
      ['content', 'spam', { score: 1, symbols: [hostile] }],
      ['rules', 'matched', { rules: [hostile], why: [hostile], action: hostile }],
      ['x', hostile, {}],
    ] as const)
      expect(tell(step, outcome, data)).not.toMatch(/\p{Cc}/u);
  });

  it.each([5, null, 'text', [1], { symbols: 5, rules: {}, domain: 7, score: 'x' }])(
    'bears odd data: %j',
    (data) => {
      for (const [step, outcome] of [
        ['content', 'spam'],
        ['rules', 'matched'],
        ['pinning', 'other'],
        ['senders', 'blocked'],
      ] as const)
        expect(describePolicy({ step, outcome, data }).sentence).not.toBe('');
    },
  );
});
