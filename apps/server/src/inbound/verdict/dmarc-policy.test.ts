import { describe, expect, it } from 'vitest';
import type { AuthenticationFacts } from '../../queue/index.ts';
import { makeArrival, makeContext, passingFacts } from '../testdata/arrivals.ts';
import { makeDelivery } from '../testdata/entries.ts';
import type { Route } from '../recipients/route.ts';
import { dmarcPolicy } from './dmarc-policy.ts';

const failing: AuthenticationFacts = {
  spf: { result: 'fail', domain: 'evil.example' },
  dkim: [],
  dmarc: { result: 'fail', policy: 'reject', domain: 'bank.example' },
  arc: { result: 'none' },
};

function judge(authentication: AuthenticationFacts, isDmarcRejectEnforced = true) {
  return dmarcPolicy(
    makeArrival('From: a@b.example\n\n', { authentication }),
    makeContext({ isDmarcRejectEnforced }),
  );
}

describe('a message that fails DMARC', () => {
  it('is refused where the domain asks for it', () => {
    expect(judge(failing)).toMatchObject({
      kind: 'refuse',
      refusal: { reply: { code: 550, enhanced: '5.7.26' }, reason: 'dmarcReject' },
    });
  });

  it('passes where the operator has turned that off', () => {
    expect(judge(failing, false)).toMatchObject({ kind: 'continue' });
  });

  it('passes where the domain asks for nothing', () => {
    const result = judge({ ...failing, dmarc: { ...failing.dmarc, policy: 'none' } });
    expect(result).toMatchObject({ kind: 'continue', arrival: { decisions: new Map() } });
  });

  it('waits for the owner where the domain asks for quarantine', () => {
    const result = judge({ ...failing, dmarc: { ...failing.dmarc, policy: 'quarantine' } });
    expect(result).toMatchObject({
      arrival: {
        decisions: new Map([['shop@alias.example', { isAllowed: false, changes: {}, holdReason: 'dmarc' }]]),
        policy: [
          {
            step: 'authentication',
            outcome: 'quarantined',
            data: { domain: 'bank.example', policy: 'quarantine' },
          },
        ],
      },
    });
  });

  it.each(['quarantine', 'reject'])(
    'passes where an owner lets the sender through, whatever %s',
    (policy) => {
      const authentication = { ...failing, dmarc: { ...failing.dmarc, policy } };
      const decisions = new Map([
        ['shop@alias.example', { isAllowed: true, isAllowedUnproven: true, changes: {} }],
      ]);
      const result = dmarcPolicy(
        makeArrival('From: a@b.example\n\n', { authentication, decisions }),
        makeContext(),
      );
      expect(result).toMatchObject({ kind: 'continue', arrival: { decisions } });
    },
  );

  it('is asked to come back when the key of that domain could not be looked up', () => {
    const dkim = [{ result: 'temperror', domain: 'mail.Bank.example', isAligned: false }];
    expect(judge({ ...failing, dkim })).toMatchObject({ kind: 'refuse', refusal: { reply: { code: 451 } } });
  });

  it('is refused when only the DNS of a stranger failed', () => {
    const facts = { ...failing, spf: { result: 'temperror', domain: 'notbank.example' } };
    expect(judge(facts)).toMatchObject({ kind: 'refuse', refusal: { reply: { code: 550 } } });
  });
});

it('does not refuse a report, unless somebody else gets it as well', () => {
  const arrival = makeArrival('From: a@b.example\n\n', { authentication: failing });
  const report = { kind: 'bounce', recipient: 'b-x@alias.example', delivery: makeDelivery('d') } as const;
  const to = (...routes: readonly Route[]) =>
    dmarcPolicy({ ...arrival, transaction: { ...arrival.transaction, routes } }, makeContext());
  expect(to(report)).toMatchObject({ kind: 'continue' });
  expect(to(report, ...arrival.transaction.routes)).toMatchObject({ kind: 'refuse' });
});

it.each(['pass', 'none', 'temperror', 'permerror'])('dmarc=%s passes', (result) => {
  const facts = { ...passingFacts, dmarc: { result, policy: 'reject', domain: 'bank.example' } };
  expect(judge(facts)).toMatchObject({ kind: 'continue' });
});
