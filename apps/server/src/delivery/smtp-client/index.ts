/**
 * Purpose: one SMTP dialogue with one host: connecting, TLS, proving who we are, and any number of messages.
 *
 * Standards: RFC 5321, RFC 3207 (STARTTLS), RFC 8314 (TLS from the first octet), RFC 2920 (PIPELINING), RFC 1870 (SIZE),
 * RFC 6152 (8BITMIME), RFC 6531 (SMTPUTF8), RFC 4954 (AUTH), RFC 4616 (PLAIN).
 *
 * Guarantees: a message counts as accepted only by a 2xx to the end of its content. The end of the content is sent only after every
 * announced octet. Octets are sent as given, dots doubled. Every wait has a deadline (RFC 5321 §4.5.3.2). Memory is bounded by
 * one chunk and the socket's buffer.
 *
 * Fails with: values that name the stage and the host's reply or, where there was none, our words.
 *
 * Security: what a host says before TLS does not count after it; the password is in no result.
 *
 * Not here: which host, what a failure means for other hosts (`direct-transport.ts`, `relay-transport.ts`), reuse (`pool/`).
 */
export type { Credentials } from './authentication.ts';
export {
  openConnection,
  type ConnectionRequest,
  type OpenResult,
  type SmtpConnection,
} from './connection.ts';
export { capDeadlines, standardDeadlines, type Deadlines } from './deadlines.ts';
export { classifyRefusal, type Failure, type Stage } from './dialogue.ts';
export type { TransactionResult } from './transaction.ts';
