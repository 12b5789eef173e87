/**
 * Purpose: how often the HTTP API may be called, by key, person, organization and network; and counts of failed tries for those who judge
 * logins, and of letters to addresses that somebody names.
 *
 * Guarantees:
 * - Exact over all processes and machines: counting and judging are one statement under the locks of the rows, taken in one order by all.
 * - Uses that are asked for together are counted together or, when one has no room, not at all.
 * - The window slides in two steps: what the window before counted weighs as much as it still reaches into the last window. So in one fixed
 *   window never more than the limit is let through, and in any window of that length never more than twice.
 * - Of machines whose clocks differ, the one behind counts in the window of the one ahead.
 *
 * Fails with: a rejection when the database is away; the request is then answered 503. A crash of the database forgets all counts.
 *
 * Security: buckets are hashes: neither addresses nor logins stand in the table. A hash of an IPv4 network can be guessed by trying all of
 * them; who reads the table has read the sessions already.
 *
 * Not here: what is answered, and the header fields (`http/`); limits of SMTP (`limits/`); app passwords (`app-passwords/`).
 */
export { bucketOf } from './bucket.ts';
export { inboxOf, usesOfAddress, usesOfAsker } from './letters.ts';
export { policiesFor, type ApiRates, type LimitedCaller } from './policies.ts';
export { createRequestLimits, type RequestLimits, type RequestLimitsDependencies } from './request-limits.ts';
export type { LimitState, TakeResult, Use } from './use.ts';
