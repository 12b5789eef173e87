/**
 * Purpose: the real addresses that mail is forwarded to.
 *
 * Guarantees: an organization has an address once, in whatever case it was typed; only confirmed mailboxes receive mail. A mailbox
 * is paused when `SMTPY_MAILBOX_PAUSE_AFTER` forwards to it failed hard within `SMTPY_MAILBOX_PAUSE_WINDOW` and none was delivered
 * since the first of them; each delivery counts once. Its mail then waits. The end of the pause makes what waited due, and
 * forgets the failures, all in one transaction. What a person has paused, a person alone resumes. Of the confirmed mailboxes of an
 * organization one is the default. What was accepted for a mailbox that is removed keeps its destination and its key.
 *
 * Fails with: values for what a person can cause; rejects when the database fails.
 *
 * Security: a mailbox on a domain that we receive for is refused, since mail to it would come back to us. A domain that is
 * merely pending does not count: otherwise anyone could keep others from using their provider's domain.
 *
 * Not here: the confirmation mail and its link (`mailbox-confirmation/`), what owners are told of a pause, and the probe itself (`followups/`).
 */
export { createMailboxes, type Mailboxes, type MailboxesDependencies } from './mailboxes.ts';
export {
  createMailboxPauses,
  type EndedPause,
  type HardFailure,
  type HardFailureResult,
  type MailboxPauses,
  type MailboxPausesDependencies,
  type PauseConfig,
} from './pauses.ts';
export {
  createMailboxCare,
  mailboxSubject,
  type MailboxCare,
  type MailboxCareDependencies,
  type MailboxCareResult,
  type MailboxRefusal,
  type MailboxWish,
} from './care.ts';
export type { ListedMailbox, ListMailboxes, MailboxOrder } from './listed-mailbox.ts';
export { deleteMailbox } from './remove-store.ts';
export { describePause } from './form.ts';
export { byHand, isOurs } from './rules.ts';
export { lockMailboxes, relyOnMailboxes } from './store.ts';
export type { AddMailbox, AddMailboxResult, Mailbox, MailboxState } from './mailbox.ts';
export { mailboxRoutes, type MailboxRoutesDependencies } from './routes.ts';
