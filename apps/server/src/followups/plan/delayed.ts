import type { Action } from '../action.ts';
import type { Failure } from '../failure.ts';
import type { FollowupFacts } from '../facts.ts';
import { forwardDelayedLetter, replyDelayedLetter } from '../letters/index.ts';
import { headerOfFacts } from '../returned-header.ts';
import { tellWriter } from './tell-writer.ts';

/** What follows when a delivery takes long, by our own clock or by a report. */
export function planDelayed(facts: FollowupFacts, failure: Failure): readonly Action[] {
  switch (facts.delivery.kind) {
    case 'forward':
      return planDelayedForward(facts, failure);
    case 'reply':
      return tellWriter(facts, {
        action: 'delayed',
        failure,
        letter: replyDelayedLetter(facts, failure),
        header: headerOfFacts(facts.delivery),
      });
    case 'notice':
    case 'probe':
      return [];
  }
}

function planDelayedForward(facts: FollowupFacts, failure: Failure): readonly Action[] {
  const { delivery, mailbox } = facts;
  // Of a paused mailbox the owner has heard.
  if (mailbox?.wantsDelayNotice !== true || mailbox.isPaused) return [];
  const { organizationId, id: deliveryId, messageId } = delivery;
  return [
    {
      kind: 'tell_owner',
      notice: {
        organizationId,
        kind: 'forward_delayed',
        subjectId: mailbox.id,
        topic: failure.failureClass,
      },
      facts: { deliveryId, messageId, failureClass: failure.failureClass, words: failure.words },
      letter: forwardDelayedLetter(facts, failure),
      brokenMailbox: mailbox,
    },
  ];
}
