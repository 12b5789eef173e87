import { formatAddress, type Address } from '@smtpy/mail';
import type { Failure } from '../failure.ts';
import { saidBy } from './forward-letters.ts';
import { paragraph, type Letter } from './letter.ts';

/** A mailbox was paused. */
export function mailboxPausedLetter(input: {
  readonly mailbox: Address;
  readonly failures: number;
  readonly failure: Failure;
}): Letter {
  const address = formatAddress(input.mailbox);
  const count = input.failures === 1 ? 'a message' : `${String(input.failures)} messages in a row`;
  return {
    subject: `Paused: your mailbox ${address}`,
    blocks: [
      paragraph(
        `The server of your mailbox ${address} refused ${count}: it says that the address does not exist or is closed. We forward nothing to it for now. Your aliases stay on: mail that was accepted waits, and where an alias leads nowhere else, senders are asked to try again later.`,
      ),
      ...saidBy(input.failure),
      paragraph(
        'Test messages go to the mailbox: the first one soon, later ones once a day. When one is delivered, what waits is sent and you hear of it.',
      ),
      paragraph(
        `What to do: check that the mailbox works. If it has moved, add the new address and let your aliases forward to it. If it works, end the pause at once: resume it in your mailboxes, or let the operator of this server do so: smtpy mailbox resume ${address}`,
      ),
    ],
  };
}

/** A mailbox works again. */
export function mailboxResumedLetter(mailbox: Address): Letter {
  const address = formatAddress(mailbox);
  return {
    subject: `Working again: your mailbox ${address}`,
    blocks: [
      paragraph(
        `Your mailbox ${address} took a test message, so we forward to it again. What waited for it is being sent now. There is nothing that you have to do.`,
      ),
    ],
  };
}

/** Finds out whether a paused mailbox takes mail again. */
export function probeLetter(mailbox: Address): Letter {
  return {
    subject: 'A test message from SMTPy: nothing to do',
    blocks: [
      paragraph(
        `The server of ${formatAddress(mailbox)} had refused mail that SMTPy forwards to it, so forwarding was paused. This message tests whether the mailbox works again.`,
      ),
      paragraph(
        'That you can read it means that it does: forwarding goes on, and what waited arrives in the next minutes. You can delete this message.',
      ),
    ],
  };
}
