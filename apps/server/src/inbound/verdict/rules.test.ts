import { readRuleDefinition } from '@smtpy/contract';
import { describe, expect, it } from 'vitest';
import type { Rule } from '../../rules/index.ts';
import { makeArrival, makeContext } from '../testdata/arrivals.ts';
import { makeAlias, toAddress } from '../testdata/entries.ts';
import { makePolicy } from '../testdata/policy.ts';
import type { RecipientDecision } from './decision.ts';
import { rules } from './rules.ts';

const recipient = 'shop@alias.example';
const other = 'news@alias.example';
const { id: aliasId } = makeAlias(recipient);
const mailbox = { id: 'mailbox:joe', address: toAddress('joe@mailbox.example'), isPaused: false };

function rule(actions: readonly object[], changes: Partial<Rule> = {}): Rule {
  const read = readRuleDefinition({ conditions: [], actions, then: 'stop' });
  if (read.kind === 'faults') throw new Error(read.faults.join());
  const base = { id: 'r', number: 1, organizationId: 'o', name: 'Mine', position: 1, isEnabled: true };
  return { ...base, definition: read.definition, ...changes };
}

async function ask(
  all: readonly Rule[],
  {
    before,
    confirmed = [mailbox],
  }: { readonly before?: Partial<RecipientDecision>; readonly confirmed?: readonly (typeof mailbox)[] } = {},
) {
  const { policy } = makePolicy({
    rules: { find: () => Promise.resolve(all) },
    mailboxes: { findConfirmed: () => Promise.resolve(confirmed) },
  });
  const { transaction } = makeArrival('\n');
  const routes = [recipient, other].map(
    (address) => ({ kind: 'alias', recipient: address, way: 'alias', alias: makeAlias(address) }) as const,
  );
  const decisions = new Map(before && [[recipient, { isAllowed: false, changes: {}, ...before }]]);
  const arrival = makeArrival('From: ann@sender.example\nSubject: Hello\n\n', {
    transaction: { ...transaction, routes },
    decisions,
  });
  const result = await rules(arrival, makeContext({ policy }));
  if (result.kind !== 'continue') throw new Error('refused');
  const facts = result.arrival.policy.filter((fact) => fact.recipient === recipient);
  return { decision: result.arrival.decisions.get(recipient), all: result.arrival.decisions, facts };
}

describe('rules', () => {
  it('that block or discard decide for their own recipient alone', async () => {
    const blocked = await ask([rule([{ kind: 'block' }], { aliasId })]);
    expect(blocked.decision).toMatchObject({
      refusal: { refusal: { reply: { code: 550, enhanced: '5.7.1' } }, discardReason: 'rule_blocked' },
    });
    expect(blocked.all.get(other)?.refusal).toBeUndefined();
    expect((await ask([rule([{ kind: 'discard' }])])).decision).toMatchObject({
      discardReason: 'rule_discarded',
    });
  });

  it('have the last word where something before them holds the message', async () => {
    const { decision } = await ask([rule([{ kind: 'discard' }])], { before: { holdReason: 'spam' } });
    expect(decision).toMatchObject({ holdReason: 'spam', discardReason: 'rule_discarded' });
  });

  it('that hold leave the first reason, and ask for changes', async () => {
    const holding = rule([{ kind: 'quarantine' }, { kind: 'subject_prefix', text: '[x]' }]);
    expect((await ask([holding])).decision).toMatchObject({
      holdReason: 'rule',
      changes: { subjectPrefix: '[x]' },
    });
    const held = await ask([holding], { before: { holdReason: 'dmarc' } });
    expect(held.decision).toMatchObject({ holdReason: 'dmarc' });
  });

  it('name mailboxes, and lose no mail where none of them is left', async () => {
    const toJoe = rule([{ kind: 'forward_to', mailbox_ids: ['00000000-0000-7000-8000-00000000000b'] }]);
    expect((await ask([toJoe])).decision?.mailboxes).toEqual([mailbox]);
    const nobody = await ask([toJoe], { confirmed: [] });
    expect(nobody.decision?.mailboxes).toBeUndefined();
    expect(nobody.facts).toMatchObject([
      { step: 'rules', outcome: 'matched', data: { action: 'forward_to_nobody' } },
    ]);
  });

  it('that cannot be evaluated are named, and the others go on', async () => {
    const broken = rule([{ kind: 'block' }], { position: 1 });
    const definition = {
      ...broken.definition,
      conditions: [{ field: 'subject', operator: 'matches', value: '(' } as const],
    };
    const { decision, facts } = await ask([
      { ...broken, definition },
      rule([{ kind: 'quarantine' }], { position: 2 }),
    ]);
    expect(decision).toMatchObject({ holdReason: 'rule' });
    expect(decision?.refusal).toBeUndefined();
    expect(facts).toMatchObject([{ outcome: 'matched', data: { rules: ['Mine'] } }]);
    expect(facts[0]?.data?.['failed']).toHaveLength(1);
  });

  it('leave no trace where there is none', async () => {
    expect(await ask([])).toMatchObject({ decision: undefined, facts: [] });
  });
});
