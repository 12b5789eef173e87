/**
 * Purpose: the real addresses that mail is forwarded to.
 *
 * Guarantees: an organization has an address once, in whatever case it was typed; only confirmed mailboxes receive mail.
 *
 * Fails with: values for what a person can cause; rejects when the database fails.
 *
 * Security: a mailbox on a domain that we receive for is refused, since mail to it would come back to us. A domain that is
 * merely pending does not count: otherwise anyone could keep others from using their provider's domain.
 *
 * Not here: the confirmation email, pausing after bounces.
 */
export { createMailboxes, type Mailboxes, type MailboxesDependencies } from './mailboxes.ts';
export type { AddMailbox, AddMailboxResult, Mailbox, MailboxState } from './mailbox.ts';
