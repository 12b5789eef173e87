/**
 * Purpose: what was refused before acceptance, for the owners of the addresses it was meant for: each refusal as a `refused` event
 * without content, and the number of them by hour and reason.
 *
 * Guarantees:
 * - Noting a refusal neither waits nor throws. What gathers is written once a second, in one statement, and at the end of the program.
 * - An organization has at most 500 events an hour, over all processes: the same statement counts and compares. What is beyond is counted
 *   alone, by hour, reason and alias, and where peers make up ever new ones in one row. So a flood costs one statement a second, and an
 *   hour some 500 rows of each kind.
 * - A process keeps 1,000 refusals while the database is away, the newest; of the older ones it keeps the numbers.
 *
 * Fails with: the action `refusals` in log and metrics while refusals cannot be written, and for those that were lost. Reading rejects
 * when the database fails.
 *
 * Security: text of peers is cleaned and cut. What the privacy level of the organization hides is left out before it is remembered: with
 * `domain` the local part of the sender, with `none` the sender and the client. Reading is by organization.
 *
 * Not here: what is refused and why (`inbound/`); refusals for nobody's address, which are in the log alone; the retention of events
 * (`queue/`).
 */
export { createRefusals, type Refusals, type RefusalsDependencies } from './refusals.ts';
export type { ListRefusals, NewRefusal, Refusal, RefusalCount } from './refusal.ts';
export { refusalRoutes, type RefusalRoutesDependencies } from './routes.ts';
