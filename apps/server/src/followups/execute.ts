import { markSenderTold } from '../queue/index.ts';
import type { Action, AskMailbox, TellSender, TellWriter } from './action.ts';
import { commonOf, enqueue, note, type Execution } from './execution.ts';
import { failureOfEvidence, failureOfReport, type Failure } from './failure.ts';
import type { FollowupFacts } from './facts.ts';
import { mailboxPausedLetter, mailboxResumedLetter } from './letters/index.ts';
import { buildLetter, buildReport } from './own-mail.ts';
import { maxQuestions, onceMs, questionWindowMs } from './rules.ts';
import { tellOwner } from './tell-owner.ts';

/** Does what was planned, in the transaction in which the followup is deleted: all of it or nothing. */
export async function execute(action: Action, execution: Execution): Promise<void> {
  switch (action.kind) {
    case 'count_hard_failure':
      await countHardFailure(action, execution);
      break;
    case 'tell_owner':
      await tellOwner(action, execution);
      break;
    case 'tell_sender':
      await tellSender(action, execution);
      break;
    case 'note_sender_not_told':
      await note(execution, 'sender_not_told', { reason: action.reason });
      break;
    case 'tell_writer':
      await tellWriter(action, execution);
      break;
    case 'ask_mailbox':
      await askMailbox(action, execution);
      break;
    case 'end_pause':
      await endPause(action, execution);
      break;
    case 'probe_later':
      await execution.dependencies.pauses.probeFailed(execution.tx, action.mailboxId);
      break;
  }
}

async function countHardFailure(
  { mailboxId, cause }: Extract<Action, { kind: 'count_hard_failure' }>,
  execution: Execution,
): Promise<void> {
  const { tx, facts, dependencies } = execution;
  const { delivery, followup } = facts;
  const hardFailure = { mailboxId, deliveryId: delivery.id, at: followup.at, cause };
  const result = await dependencies.pauses.recordHardFailure(tx, hardFailure);
  if (result.kind !== 'paused') return;
  const { mailbox, failures } = result;
  await note(execution, 'mailbox_paused', { failures, reason: cause });
  await tellOwner(
    {
      kind: 'tell_owner',
      notice: { organizationId: delivery.organizationId, kind: 'mailbox_paused', subjectId: mailboxId },
      facts: { failures, cause },
      letter: mailboxPausedLetter({ mailbox: mailbox.address, failures, failure: failureOf(facts) }),
      brokenMailbox: mailbox,
    },
    execution,
  );
}

/** The failure that was one too many. */
function failureOf({ followup, delivery }: FollowupFacts): Failure {
  if (followup.kind === 'reported' && followup.report !== undefined)
    return failureOfReport(followup.report, 5);
  if (followup.kind === 'failed') return failureOfEvidence(followup.evidence, 5);
  throw new Error(`delivery ${delivery.id} did not fail, so it cannot pause its mailbox`);
}

async function tellSender(action: TellSender, execution: Execution): Promise<void> {
  const { tx, facts } = execution;
  const { delivery, aliasAddress } = facts;
  if (!(await markSenderTold(tx, delivery.messageId))) {
    await note(execution, 'sender_not_told', { reason: 'told_before' });
    return;
  }
  const { sender: headerTo, letter, status, returnedHeader } = action;
  const mail = buildReport(
    { ...commonOf(execution), headerTo, letter, privacyLevel: delivery.privacyLevel },
    {
      arrivedAt: delivery.receivedAt,
      finalRecipient: aliasAddress,
      action: 'failed',
      status,
      returnedHeader,
    },
  );
  await note(execution, 'sender_told', { reportMessageId: await enqueue(execution, mail) });
}

/** Once for each reply and action: a host may report the same failure again and again. */
async function tellWriter(action: TellWriter, execution: Execution): Promise<void> {
  const { tx, facts, dependencies } = execution;
  const { notices, clock } = dependencies;
  if (await notices.wasMailedWithin(tx, action.notice, onceMs)) return;
  const { failure, contact, willRetryUntil, returnedHeader, letter, mailbox } = action;
  const mail = buildReport(
    { ...commonOf(execution), headerTo: mailbox.address, letter },
    {
      arrivedAt: facts.delivery.receivedAt,
      finalRecipient: contact,
      action: action.action,
      status: failure.status,
      ...(failure.areTheirWords && { diagnosticCode: failure.words }),
      willRetryUntil,
      returnedHeader,
    },
  );
  const noticeMessageId = await enqueue(execution, mail);
  await note(execution, 'owner_told', { about: facts.followup.kind, noticeMessageId });
  await notices.record(tx, {
    ...action.notice,
    mailed: 1,
    facts: { messageId: facts.delivery.messageId, failureClass: failure.failureClass, words: failure.words },
    at: clock.now(),
  });
}

async function askMailbox(action: AskMailbox, execution: Execution): Promise<void> {
  const { tx, dependencies } = execution;
  const { notices, clock } = dependencies;
  const reason = await reasonNotToAsk(action, execution);
  await notices.record(tx, {
    ...action.notice,
    mailed: reason === undefined ? 1 : 0,
    facts: action.facts,
    at: clock.now(),
  });
  if (reason !== undefined) {
    await note(execution, 'owner_told', { about: 'held', reason });
    return;
  }
  const { mailbox, letter } = action;
  const mail = buildLetter({ ...commonOf(execution), headerTo: mailbox.address, letter });
  await note(execution, 'owner_told', { about: 'held', noticeMessageId: await enqueue(execution, mail) });
}

async function reasonNotToAsk(
  { notice, withinMs }: AskMailbox,
  { tx, dependencies: { notices } }: Execution,
): Promise<'asked_before' | 'asked_too_often' | undefined> {
  if (await notices.wasMailedWithin(tx, notice, withinMs)) return 'asked_before';
  const questions = await notices.countMailedWithin(tx, notice, questionWindowMs);
  return questions >= maxQuestions ? 'asked_too_often' : undefined;
}

async function endPause(
  { mailboxId }: Extract<Action, { kind: 'end_pause' }>,
  execution: Execution,
): Promise<void> {
  const { tx, facts, dependencies } = execution;
  const ended = await dependencies.pauses.resumeAfterProbe(tx, mailboxId);
  if (ended === undefined) return;
  const { mailbox, resumed } = ended;
  await note(execution, 'mailbox_resumed', { resumed });
  await tellOwner(
    {
      kind: 'tell_owner',
      notice: {
        organizationId: facts.delivery.organizationId,
        kind: 'mailbox_resumed',
        subjectId: mailboxId,
      },
      facts: { resumed },
      letter: mailboxResumedLetter(mailbox.address),
    },
    execution,
  );
}
