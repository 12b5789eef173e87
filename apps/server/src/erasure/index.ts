/**
 * Purpose: how organizations and people come to their end: everything that is theirs goes, in every table, and nothing of others.
 *
 * Standards: GDPR Article 17 (erasure), Article 12 (within a month).
 *
 * Guarantees:
 * - An organization and all but its mail are gone with one commit; nothing is received for it from then on, and what waited is cancelled.
 * - Its mail and its log are removed in transactions of some hundred rows, so that a million messages hold nobody up; the guarantees of
 *   `queue/` hold after each of them. What comes late for it is removed as well, for an hour.
 * - A person is erased whole or not at all, and never while an organization with other members would lose its last owner.
 * - An erasure that is called off before it happens does not happen; of any number of erasures at once one does the work.
 * - Every table has an ending in `tables.ts`; a test compares it with the schema.
 *
 * Fails with: values for what a person can cause; rejects when the database fails, and then nothing or a whole batch was done.
 *
 * Security: of an erased person the log keeps what was done, but neither name nor address, place or program.
 *
 * Not here: who may erase whom (`organizations/`, `administration/`), retention by age (`queue/`), ending of sessions (`authentication/`).
 *
 * This folder alone deletes from tables of others: what erasing means is one list, and each owner would know a part of it.
 */
export type { AccountErasure } from './account-erasure-store.ts';
export type { AccountErasureWish, DueErasures, RequestErasureResult } from './account-erasure.ts';
export type { ErasureHindrance, EraseUserResult } from './erase-user.ts';
export { createErasure, type Erasure, type ErasureDependencies } from './erasure.ts';
export type { RemainsResult } from './remove-remains.ts';
export { erasureRoutes, type ErasureRoutesDependencies } from './routes.ts';
