import { formatAddress, type FailureClass } from '@smtpy/mail';
import type { FollowupFacts } from '../facts.ts';
import type { Failure } from '../failure.ts';
import { saidBy, subjectOf } from './forward-letters.ts';
import { facts, formatInstant, paragraph, type Block, type Letter } from './letter.ts';

const failedWords: Readonly<Record<FailureClass, string>> = {
  hard: 'The other server says that there is no such mailbox, or that it is closed. Check the address.',
  full: 'The mailbox of the person you wrote to is full. Try again later, or reach the person in another way.',
  policy:
    'The other server does not take this message: because of its rules about senders, size or content. What it said below may tell which.',
  spam: 'The other server takes this message for spam. Fewer links or a plainer text may help.',
  soft: 'The other server could not be reached, or put us off, for as long as we tried. You may send the message again later.',
};

/** A reply failed for good: to the mailbox that wrote it, whose owner knows the contact. */
export function replyFailedLetter(input: FollowupFacts, failure: Failure): Letter {
  const contact = contactOf(input);
  return {
    subject: `Not delivered: ${subjectOf(input)} to ${contact}`,
    blocks: [
      paragraph(`Your message to ${contact} could not be delivered. ${failedWords[failure.failureClass]}`),
      replyFacts(input),
      ...saidBy(failure),
    ],
  };
}

/** A reply was held until its time was over. */
export function replyLapsedLetter(input: FollowupFacts): Letter {
  const contact = contactOf(input);
  return {
    subject: `Not sent: ${subjectOf(input)} to ${contact}`,
    blocks: [
      paragraph(
        `Your message to ${contact} was held, and nobody let it go in time. It was deleted without being sent. If you still want it to arrive, send it again.`,
      ),
      replyFacts(input),
    ],
  };
}

/** A reply is late. */
export function replyDelayedLetter(input: FollowupFacts, failure: Failure): Letter {
  const contact = contactOf(input);
  return {
    subject: `Late: ${subjectOf(input)} to ${contact}`,
    blocks: [
      paragraph(
        `Your message to ${contact} has not been delivered yet. We go on trying until ${formatInstant(input.delivery.expiresAt)}; you need not send it again.`,
      ),
      replyFacts(input),
      ...saidBy(failure),
    ],
  };
}

/** A reply is held because nothing proves who sent it. */
export function unprovenLetter(input: FollowupFacts, link: string): Letter {
  const contact = contactOf(input);
  const mailbox = input.mailbox === undefined ? 'your mailbox' : formatAddress(input.mailbox.address);
  return {
    subject: `Was this you? ${subjectOf(input)} to ${contact}`,
    blocks: [
      paragraph(
        `A message to ${contact} came in the name of ${mailbox}, to be sent on as ${formatAddress(input.aliasAddress)}. Nothing proves that it was sent from there: neither SPF nor DKIM passed for it. So we hold it until you say that it was you.`,
      ),
      replyFacts(input),
      { kind: 'link', label: 'Send or delete it', url: link },
      paragraph(
        `If it was not you, delete it or do nothing: it is deleted on ${formatInstant(input.delivery.expiresAt)}, and the other side never hears of it.`,
      ),
      paragraph(
        'If this happens to every reply, the provider of your mailbox does not sign its mail. Ask it for DKIM, or send through this server with a password for the alias.',
      ),
    ],
  };
}

/** A reply is held because it names people who are no contacts. */
export function mixedRecipientsLetter(input: FollowupFacts, link: string): Letter {
  const contact = contactOf(input);
  const alias = formatAddress(input.aliasAddress);
  return {
    subject: `Held: ${subjectOf(input)} to ${contact}`,
    blocks: [
      paragraph(
        `Your message to ${contact} also names people in To or Cc by their own addresses, not by reply addresses. We hold it, because it would tie your alias to your mailbox.`,
      ),
      paragraph(
        `Those people got the message from your mailbox and see its real address. ${contact} would get it as ${alias}, and see who else it went to. Anyone who answers to all writes to both sides, and can put the two addresses together.`,
      ),
      replyFacts(input),
      { kind: 'link', label: 'Send it anyway or delete it', url: link },
      paragraph(
        `To stay hidden, delete it and write to those people through contacts of the alias. Without your word it is deleted on ${formatInstant(input.delivery.expiresAt)}.`,
      ),
    ],
  };
}

function contactOf({ delivery }: FollowupFacts): string {
  return delivery.destination ?? delivery.recipient;
}

function replyFacts(input: FollowupFacts): Block {
  const { delivery, aliasAddress } = input;
  return facts([
    ['To', contactOf(input)],
    ['Subject', delivery.subject],
    ['Received', formatInstant(delivery.receivedAt)],
    ['Sent as', formatAddress(aliasAddress)],
  ]);
}
