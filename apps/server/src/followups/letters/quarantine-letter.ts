import { formatAddress } from '@smtpy/mail';
import type { QuarantineReason } from '../../queue/index.ts';
import type { FollowupFacts } from '../facts.ts';
import { facts, formatInstant, paragraph, type Letter } from './letter.ts';
import { quarantineWords, shownLine, shownSender } from './quarantine-words.ts';

/** How much of a subject is told. */
const maxSubjectCharacters = 150;

const whatToDo: Readonly<Partial<Record<QuarantineReason, string>>> = {
  not_encrypted:
    'Usually the key of the mailbox has expired or can no longer be used. Give the mailbox a new key, then deliver the message.',
  other_sender:
    'If you expect mail of this sender, deliver it, and allow the sender for this alias if you like.',
};

/**
 * Mail waits in quarantine: to the mailbox that it is for. Of mail that must leave encrypted this letter, which is not, tells no subject.
 */
export function quarantinedLetter(
  input: FollowupFacts,
  { reason, link }: { readonly reason: QuarantineReason; readonly link: string },
): Letter {
  const { delivery, aliasAddress, mailbox } = input;
  const alias = formatAddress(aliasAddress);
  const { label, why } = quarantineWords[reason];
  const advice = whatToDo[reason];
  const subject = reason === 'not_encrypted' ? undefined : delivery.subject;
  return {
    subject: `Held: a message for ${alias}`,
    blocks: [
      paragraph(`A message for ${alias} is held. ${why}`),
      facts([
        ['Sender', shownSender(delivery.headerFrom ?? delivery.mailFrom)],
        ['Subject', subject && shownLine(subject, maxSubjectCharacters)],
        ['Alias', alias],
        ['Mailbox', mailbox && formatAddress(mailbox.address)],
        ['Reason', label],
        ['Received', formatInstant(delivery.receivedAt)],
      ]),
      { kind: 'link', label: 'Look at it, deliver or delete it', url: link },
      ...(advice === undefined ? [] : [paragraph(advice)]),
      paragraph(
        `The link only shows the message; nothing happens before you press a button there. Without your word the message is deleted on ${formatInstant(delivery.expiresAt)}.`,
      ),
    ],
  };
}
