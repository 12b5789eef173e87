import type { FailureClass } from '@smtpy/mail';
import { describe, expect, it } from 'vitest';
import type { Action } from '../action.ts';
import type { FollowupFact } from '../followup.ts';
import { renderHtml, renderText } from '../letters/index.ts';
import { forwardFacts, hard, refusal, replyFacts, report, type FactWishes } from '../testdata/facts.ts';
import { plan } from './index.ts';

const context = {
  confirmationLink: () => 'https://smtpy.example/confirm/token',
  quarantineLink: () => 'https://smtpy.example/quarantine/token',
};
const header = Buffer.from('From: Ann <ann@sender.example>\r\nSubject: Your order\r\n\r\n');
const failed = (evidence = hard): FollowupFact => ({ kind: 'failed', state: 'bounced', evidence, header });

const planForward = (fact: FollowupFact, wishes?: FactWishes) => plan(forwardFacts(fact, wishes), context);
const planReply = (fact: FollowupFact, wishes?: FactWishes) => plan(replyFacts(fact, wishes), context);
const kindsOf = (actions: readonly Action[]) => actions.map(({ kind }) => kind);

function find<Kind extends Action['kind']>(
  actions: readonly Action[],
  kind: Kind,
): Extract<Action, { kind: Kind }> {
  const action = actions.find((each) => each.kind === kind);
  if (action === undefined) throw new Error(`no ${kind} in ${kindsOf(actions).join(', ')}`);
  return action as Extract<Action, { kind: Kind }>;
}

describe('a forward that failed', () => {
  it('hard is counted, its sender and the owner are told', () => {
    const actions = planForward(failed());
    expect(kindsOf(actions)).toEqual(['count_hard_failure', 'tell_sender', 'tell_owner']);
    expect(actions[0]).toMatchObject({ cause: 'unknown_recipient' });
    expect(find(actions, 'tell_sender')).toMatchObject({
      sender: { localPart: 'ann', domain: 'sender.example' },
      returnedHeader: header,
    });
    expect(find(actions, 'tell_owner').notice).toMatchObject({ kind: 'forward_failed', topic: 'hard' });
  });

  it.each<[FailureClass, string]>([
    ['hard', '5.2.1'],
    ['full', '5.2.2'],
    ['policy', '5.7.1'],
    ['spam', '5.7.1'],
    ['soft', '5.4.7'],
  ])('%s is told with %s, and counted when it is hard alone', (failureClass, status) => {
    const actions = planForward(failed(refusal({ failureClass, cause: 'any' })));
    expect(kindsOf(actions).includes('count_hard_failure')).toBe(failureClass === 'hard');
    expect(find(actions, 'tell_sender').status).toBe(status);
  });

  it.each<FailureClass>(['hard', 'full', 'policy', 'spam', 'soft'])(
    'tells the sender nothing of the mailbox (%s)',
    (failureClass) => {
      const actions = planForward(failed(refusal({ failureClass, cause: 'any' })));
      const { letter, status } = find(actions, 'tell_sender');
      const told = [renderText(letter), renderHtml(letter), letter.subject, status].join('\n');
      expect(told).toContain('shop@my.example');
      expect(told).not.toMatch(/jane|provider|mx\.|192\.0\.2\.9|550|5\.1\.1/i);
    },
  );

  it('is told to the owner with all of it', () => {
    const { letter } = find(planForward(failed()), 'tell_owner');
    const text = renderText(letter);
    for (const part of ['shop@my.example', 'real.jane@provider.example', '550 5.1.1', 'ann@sender.example'])
      expect(text).toContain(part);
    expect(letter.subject).toBe('Not delivered: "Your order" for shop@my.example');
  });

  it.each<[string, FollowupFact, FactWishes]>([
    ['null_sender', failed(), { delivery: { mailFrom: '' } }],
    ['rewrite', failed({ ...hard, sentIn: 'rewrite' }), {}],
    ['unproven_sender', failed(), { delivery: { noReportReason: 'unproven_sender' } }],
    ['list', failed(), { delivery: { noReportReason: 'list' } }],
    ['other_mailbox', failed(), { siblings: [{ id: 'x', state: 'delivered' }] }],
    ['other_mailbox', failed(), { siblings: [{ id: 'x', state: 'deferred' }] }],
  ])('is not told to the sender: %s', (reason, fact, wishes) => {
    const actions = planForward(fact, wishes);
    expect(find(actions, 'note_sender_not_told')).toEqual({ kind: 'note_sender_not_told', reason });
    expect(kindsOf(actions)).not.toContain('tell_sender');
  });

  it('is told to the sender when every other mailbox failed as well', () => {
    const siblings = [
      { id: 'x', state: 'bounced' },
      { id: 'y', state: 'expired' },
    ] as const;
    expect(kindsOf(planForward(failed(), { siblings }))).toContain('tell_sender');
  });

  it.each([
    ['preserve', 'tell_sender'],
    ['adaptive', 'note_sender_not_told'],
    ['rewrite', 'note_sender_not_told'],
  ] as const)('without ever having been sent goes by its mode: %s, %s', (mode, kind) => {
    const evidence = { stage: 'dns', explanation: 'no answer', durationMs: 1 };
    expect(kindsOf(planForward(failed(evidence), { delivery: { mode } }))[0]).toBe(kind);
  });

  it('counts against no mailbox that is gone', () => {
    expect(kindsOf(planForward(failed(), { mailbox: undefined }))).toEqual(['tell_sender', 'tell_owner']);
  });
});

