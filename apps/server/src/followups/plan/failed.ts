import { parseAddress, type Address, type DeliveryReport } from '@smtpy/mail';
import type { AttemptEvidence } from '../../queue/index.ts';
import type { Action, TellSender } from '../action.ts';
import { failureOfEvidence, failureOfReport, statusOf, type Failure } from '../failure.ts';
import type { FollowupFacts } from '../facts.ts';
import { forwardFailedLetter, replyFailedLetter, replyLapsedLetter, senderLetter } from '../letters/index.ts';
import { headerOfFacts } from '../returned-header.ts';
import { tellWriter } from './tell-writer.ts';

/** A failure for good, whether the next hop refused or reported. */
interface FinalFailure {
  readonly failure: Failure;
  /** The attempt that was the last. */
  readonly evidence: AttemptEvidence | undefined;
  /** The header block as it was received; undefined where the content was gone already. */
  readonly header: Buffer | undefined;
}

/** What follows when a delivery bounced, or no time was left for it. */
export function planFailed(
  facts: FollowupFacts,
  fact: { readonly evidence: AttemptEvidence; readonly header: Buffer | undefined },
): readonly Action[] {
  const failure = failureOfEvidence(fact.evidence, 5);
  return planFinalFailure(facts, { failure, ...fact });
}

/** What follows when a host behind the next hop reported a failure: the same, but the content is gone. */
export function planReportedFailure(facts: FollowupFacts, report: DeliveryReport): readonly Action[] {
  const failure = failureOfReport(report, 5);
  return planFinalFailure(facts, { failure, evidence: facts.delivery.lastEvidence, header: undefined });
}

function planFinalFailure(facts: FollowupFacts, final: FinalFailure): readonly Action[] {
  switch (facts.delivery.kind) {
    case 'forward':
      return planFailedForward(facts, final);
    case 'reply':
      return planFailedReply(facts, final);
    case 'notice':
    case 'probe':
      // RFC 5321 §6.1: of a report that cannot be delivered nobody is told. The end of a probe is a followup of its own.
      return [];
  }
}

function planFailedForward(facts: FollowupFacts, final: FinalFailure): readonly Action[] {
  const { delivery, mailbox } = facts;
  const { failure } = final;
  const sender = planSender(facts, final);
  return [
    ...(failure.failureClass === 'hard' && mailbox !== undefined
      ? [{ kind: 'count_hard_failure', mailboxId: mailbox.id, cause: failure.cause } as const]
      : []),
    sender,
    {
      kind: 'tell_owner',
      notice: {
        organizationId: delivery.organizationId,
        kind: 'forward_failed',
        subjectId: delivery.mailboxId,
        topic: failure.failureClass,
      },
      facts: { deliveryId: delivery.id, messageId: delivery.messageId, ...factsOf(failure) },
      letter: forwardFailedLetter(facts, failure, { senderHears: sender.kind === 'tell_sender' }),
      brokenMailbox: mailbox,
    },
  ];
}

/** The failure for the notice that is kept. */
function factsOf({ failureClass, cause, status, words }: Failure): Readonly<Record<string, unknown>> {
  return { failureClass, cause, status, words };
}

/**
 * RFC 5321 §6.1 wants the sender told; RFC 3834 §2 and backscatter forbid it for most. He is told when the message went out under his
 * own return path, so that he may expect to hear, and what was proven at acceptance says that he is who he says.
 */
function planSender(facts: FollowupFacts, { failure, evidence, header }: FinalFailure): Action {
  const { delivery, aliasAddress } = facts;
  const sender = parseAddress(delivery.mailFrom);
  const reason = reasonForSilence(facts, evidence, sender.ok);
  if (reason !== undefined || !sender.ok)
    return { kind: 'note_sender_not_told', reason: reason ?? 'null_sender' };
  return tellSender({
    aliasAddress,
    failure,
    sender: sender.value,
    header: header ?? headerOfFacts(delivery),
  });
}

function tellSender(input: {
  readonly aliasAddress: Address;
  readonly failure: Failure;
  readonly sender: Address;
  readonly header: Buffer | undefined;
}): TellSender {
  const { failureClass } = input.failure;
  return {
    kind: 'tell_sender',
    sender: input.sender,
    status: statusOf(failureClass, 5),
    letter: senderLetter(input.aliasAddress, failureClass),
    returnedHeader: input.header,
  };
}

/** Undefined: nothing forbids to tell him. */
function reasonForSilence(
  { delivery, siblings }: FollowupFacts,
  evidence: AttemptEvidence | undefined,
  hasSender: boolean,
): string | undefined {
  if (delivery.isSenderHidden === true) return 'sender_not_kept';
  if (!hasSender) return 'null_sender';
  // What never came so far as to be sent would have been sent as its mode says.
  const isPreserved =
    evidence?.sentIn === undefined ? delivery.mode === 'preserve' : evidence.sentIn === 'preserve';
  if (!isPreserved) return 'rewrite';
  if (delivery.noReportReason !== undefined) return delivery.noReportReason;
  // The alias did get it. While another mailbox may still get it, its own end will decide.
  const isDecidedElsewhere = siblings.some(
    ({ state }) => state !== 'bounced' && state !== 'expired' && state !== 'discarded',
  );
  return isDecidedElsewhere ? 'other_mailbox' : undefined;
}

function planFailedReply(
  facts: FollowupFacts,
  { failure, evidence, header }: FinalFailure,
): readonly Action[] {
  const isLapsed = evidence?.stage === 'held' && facts.followup.kind === 'failed';
  return tellWriter(facts, {
    action: 'failed',
    failure: isLapsed ? lapsed : failure,
    letter: isLapsed ? replyLapsedLetter(facts) : replyFailedLetter(facts, failure),
    header: header ?? headerOfFacts(facts.delivery),
  });
}

/** RFC 3463 §3.5: its time was over. There was no server to say anything. */
const lapsed: Failure = {
  failureClass: 'policy',
  cause: 'not_confirmed',
  status: '5.4.7',
  words: undefined,
  areTheirWords: false,
};
