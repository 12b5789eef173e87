import { describe, expect, it } from 'vitest';
import type { InboundAlias } from '../dependencies.ts';
import type { InboundPolicy } from '../policy/ports.ts';
import type { AliasWay } from '../recipients/resolve-address.ts';
import { makeArrival } from '../testdata/arrivals.ts';
import { makeAlias } from '../testdata/entries.ts';
import { makePolicy } from '../testdata/policy.ts';
import type { RecipientDecision } from '../verdict/decision.ts';
import { prepare } from './prepare.ts';

const recipient = 'shop@alias.example';

interface Done {
  readonly taken: string[];
  readonly givenBack: string[];
  readonly made: string[];
  readonly learned: string[];
}

async function run(
  alias: Partial<InboundAlias>,
  options: {
    readonly way?: AliasWay;
    readonly decision?: Partial<RecipientDecision>;
    readonly left?: boolean;
    readonly changes?: Partial<InboundPolicy>;
  } = {},
) {
  const { way = 'alias', decision = {}, left = true, changes = {} } = options;
  const done: Done = { taken: [], givenBack: [], made: [], learned: [] };
  const { policy } = makePolicy({
    aliases: {
      takeMessage: (id) => Promise.resolve(left && done.taken.push(id) > 0),
      giveBack: (id) => Promise.resolve(void done.givenBack.push(id)),
      ensureFromCatchAll: ({ localPart }) => {
        done.made.push(localPart);
        return Promise.resolve({ kind: 'made', alias: makeAlias(recipient, { id: 'made' }) });
      },
    },
    pins: {
      judge: () => Promise.resolve('empty'),
      learn: (_id, domain) => Promise.resolve(void done.learned.push(domain)),
    },
    ...changes,
  });
  const { transaction, ...rest } = makeArrival('From: a@b.example\n\n');
  const route = { kind: 'alias', recipient, way, alias: makeAlias(recipient, alias) } as const;
  const arrival = {
    ...rest,
    transaction: { ...transaction, routes: [route] },
    decisions: new Map([[recipient, { isAllowed: false, changes: {}, ...decision }]]),
  };
  return { done, prepared: await prepare(arrival, { policy }) };
}

describe('an alias that forwards a number of messages', () => {
  it('uses one up, and has it back when nothing was accepted', async () => {
    const { done, prepared } = await run({ id: 'limited', messagesLeft: 1 });
    expect(done.taken).toEqual(['limited']);
    if (prepared.kind !== 'prepared') throw new Error('refused');
    await prepared.undo();
    expect(done.givenBack).toEqual(['limited']);
  });

  it('refuses what is one too many, or throws it away where its owner wants that', async () => {
    expect((await run({ messagesLeft: 1 }, { left: false })).prepared).toMatchObject({
      kind: 'refused',
      refusal: { reply: { code: 550, enhanced: '5.2.1' } },
    });
    const { prepared } = await run({ messagesLeft: 1, whenDisabled: 'discard' }, { left: false });
    expect(prepared).toMatchObject({
      arrival: { decisions: new Map([[recipient, { discardReason: 'alias_expired' }]]) },
    });
  });

  it('keeps its count where the message is discarded anyway', async () => {
    const { done } = await run({ messagesLeft: 1 }, { decision: { discardReason: 'rule_discarded' } });
    expect(done.taken).toEqual([]);
  });
});

describe('an address that a catch-all took', () => {
  it('becomes an alias with the first message that is sent on', async () => {
    const { done, prepared } = await run({ isCatchAll: true }, { way: 'catch_all_created' });
    expect(done.made).toEqual(['shop']);
    expect(prepared).toMatchObject({ arrival: { transaction: { routes: [{ alias: { id: 'made' } }] } } });
  });

  it.each([
    ['discarded', { discardReason: 'rule_discarded' }],
    ['held', { holdReason: 'spam' }],
  ] as const)('does not where the message is %s', async (_, decision) => {
    const { done } = await run({ isCatchAll: true }, { way: 'catch_all_created', decision });
    expect(done.made).toEqual([]);
  });

  it('is refused for now where it was deleted meanwhile, and gives back what was used up', async () => {
    const done: string[] = [];
    const aliases: InboundPolicy['aliases'] = {
      takeMessage: () => Promise.resolve(true),
      giveBack: (id) => Promise.resolve(void done.push(id)),
      ensureFromCatchAll: () => Promise.resolve({ kind: 'not_possible' }),
    };
    const alias = { id: 'star', isCatchAll: true, messagesLeft: 1 };
    await expect(run(alias, { way: 'catch_all_created', changes: { aliases } })).rejects.toThrow('meanwhile');
    expect(done).toEqual(['star']);
  });

  it('does not where it is only forwarded', async () => {
    expect((await run({ isCatchAll: true }, { way: 'catch_all' })).done.made).toEqual([]);
  });
});

describe('what was learned of the sender', () => {
  it('is kept with a message that is sent on, and not with one that is held', async () => {
    const learnsDomain = 'b.example';
    expect((await run({}, { decision: { learnsDomain } })).done.learned).toEqual(['b.example']);
    const held = await run({}, { decision: { learnsDomain, holdReason: 'preview' } });
    expect(held.done.learned).toEqual([]);
  });
});
