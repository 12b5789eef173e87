/**
 * Purpose: receives mail by SMTP, on the public port and from mail programs of owners: sessions, logins, recipients, content, the
 * decision, and the hand-over to the queue.
 *
 * Standards: RFC 5321 (SMTP), RFC 1870 (SIZE), RFC 2034 (enhanced status codes), RFC 2920 (pipelining), RFC 3207 (STARTTLS), RFC 6152
 * (8BITMIME), RFC 6531 (SMTPUTF8), RFC 6409 (submission), RFC 8314 (implicit TLS), RFC 4954 (AUTH), RFC 4616 (PLAIN), RFC 7208 (SPF),
 * RFC 6376 (DKIM), RFC 9989 (DMARC), RFC 8617 (ARC), RFC 8601 (Authentication-Results).
 *
 * Guarantees: 250 after DATA is written when the queue has committed, never before. Content is stored octet for octet as received.
 * Each accepted recipient has at least one delivery, sent or recorded as discarded with its reason. Contacts are made for accepted
 * mail alone. Memory is bounded whatever peers send, and every wait has a deadline.
 *
 * Fails with: replies out of one table (`replies.ts`). What is unknown is 451: database gone, a defect, a late commit. `listen` rejects
 * when a port is taken.
 *
 * Security: relays for nobody, in no form of address. Line ends are CRLF alone, in commands and in content, so no other server can
 * disagree with us about where a message ends. Plaintext behind STARTTLS is dropped. Deleted and unknown addresses get one reply;
 * reasons go to the log. Return paths are proven by their HMAC; reports to them are read and never passed on. Reply addresses are open
 * to mailboxes that SPF or DKIM proves; who merely claims to be one waits for its owner, and no reply tells a stranger whose address it
 * is. Clients are limited in connections, commands, time and size.
 * Nobody logs in on the public port; on those for submission a password is taken under TLS alone, failed logins are answered late and
 * all alike, and an alias sends as itself and as nothing else, for as long as its password is not revoked.
 *
 * Not here: whether a password is right, and how guessing is slowed down (`app-passwords/`); what is done to a message on its way out
 * (`forwarding/`, `delivery/`), which is also where Authentication-Results fields that claim our name are removed: content is stored as
 * it came; what follows from a report, and the question to the owner of a message that waits (`followups/`).
 */
export { createInbound, type Inbound, type InboundPorts } from './inbound.ts';
export type {
  BouncedDelivery,
  DeliveryReference,
  InboundAlias,
  InboundConfig,
  InboundContact,
  InboundContacts,
  InboundDependencies,
  InboundDirectory,
  InboundEntry,
  InboundMailbox,
  InboundQueue,
} from './dependencies.ts';
