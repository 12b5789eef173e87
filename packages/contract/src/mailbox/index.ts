/**
 * Purpose: the real addresses that mail is forwarded to: adding and confirming, pausing, the default, and their PGP keys.
 *
 * Security: the answer to adding is the same whoever else uses the address. Links of confirmation stand in no answer.
 */
export {
  addMailboxBody,
  changeMailboxBody,
  findMailboxKeyBody,
  foundMailboxKey,
  mailbox,
  mailboxKey,
  mailboxQuery,
  mailboxStates,
  putMailboxKeyBody,
  savedMailboxKey,
  type MailboxBody,
} from './mailbox.ts';
export { mailboxOperations } from './operations.ts';
