/**
 * Purpose: receives mail by SMTP on the public port: sessions, recipients, content, the decision, and the hand-over to the queue.
 *
 * Standards: RFC 5321 (SMTP), RFC 1870 (SIZE), RFC 2034 (enhanced status codes), RFC 2920 (pipelining), RFC 3207 (STARTTLS), RFC 6152
 * (8BITMIME), RFC 6531 (SMTPUTF8), RFC 7208 (SPF), RFC 6376 (DKIM), RFC 9989 (DMARC), RFC 8617 (ARC), RFC 8601
 * (Authentication-Results).
 *
 * Guarantees: 250 after DATA is written when the queue has committed, never before. Content is stored octet for octet as received.
 * Each accepted recipient has at least one delivery, sent or recorded as discarded with its reason. Contacts are made for accepted
 * mail alone. Memory is bounded whatever peers send, and every wait has a deadline.
 *
 * Fails with: replies out of one table (`replies.ts`). What is unknown is 451: database gone, a defect, a late commit. `listen` rejects
 * when the port is taken.
 *
 * Security: relays for nobody, in no form of address. Line ends are CRLF alone, in commands and in content, so no other server can
 * disagree with us about where a message ends. Plaintext behind STARTTLS is dropped. Deleted and unknown addresses get one reply;
 * reasons go to the log. Return paths are proven by their HMAC. Clients are limited in connections, commands, time and size.
 *
 * Not here: authenticated submission; what is done to a message on its way out (`forwarding/`, `delivery/`), which is also where
 * Authentication-Results fields that claim our name are removed: content is stored as it came.
 */
export { createInbound, type Inbound } from './inbound.ts';
export type {
  BouncedDelivery,
  InboundAlias,
  InboundConfig,
  InboundContacts,
  InboundDependencies,
  InboundDirectory,
  InboundEntry,
  InboundMailbox,
  InboundQueue,
} from './dependencies.ts';
