import type { HoldReason } from '../../queue/index.ts';
import type { Action } from '../action.ts';
import type { FollowupFacts } from '../facts.ts';
import { mixedRecipientsLetter, unprovenLetter, type Letter } from '../letters/index.ts';
import { onceMs, sameNewsMs } from '../rules.ts';

const letters: Readonly<Record<HoldReason, (facts: FollowupFacts, link: string) => Letter>> = {
  unproven_sender: unprovenLetter,
  mixed_recipients: mixedRecipientsLetter,
};

/**
 * What follows when a reply is held: the mailbox in whose name it came is asked. One question for all replies of a message; of automatic
 * answers, which come by themselves and in numbers, one a day for each alias.
 */
export function planHeld(
  facts: FollowupFacts,
  { reason, link }: { readonly reason: HoldReason; readonly link: string },
): readonly Action[] {
  const { delivery, mailbox } = facts;
  // Let go, deleted or lapsed before we came: there is nothing to ask.
  if (mailbox === undefined || delivery.state !== 'held') return [];
  const isAutomatic = delivery.mailFrom === '';
  return [
    {
      kind: 'ask_writer',
      mailbox,
      notice: {
        organizationId: delivery.organizationId,
        kind: 'reply_held',
        subjectId: isAutomatic ? delivery.aliasId : delivery.messageId,
        ...(isAutomatic && { topic: 'automatic' }),
      },
      withinMs: isAutomatic ? sameNewsMs : onceMs,
      facts: { deliveryId: delivery.id, messageId: delivery.messageId, reason },
      letter: letters[reason](facts, link),
    },
  ];
}
