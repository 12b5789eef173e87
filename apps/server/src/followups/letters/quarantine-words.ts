import { shownSender as senderInWords } from '../../messages/index.ts';
import { cleanLine } from '@smtpy/mail';
import type { QuarantineReason } from '../../queue/index.ts';

/** Why mail is in quarantine, for people. */
export interface QuarantineWords {
  /** A few words for a table. */
  readonly label: string;
  /** A sentence or two. */
  readonly why: string;
}

/** What is said of each reason, in mails, on pages and on the command line. */
export const quarantineWords: Readonly<Record<QuarantineReason, QuarantineWords>> = {
  dmarc: {
    label: 'Sender not proven',
    why: 'It does not prove that it comes from its sender (DMARC failed), and the domain of that sender asks to treat such mail with suspicion.',
  },
  spam: { label: 'Looks like spam', why: 'The content filter takes it for spam.' },
  other_sender: {
    label: 'Unexpected sender',
    why: 'This alias expects mail from other senders. Perhaps the one who has the alias passed it on.',
  },
  preview: {
    label: 'Held for preview',
    why: 'You asked to see everything that comes to this alias before it is delivered.',
  },
  rule: { label: 'Held by a rule', why: 'One of your rules holds mail like this.' },
  not_encrypted: {
    label: 'Could not be encrypted',
    why: 'It must be encrypted for your mailbox, and that was not possible. It is never sent in clear.',
  },
};

/** What turns the direction of text or cannot be seen (Unicode categories Cf and Co, separators of lines), but for what joins emoji. */
const unseen = /(?!\u{200d})[\p{Cf}\p{Co}\p{Zl}\p{Zp}]/gu;

/** What a stranger wrote, as one line that shows in the order in which it is read: no controls, nothing that turns directions. */
export function shownLine(text: string, maxCharacters: number): string {
  return cleanLine(text.slice(0, maxCharacters * 8).replace(unseen, ''), maxCharacters);
}

/** A sender as far as it is kept, on one line. */
export function shownSender(address: string): string {
  return shownLine(senderInWords(address), 320);
}
