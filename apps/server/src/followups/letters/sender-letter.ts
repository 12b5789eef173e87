import { formatAddress, type Address, type FailureClass } from '@smtpy/mail';
import { paragraph, type Letter } from './letter.ts';

/**
 * What an outsider learns of a failure: its class and nothing else. The remote words, the host and the mailbox would tell who is
 * behind the alias.
 */
const words: Readonly<Record<FailureClass, string>> = {
  hard: 'The recipient does not accept messages at present.',
  full: 'The mailbox of the recipient is full. You may try again later.',
  policy: 'The mail system of the recipient does not accept this message.',
  spam: 'The mail system of the recipient takes this message for spam.',
  soft: 'The mail system of the recipient did not take it in the time that is allowed. You may try again later.',
};

/** To the sender of a message that could not be delivered; he knows the alias alone. */
export function senderLetter(alias: Address, failureClass: FailureClass): Letter {
  const address = formatAddress(alias);
  return {
    subject: `Not delivered: your message to ${address}`,
    blocks: [
      paragraph(
        `Your message to ${address} could not be delivered. ${words[failureClass]} No further attempt is made.`,
      ),
    ],
  };
}