describe('a report about a forward', () => {
  it('of a failure is followed up like one, with what is known of the header', () => {
    const actions = planForward({ kind: 'reported', report: report() });
    expect(kindsOf(actions)).toEqual(['count_hard_failure', 'tell_sender', 'tell_owner']);
    expect(find(actions, 'tell_sender').returnedHeader?.toString()).toBe(
      'Subject: =?utf-8?B?WW91ciBvcmRlcg==?=\r\nMessage-ID: <1@sender.example>\r\n\r\n',
    );
  });

  it('of a delay is told where the mailbox wants it', () => {
    const fact: FollowupFact = { kind: 'reported', report: report({ action: 'delayed', status: '4.4.1' }) };
    expect(planForward(fact)).toEqual([]);
    expect(kindsOf(planForward(fact, { mailbox: { wantsDelayNotice: true } }))).toEqual(['tell_owner']);
  });

  it.each(['delivered', 'relayed', 'expanded', 'unknown'] as const)(
    'that says %s leads to nothing',
    (action) => {
      expect(planForward({ kind: 'reported', report: report({ action }) })).toEqual([]);
    },
  );

  it('that could not be read leads to nothing', () => {
    expect(planForward({ kind: 'reported', report: undefined })).toEqual([]);
  });
});

describe('a delayed forward', () => {
  const fact: FollowupFact = { kind: 'delayed', evidence: hard };

  it('is told to owners who want it, of mailboxes that are not paused', () => {
    expect(planForward(fact)).toEqual([]);
    expect(planForward(fact, { mailbox: { wantsDelayNotice: true, isPaused: true } })).toEqual([]);
    const actions = planForward(fact, { mailbox: { wantsDelayNotice: true } });
    expect(find(actions, 'tell_owner').notice.kind).toBe('forward_delayed');
  });
});

