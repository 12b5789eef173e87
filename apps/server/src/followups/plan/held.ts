import {
  isQuarantineReason,
  type HoldReason,
  type QuarantineReason,
  type ReplyHoldReason,
} from '../../queue/index.ts';
import type { Action } from '../action.ts';
import type { FollowedMailbox, FollowupFacts } from '../facts.ts';
import { mixedRecipientsLetter, quarantinedLetter, unprovenLetter, type Letter } from '../letters/index.ts';
import { onceMs, sameNewsMs } from '../rules.ts';
import type { PlanContext } from './context.ts';

/** What follows when a delivery is held: its mailbox is asked, where that cannot wait for the digest. */
export function planHeld(
  facts: FollowupFacts,
  { reason, context }: { readonly reason: HoldReason; readonly context: PlanContext },
): readonly Action[] {
  const { delivery, mailbox } = facts;
  // Let go, deleted or lapsed before we came: there is nothing to ask.
  if (mailbox === undefined || delivery.state !== 'held') return [];
  if (isQuarantineReason(reason)) return planQuarantined(facts, { reason, context, mailbox });
  return planHeldReply(facts, { reason, context, mailbox });
}

const letters: Readonly<Record<ReplyHoldReason, (facts: FollowupFacts, link: string) => Letter>> = {
  unproven_sender: unprovenLetter,
  mixed_recipients: mixedRecipientsLetter,
};

/**
 * The mailbox in whose name a reply came is asked. One question for all replies of a message; of automatic answers, which come by
 * themselves and in numbers, one a day for each alias.
 */
function planHeldReply(
  facts: FollowupFacts,
  {
    reason,
    context,
    mailbox,
  }: { readonly reason: ReplyHoldReason; readonly context: PlanContext; readonly mailbox: FollowedMailbox },
): readonly Action[] {
  const { delivery } = facts;
  const isAutomatic = delivery.mailFrom === '';
  const link = context.confirmationLink({ deliveryId: delivery.id, expiresAt: delivery.expiresAt });
  return [
    {
      kind: 'ask_mailbox',
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

/** What the owner asked to see, or can mend. Of the rest (spam, forgeries, what rules hold) the digest tells, so that nobody can flood a mailbox with letters. */
const askedAtOnce: ReadonlySet<QuarantineReason> = new Set(['preview', 'other_sender', 'not_encrypted']);

/** Each mailbox is asked about its own delivery. */
function planQuarantined(
  facts: FollowupFacts,
  {
    reason,
    context,
    mailbox,
  }: { readonly reason: QuarantineReason; readonly context: PlanContext; readonly mailbox: FollowedMailbox },
): readonly Action[] {
  const { delivery } = facts;
  if (!askedAtOnce.has(reason)) return [];
  const link = context.quarantineLink({ deliveryId: delivery.id, expiresAt: delivery.expiresAt });
  return [
    {
      kind: 'ask_mailbox',
      mailbox,
      notice: {
        organizationId: delivery.organizationId,
        kind: 'mail_held',
        subjectId: delivery.messageId,
        topic: mailbox.id,
      },
      withinMs: onceMs,
      facts: { deliveryId: delivery.id, messageId: delivery.messageId, reason },
      letter: quarantinedLetter(facts, { reason, link }),
    },
  ];
}
