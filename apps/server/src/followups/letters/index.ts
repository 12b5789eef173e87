/**
 * Purpose: the words of our own mails: what happened, why, and what to do, as letters that are rendered as text and as HTML.
 *
 * Security: the letter to a sender is made from the alias and the class of the failure and nothing else, so that it cannot tell of
 * the mailbox. The others go to owners, who know their mailboxes and contacts. Texts of strangers lose their control
 * characters, and their markup means nothing.
 */
export type { Block, Letter } from './letter.ts';
export { facts, formatInstant, paragraph, quote } from './letter.ts';
export { renderHtml, renderText } from './render.ts';
export { forwardDelayedLetter, forwardFailedLetter } from './forward-letters.ts';
export { mailboxPausedLetter, mailboxResumedLetter, probeLetter } from './mailbox-letters.ts';
export {
  mixedRecipientsLetter,
  replyDelayedLetter,
  replyFailedLetter,
  replyLapsedLetter,
  unprovenLetter,
} from './reply-letters.ts';
export { otherSenderLetter } from './other-sender-letter.ts';
export { quarantinedLetter } from './quarantine-letter.ts';
export { quarantineWords, shownLine, shownSender, type QuarantineWords } from './quarantine-words.ts';
export { senderLetter } from './sender-letter.ts';
