/**
 * Purpose: whom owners and the operator block or allow: the entries of an alias, of an organization and of the operator, and what they
 * say of one sender.
 *
 * Standards: RFC 5321 §4.1.2 (addresses), RFC 5890 (A-labels), RFC 6532 §3.1 (NFC).
 *
 * Guarantees:
 * - An entry is an address, in any case, or a domain with all names below it.
 * - Both identities of a message are asked: the reverse path and the author. Any allow that counts wins over every block, whatever the
 *   scopes. Among entries of one verdict the narrower scope is named, then the narrower subject.
 * - Adding an entry twice keeps one row. Every process knows of a change when its NOTIFY arrives, at the latest after five seconds.
 * - A change over the API and its audit entry stand or fall together; of two that add the same at once, the second is told.
 * - An organization has at most 5,000 entries, the operator 20,000, so that the cache of a process is bounded.
 *
 * Fails with: values for what a person can cause; rejects when the database fails, which at RCPT is 451.
 *
 * Security: a reverse path and a From field can be forged, so an allow counts for a proven identity alone, unless its entry says
 * otherwise. A block needs no proof. Entries are read and changed by their organization alone; those of the operator by the operator.
 *
 * Not here: what proves an identity and what is answered (`inbound/`); whose mail a pinned alias expects (`aliases/`).
 */
export type {
  AddSender,
  AddSenderResult,
  ListSenders,
  RemoveSender,
  RemoveSenderResult,
  SenderEntry,
  SenderScope,
  SenderSource,
  SenderVerdict,
} from './entry.ts';
export { createSenderEntries, type SenderEntries, type SendersDependencies } from './entries.ts';
export type { SenderJudgement, SenderToJudge } from './rules.ts';
export { createSenders, type JudgeSender, type Senders } from './senders.ts';
export { senderRoutes, type SenderRoutesDependencies } from './routes.ts';
export { recordSenderAdded } from './sender-changes.ts';
