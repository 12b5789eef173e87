/**
 * Purpose: who adds a mailbox writes to an address that may be somebody else's; whose it is, confirms it by a link, or refuses.
 *
 * Guarantees: a link works once, for seven days, and while it is the newest one of a pending mailbox. Of confirming, refusing, sending again
 * and removing that meet, one is first and the others see what it did. Somebody who refused hears no more of that organization.
 *
 * Fails with: values for what a person can cause; rejects when the database fails.
 *
 * Security: of a link the SHA-256 alone is stored. How many mails an address gets is limited over all organizations, and who asks is not
 * told when others had used that up: adding answers the same whoever else knows the address. What is logged of an answer holds neither network nor
 * program of whoever gave it, for an organization that asked strangers would learn where they are. Names are those of strangers: they are
 * quoted in the mail, and nothing in them becomes a link.
 *
 * Not here: what mailboxes are (`mailboxes/`); the page of the link (`http/`).
 */
export { createMailboxConfirmations } from './confirmations.ts';
export type {
  AddResult,
  AddWish,
  AskedConfirmation,
  AnswerResult,
  MailboxConfirmations,
  MailboxConfirmationsDependencies,
  ResendResult,
} from './confirmation.ts';
