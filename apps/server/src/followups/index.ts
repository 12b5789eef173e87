/**
 * Purpose: whatever must follow from what happened to a delivery: who is told of a failure, a delay or a hold, which mailbox is
 * paused and tried again, and the page link by which a held reply is let go. What follows from what is the table in `plan/index.ts`.
 *
 * Standards: RFC 5321 §4.5.5 and §6.1 (whom to tell of a failure), RFC 3462, RFC 3463 and RFC 3464 (reports), RFC 3834 (automatic mail).
 *
 * Guarantees:
 * - A followup is a row that the queue writes with the fact; it is deleted in the transaction in which all that follows is done. So it
 *   is done once, and never lost. What fails is tried again, at first after ten seconds, at last daily, and keeps no other waiting.
 * - A sender is told once per message; owners get the same news (kind, mailbox and failure class) by mail once a day; the writer of a
 *   reply gets one report for it, and one for its delay.
 * - All our mails have the null sender and say that they are automatic.
 *
 * Fails with: a followup that fails is logged and counted as `followup`; the loop as `followups` while the database is away.
 *
 * Security: the report to a sender is made from the alias and the class of the failure: it holds neither the remote words nor host,
 * address or domain of the mailbox. It goes only to a sender who was proven, of mail that left under his own return path; never
 * to the null sender, lists and automatic mail. A link from a mail changes nothing before its page posts a form; it is signed, and
 * shows the mailbox masked.
 *
 * Not here: the facts and when they are facts (`queue/`), reading reports (`packages/mail`), when a mailbox is paused (`mailboxes/`).
 */
export {
  createConfirmations,
  type Confirmation,
  type Confirmations,
  type ConfirmationsDependencies,
  type HeldReply,
} from './confirmation/index.ts';
export type { FollowupConfig, FollowupDependencies } from './dependencies.ts';
export { formatHeldToken, type HeldTokenSubject, parseHeldToken, type ParsedToken } from './held-token.ts';
export {
  facts,
  formatInstant,
  paragraph,
  quarantineWords,
  quote,
  type QuarantineWords,
  shownLine,
  shownSender,
  type Letter,
} from './letters/index.ts';
export { buildLetter, type BuiltMail, type OwnMail } from './own-mail.ts';
export { sendDueProbes } from './probes.ts';
export { runFollowups, type FollowupLoopOptions } from './run.ts';
