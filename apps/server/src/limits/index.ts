/**
 * Purpose: how often something may happen over all processes of an installation, and the list of senders who were asked to come back.
 *
 * Standards: RFC 6647 (greylisting), RFC 5321 §4.5.4.1 (when a sender comes back).
 *
 * Guarantees:
 * - A limit is asked without waiting: the answer comes from memory. Processes add their counts up in `rate_counters`, in one statement a
 *   second, and ten times a second while a subject comes near its limit.
 * - The window slides in two steps: what was counted in the window before weighs as much as it still reaches into the last `windowMs`.
 *   Nothing is refused while both windows together are below the limit. In one fixed window no more is let through than the limit and what
 *   the processes let through before they heard of each other: a second's at most, a tenth of a second's above a tenth of the limit. Over
 *   a window that lies across two fixed ones it may be up to twice the limit, where all of the first came at its end.
 * - A refusal counts nothing, for none of the limits that were asked together.
 * - Memory is bounded: 100,000 subjects in a process; the one that was idle longest is forgotten first and learned again.
 * - Organizations are told that 80, 90 or 100 percent of a limit of theirs are used, once for each limit and window over all processes, a
 *   second later.
 * - A limit that is off costs nothing; a process in which nothing is counted does nothing.
 * - Of two that ask at once for one greylisted sender, both get the same answer.
 *
 * Fails with: limits never: without the database a process goes on with what it knows, and the action `limits` fails in log and metrics.
 * The greylist rejects, which at RCPT is 451.
 *
 * Security: subjects come from peers, so they are cleaned and cut. Windows follow the clocks of the machines, which are to be in step.
 *
 * Not here: by what a client or sender is known, and what is answered (`inbound/`); failed logins (`app-passwords/`); connections at once (`inbound/`).
 */
export { createGreylist, type Greylist, type GreylistDependencies } from './greylist.ts';
export { createLimits, type Limits, type LimitsDependencies } from './limits.ts';
export { tellReached, type QuotaFactsDependencies } from './quota-facts.ts';
export type { ReachedLimit } from './reached.ts';
export type { LimitName, LimitUse, TakeResult } from './counters.ts';
