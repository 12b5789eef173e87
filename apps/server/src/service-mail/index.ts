/**
 * Purpose: the mail that SMTPy sends in its own name to people: confirmations, resets, invitations. It goes the way of all mail, through the
 * queue, so it is retried, has a timeline, and is captured in the sandbox.
 *
 * Standards: RFC 5321 §4.5.5 (null reverse path), RFC 6376 (DKIM), RFC 3834 (automatic mail).
 *
 * Guarantees: a mail is in the queue exactly when the transaction that asked for it commits. Every mail is signed: with the key of the
 * domain that the operator chose for it, or else with a key of the host name, made once.
 *
 * Fails with: rejects when the database fails; a recipient that is no address is a mistake of the caller and rejects too.
 *
 * Security: the private key is sealed at rest. What strangers wrote is shown as text (`followups/letters`).
 *
 * Not here: the words of the letters, which belong to the features that send them.
 */
export {
  createServiceMail,
  type SendServiceMail,
  type ServiceMail,
  type ServiceMailDependencies,
} from './service-mail.ts';
