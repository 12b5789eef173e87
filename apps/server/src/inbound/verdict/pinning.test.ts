import { describe, expect, it } from 'vitest';
import type { InboundAlias } from '../dependencies.ts';
import { makeArrival, makeContext, passingFacts } from '../testdata/arrivals.ts';
import { makeAlias, toAddress } from '../testdata/entries.ts';
import { makePolicy } from '../testdata/policy.ts';
import type { RecipientDecision } from './decision.ts';
import { pinning } from './pinning.ts';

const recipient = 'shop@alias.example';
const author = { kind: 'found', address: toAddress('ann@sender.example'), phrase: Buffer.alloc(0) } as const;
const unproven = { ...passingFacts, dkim: [], dmarc: { result: 'fail' } };

async function decide(
  alias: Partial<InboundAlias>,
  options: {
    readonly known?: 'pinned' | 'other' | 'empty';
    readonly isProven?: boolean;
    readonly before?: Partial<RecipientDecision>;
  } = {},
): Promise<Partial<RecipientDecision> | undefined> {
  const { known = 'empty', isProven = true, before = {} } = options;
  const { policy } = makePolicy({
    pins: { judge: () => Promise.resolve(known), learn: () => Promise.resolve() },
  });
  const { transaction } = makeArrival('\n');
  const route = { kind: 'alias', recipient, way: 'alias', alias: makeAlias(recipient, alias) } as const;
  const arrival = makeArrival('From: ann@sender.example\n\n', {
    author,
    authentication: isProven ? passingFacts : unproven,
    transaction: { ...transaction, routes: [route] },
    decisions: new Map([[recipient, { isAllowed: false, changes: {}, ...before }]]),
  });
  const result = await pinning(arrival, makeContext({ policy }));
  if (result.kind !== 'continue') throw new Error('refused');
  return result.arrival.decisions.get(recipient);
}

describe('an alias that is pinned', () => {
  it('learns the first proven sender, in every mode', async () => {
    for (const mode of ['learn', 'notify', 'hold'] as const)
      expect(await decide({ pinning: mode })).toMatchObject({ learnsDomain: 'sender.example' });
  });

  it('takes the mail of those it expects', async () => {
    const decision = await decide({ pinning: 'hold' }, { known: 'pinned' });
    expect(decision).toEqual({ isAllowed: false, changes: {} });
  });

  it('holds the mail of others, or has its owner told', async () => {
    expect(await decide({ pinning: 'hold' }, { known: 'other' })).toMatchObject({
      holdReason: 'other_sender',
    });
    expect(await decide({ pinning: 'notify' }, { known: 'other' })).toMatchObject({
      tellsOfDomain: 'sender.example',
    });
    expect(await decide({ pinning: 'learn' }, { known: 'other' })).toMatchObject({
      learnsDomain: 'sender.example',
    });
  });

  it('takes nobody at his word, and learns nothing from who proves nothing', async () => {
    expect(await decide({ pinning: 'hold' }, { known: 'other', isProven: false })).toMatchObject({
      holdReason: 'other_sender',
    });
    const first = await decide({ pinning: 'hold' }, { known: 'empty', isProven: false });
    expect(first).toEqual({ isAllowed: false, changes: {} });
  });

  it('lets those through whom its owner allows', async () => {
    const before = { isAllowed: true };
    expect(await decide({ pinning: 'hold' }, { known: 'other', before })).toEqual({
      isAllowed: true,
      changes: {},
    });
  });
});

describe('an alias whose mail is previewed', () => {
  it('holds everything but what is allowed, and keeps an earlier reason', async () => {
    expect(await decide({ holdsForPreview: true })).toMatchObject({ holdReason: 'preview' });
    expect(await decide({ holdsForPreview: true }, { before: { isAllowed: true } })).not.toHaveProperty(
      'holdReason',
    );
    expect(await decide({ holdsForPreview: true }, { before: { holdReason: 'dmarc' } })).toMatchObject({
      holdReason: 'dmarc',
    });
  });
});