describe('a reply', () => {
  it('that failed is told to the mailbox that wrote it, with the words of the other server', () => {
    const actions = planReply(failed());
    expect(kindsOf(actions)).toEqual(['tell_writer']);
    expect(find(actions, 'tell_writer')).toMatchObject({
      action: 'failed',
      contact: { localPart: 'ann' },
      mailbox: { address: { localPart: 'real.jane' } },
      failure: { status: '5.1.1', areTheirWords: true },
      returnedHeader: header,
    });
  });

  it('that was reported to have failed is told the same way', () => {
    expect(kindsOf(planReply({ kind: 'reported', report: report() }))).toEqual(['tell_writer']);
  });

  it('that is late is told to its writer, wanted or not', () => {
    const evidence = refusal({ failureClass: 'soft', cause: 'any' }, { reply: { code: 451, text: 'later' } });
    expect(find(planReply({ kind: 'delayed', evidence }), 'tell_writer')).toMatchObject({
      action: 'delayed',
      failure: { status: '4.4.7' },
      willRetryUntil: new Date('2026-01-07T03:04:05Z'),
    });
  });

  it('whose hold lapsed is told as not sent', () => {
    const evidence = { stage: 'held', explanation: 'nobody let it go', durationMs: 0 };
    const { letter, failure } = find(planReply(failed(evidence)), 'tell_writer');
    expect(letter.subject).toContain('Not sent');
    expect(failure.status).toBe('5.4.7');
  });

  it.each<[string, FactWishes]>([
    ['an automatic answer', { delivery: { mailFrom: '' } }],
    ['without a mailbox', { mailbox: undefined }],
  ])('is told to nobody: %s', (_why, wishes) => {
    expect(planReply(failed(), wishes)).toEqual([]);
    expect(planReply({ kind: 'delayed', evidence: hard }, wishes)).toEqual([]);
  });

  const held = { kind: 'held', reason: 'unproven_sender' } as const;

  it('that is held is asked about, once for its message', () => {
    const wishes = { delivery: { state: 'held' } } as const;
    const ask = find(planReply(held, wishes), 'ask_mailbox');
    expect(ask).toMatchObject({ notice: { subjectId: replyFacts(held).delivery.messageId } });
    expect(renderText(ask.letter)).toContain('https://smtpy.example/confirm/token');
    expect(ask.letter.subject).toContain('Was this you?');
    const mixed = find(planReply({ kind: 'held', reason: 'mixed_recipients' }, wishes), 'ask_mailbox');
    expect(mixed.letter.subject).toContain('Held');
  });

  it('that is automatic and held is asked about once a day for its alias', () => {
    const ask = find(planReply(held, { delivery: { state: 'held', mailFrom: '' } }), 'ask_mailbox');
    expect(ask).toMatchObject({
      withinMs: 86_400_000,
      notice: { subjectId: replyFacts(held).delivery.aliasId },
    });
  });

  it.each(['queued', 'cancelled', 'expired'] as const)(
    'that was held and is %s is asked about no more',
    (state) => {
      expect(planReply(held, { delivery: { state } })).toEqual([]);
    },
  );
});

describe('our own mail', () => {
  it.each(['notice', 'probe'] as const)('that failed, or is late, leads to no other: %s', (kind) => {
    const wishes = { delivery: { kind }, mailbox: { wantsDelayNotice: true } } as const;
    expect(planForward(failed(), wishes)).toEqual([]);
    expect(planForward({ kind: 'reported', report: report() }, wishes)).toEqual([]);
    expect(planForward({ kind: 'delayed', evidence: hard }, wishes)).toEqual([]);
  });
});

describe('a probe that ended', () => {
  const ended = (state: 'delivered' | 'bounced' | 'expired'): FollowupFact => ({
    kind: 'probe_ended',
    state,
    evidence: hard,
  });

  it.each([
    ['delivered', 'end_pause'],
    ['bounced', 'probe_later'],
    ['expired', 'probe_later'],
  ] as const)('as %s leads to %s', (state, kind) => {
    expect(kindsOf(planForward(ended(state), { mailbox: { isPaused: true } }))).toEqual([kind]);
  });

  it('means nothing when the mailbox is not paused any more, or gone', () => {
    expect(planForward(ended('delivered'))).toEqual([]);
    expect(planForward(ended('delivered'), { mailbox: undefined })).toEqual([]);
  });
});
