import { describe, expect, it } from 'vitest';
import type { InboundPolicy, SenderJudgement, SenderQuestion } from '../policy/ports.ts';
import { makeArrival, makeContext, passingFacts } from '../testdata/arrivals.ts';
import { toAddress } from '../testdata/entries.ts';
import { makePolicy } from '../testdata/policy.ts';
import { senders } from './senders.ts';

const author = {
  kind: 'found',
  address: toAddress('ann@sender.example'),
  phrase: Buffer.alloc(0),
} as const;
const message = 'From: ann@sender.example\n\n';
const recipient = 'shop@alias.example';
const listed: InboundPolicy['dnsLists'] = {
  check: () => Promise.resolve({ kind: 'listed', zone: 'bl.example' }),
};

function judged(judgement: SenderJudgement, changes: Partial<InboundPolicy> = {}) {
  const questions: SenderQuestion[] = [];
  const judge = (question: SenderQuestion) => {
    questions.push(question);
    return Promise.resolve(judgement);
  };
  const { policy } = makePolicy({ senders: { judge }, ...changes });
  return { questions, context: makeContext({ policy }) };
}

const entry = { subject: 'sender.example', scope: 'organization' } as const;

describe('the senders of a message', () => {
  it('are asked about with what is proven of them', async () => {
    const { questions, context } = judged({ kind: 'none', mayBeAllowed: false });
    await senders(makeArrival(message, { author }), context);
    const authentication = { ...passingFacts, dkim: [], dmarc: { result: 'fail' } };
    await senders(makeArrival(message, { author, authentication }), context);
    expect(questions).toMatchObject([
      { author: author.address, isMailFromProven: true, isAuthorProven: true },
      { isMailFromProven: true, isAuthorProven: false },
    ]);
  });

  it('do not prove the reverse path by SPF of another domain', async () => {
    const { questions, context } = judged({ kind: 'none', mayBeAllowed: false });
    const authentication = { ...passingFacts, spf: { result: 'pass', domain: 'helo.example' } };
    await senders(makeArrival(message, { author, authentication }), context);
    expect(questions).toMatchObject([{ isMailFromProven: false }]);
  });

  it('that are blocked are refused by the recipient who blocks them', async () => {
    const { context } = judged({ kind: 'blocked', entry, mayBeAllowed: false });
    expect(await senders(makeArrival(message, { author }), context)).toMatchObject({
      kind: 'continue',
      arrival: {
        decisions: new Map([
          [recipient, { refusal: { refusal: { reply: { code: 550 } }, discardReason: 'sender_blocked' } }],
        ]),
        policy: [{ step: 'senders', outcome: 'blocked', recipient, data: { entry: 'sender.example' } }],
      },
    });
  });

  it('that are allowed are let through although the client is listed', async () => {
    const { context } = judged({ kind: 'allowed', entry }, { dnsLists: listed });
    const result = await senders(makeArrival(message, { author }), context);
    expect(result).toMatchObject({
      arrival: {
        decisions: new Map([[recipient, { isAllowed: true, changes: {} }]]),
        policy: [{ outcome: 'allowed' }, { step: 'dns_lists', outcome: 'overridden' }],
      },
    });
  });

  it('that only claimed to be allowed are refused when the client is listed, or wait where others take the message', async () => {
    const { context } = judged({ kind: 'none', mayBeAllowed: true }, { dnsLists: listed });
    const result = await senders(makeArrival(message, { author }), context);
    expect(result).toMatchObject({
      arrival: {
        decisions: new Map([
          [recipient, { refusal: { refusal: { reply: { code: 450 } }, waitsAs: 'spam' } }],
        ]),
      },
    });
  });

  it('that the operator blocks wait where others take the message: it may be a mistake', async () => {
    const operators = { subject: 'sender.example', scope: 'operator' } as const;
    const { context } = judged({ kind: 'blocked', entry: operators, mayBeAllowed: false });
    const result = await senders(makeArrival(message, { author }), context);
    expect(result).toMatchObject({
      arrival: { decisions: new Map([[recipient, { refusal: { waitsAs: 'spam' } }]]) },
    });
  });
});
