import { formatAddress, type FailureClass } from '@smtpy/mail';
import type { FollowupFacts } from '../facts.ts';
import type { Failure } from '../failure.ts';
import { facts, formatInstant, paragraph, quote, type Block, type Letter } from './letter.ts';
import { shownLine } from './quarantine-words.ts';

interface Words {
  readonly why: string;
  readonly whatToDo: string;
}

/** To the owner, about a forward that will not be tried again. */
const failedWords: Readonly<Record<FailureClass, Words>> = {
  hard: {
    why: 'The server of the mailbox says that this address does not exist or is closed.',
    whatToDo:
      'Check that the mailbox still works. If it has moved, add the new address and let the alias forward to it.',
  },
  full: {
    why: 'The mailbox has no room, and had none for as long as we tried.',
    whatToDo: 'Make room in the mailbox, then ask the sender to send the message again.',
  },
  policy: {
    why: 'The server of the mailbox does not take this message: because of how it was authenticated, where it came from, its size or its content.',
    whatToDo:
      'If this happens to mail that you want, let the alias forward in the mode rewrite, or ask the provider of the mailbox.',
  },
  spam: {
    why: 'The server of the mailbox takes this message for spam.',
    whatToDo: 'If you want mail of this sender, allow it in the settings of the mailbox.',
  },
  soft: {
    why: 'The server of the mailbox could not be reached, or put us off, for as long as we tried.',
    whatToDo:
      'Check that the mailbox still gets mail from elsewhere, then ask the sender to send the message again.',
  },
};

const delayedWords: Readonly<Record<FailureClass, string>> = {
  hard: 'The server of the mailbox does not take it.',
  full: 'The mailbox has no room. Make some, and the message arrives with the next try.',
  policy: 'The server of the mailbox does not take it for now.',
  spam: 'The server of the mailbox does not take it for now.',
  soft: 'The server of the mailbox could not be reached, or asks us to wait.',
};

/** A forward failed for good. `senderHears`: whether the sender gets a report. */
export function forwardFailedLetter(
  input: FollowupFacts,
  failure: Failure,
  { senderHears }: { readonly senderHears: boolean },
): Letter {
  const words = failedWords[failure.failureClass];
  const alias = formatAddress(input.aliasAddress);
  const lead =
    input.followup.kind === 'reported'
      ? `The server of your mailbox took a message for ${alias}, and then reported that it could not be delivered.`
      : `A message for ${alias} could not be delivered to your mailbox.`;
  const sender = senderHears
    ? 'The sender gets a report that names the alias and not your mailbox.'
    : 'The sender does not hear of it.';
  return {
    subject: `Not delivered: ${subjectOf(input)} for ${alias}`,
    blocks: [
      paragraph(`${lead} ${words.why}`),
      messageFacts(input),
      ...saidBy(failure),
      paragraph(words.whatToDo),
      paragraph(sender),
      paragraph('Of failures of this kind you hear at most once a day for each mailbox.'),
    ],
  };
}

/** A forward is late. */
export function forwardDelayedLetter(input: FollowupFacts, failure: Failure): Letter {
  const alias = formatAddress(input.aliasAddress);
  return {
    subject: `Late: ${subjectOf(input)} for ${alias}`,
    blocks: [
      paragraph(
        `A message for ${alias} has not reached your mailbox yet. ${delayedWords[failure.failureClass]}`,
      ),
      messageFacts(input),
      ...saidBy(failure),
      paragraph(
        `We go on trying until ${formatInstant(input.delivery.expiresAt)}. There is nothing that you have to do.`,
      ),
    ],
  };
}

/** The subject in quotes, or words for none; of what is not kept nothing. */
export function subjectOf({ delivery }: Pick<FollowupFacts, 'delivery'>): string {
  const subject = shownLine(delivery.subject ?? '', 200);
  if (delivery.privacyLevel !== undefined) return 'a message';
  return subject === '' ? 'a message without a subject' : `"${subject.toWellFormed()}"`;
}

/** What was said, marked as theirs or ours; nothing when nothing was said. */
export function saidBy({ words, areTheirWords }: Failure): readonly Block[] {
  const quoted = quote(words);
  if (quoted.length === 0) return [];
  return [paragraph(areTheirWords ? 'The server said:' : 'What we found:'), ...quoted];
}

function messageFacts({ delivery, mailbox, aliasAddress }: FollowupFacts): Block {
  return facts([
    ['Sender', delivery.isSenderHidden === true ? undefined : (delivery.headerFrom ?? delivery.mailFrom)],
    ['Subject', delivery.subject],
    ['Received', formatInstant(delivery.receivedAt)],
    ['Alias', formatAddress(aliasAddress)],
    ['Mailbox', mailbox === undefined ? delivery.destination : formatAddress(mailbox.address)],
  ]);
}
