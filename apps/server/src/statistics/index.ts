/**
 * Purpose: numbers of what happened to mail, out of roll-ups that are written in the transactions of the facts: totals, series, breakdowns,
 * latency, the dashboard, and exports.
 *
 * Guarantees: what is read is what a recount of the facts gives at that moment, as long as the facts are there. Whatever breaks off an
 * operation of the mail path or a fold, nothing is counted twice or not at all. Nothing is kept of senders that a privacy level forbids.
 *
 * Fails with: a query that asks for what cannot be told is `invalid_request`.
 *
 * Security: every question is about one organization. In exports no cell of CSV is a formula.
 *
 * Not here: the facts themselves (`queue/`, `refusals/`); the triggers that count them (`db/migrations/0011-statistics.sql`).
 */
export { foldAll } from './fold.ts';
export { runFolding } from './folding.ts';
export { rebuildStatistics, type RebuildResult } from './rebuild.ts';
export { eraseStatistics, removeOldStatistics } from './removal.ts';
export { statisticsRoutes } from './routes.ts';
