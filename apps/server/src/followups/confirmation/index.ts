/**
 * Purpose: the link by which the writer of a held reply sends or deletes it.
 *
 * Guarantees: showing changes nothing; all replies of the message are decided together; a second decision finds what the first one did.
 *
 * Security: a link is a signed id with an end of its time: whoever has it may decide, so it is sent to the mailbox alone. What it shows
 * has the mailbox masked. A forged link is told apart before anything is looked up.
 */
export {
  createConfirmations,
  type Confirmation,
  type Confirmations,
  type ConfirmationsDependencies,
  type HeldReply,
} from './confirmations.ts';
