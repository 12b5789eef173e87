import type { Action } from '../action.ts';
import { failureOfEvidence, failureOfReport } from '../failure.ts';
import type { FollowupFacts } from '../facts.ts';
import { otherSenderLetter } from '../letters/index.ts';
import type { PlanContext } from './context.ts';
import { planDelayed } from './delayed.ts';
import { planFailed, planReportedFailure } from './failed.ts';
import { planHeld } from './held.ts';

/** What follows from a fact. Pure: the same facts give the same actions. */
export function plan(facts: FollowupFacts, context: PlanContext): readonly Action[] {
  const { followup } = facts;
  switch (followup.kind) {
    case 'failed':
      return planFailed(facts, followup);
    case 'delayed':
      return planDelayed(facts, failureOfEvidence(followup.evidence, 4));
    case 'reported':
      return planReported(facts, followup.report);
    case 'held':
      return planHeld(facts, { reason: followup.reason, context });
    case 'other_sender':
      return planOtherSender(facts, followup.domain);
    case 'probe_ended':
      return planProbeEnded(facts, followup.state);
  }
}

/** A report that says neither of failure nor of delay, or nothing that can be read, is on the timeline, and that is all. */
function planReported(
  facts: FollowupFacts,
  report: Extract<FollowupFacts['followup'], { kind: 'reported' }>['report'],
): readonly Action[] {
  switch (report?.action) {
    case 'failed':
      return planReportedFailure(facts, report);
    case 'delayed':
      return planDelayed(facts, failureOfReport(report, 4));
    case 'delivered':
    case 'relayed':
    case 'expanded':
    case 'unknown':
    case undefined:
      return [];
  }
}

/** One letter a day for each alias and domain. */
function planOtherSender(facts: FollowupFacts, domain: string): readonly Action[] {
  const { organizationId, id: deliveryId, messageId, aliasId } = facts.delivery;
  return [
    {
      kind: 'tell_owner',
      notice: { organizationId, kind: 'other_sender', subjectId: aliasId, topic: domain },
      facts: { deliveryId, messageId, domain },
      letter: otherSenderLetter(facts, domain),
    },
  ];
}

function planProbeEnded(
  { mailbox }: FollowupFacts,
  state: FollowupFacts['delivery']['state'],
): readonly Action[] {
  if (mailbox?.isPaused !== true) return [];
  return [{ kind: state === 'delivered' ? 'end_pause' : 'probe_later', mailboxId: mailbox.id }];
}
