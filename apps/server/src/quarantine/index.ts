/**
 * Purpose: mail in quarantine: listed, shown safely, delivered or deleted by its owner, by signed links from the mailbox as well; and the daily
 * digest that tells of it.
 *
 * Standards: RFC 2392 (pictures that come with a message), UAX #9 (direction of text).
 *
 * Guarantees:
 * - Showing changes nothing. A decision is done once; a second one tells what holds.
 * - Of a message 2 MiB are read at most, and sanitising takes bounded time whatever its HTML is.
 * - A digest is in the queue in the transaction that notes what it told: each mailbox hears of each message once, and once more within its
 *   last three days, whatever crashes and however many nodes run.
 *
 * Fails with: unions; rejects when the database fails, or when content was sealed with another key.
 *
 * Security: HTML loses everything that runs, loads, posts or frames, and is shown in a frame without any right under a policy that fetches
 * nothing. What strangers wrote loses its controls and what turns the direction of text. A link is a signed id with an end of its time, of a key
 * of its own; a forged one is told apart before anything is looked up. Senders are shown as far as the organization lets them be kept. A digest
 * tells no subject to a mailbox that hides its subjects.
 *
 * Not here: why mail is held (`inbound/`, `rules/`), holding, sealing, letting go and expiry (`queue/`), the letter at once (`followups/`).
 */
export {
  createQuarantine,
  type AllowResult,
  type Decide,
  type DecideResult,
  type ListQuarantined,
  type Quarantine,
  type QuarantineDependencies,
  type QuarantineReference,
  type QuarantineState,
  type ShownQuarantined,
} from './quarantine.ts';
export type { CheckInWords } from './authentication-words.ts';
export type { ShownAttachment, ShownContent } from './content.ts';
export { decisionWords, type Decision } from './decision.ts';
export { sendDueDigests, type DigestDependencies } from './digest/index.ts';
export { frameDocument, framedPagePolicy, frameStyle } from './frame.ts';
export {
  createQuarantineLinks,
  type DeadLink,
  type LinkDecision,
  type QuarantineLinks,
  type QuarantineLinksDependencies,
} from './links.ts';
export type { Allowance, Quarantined } from './quarantined.ts';
export { quarantineRoutes, type QuarantineRoutesDependencies } from './routes.ts';
