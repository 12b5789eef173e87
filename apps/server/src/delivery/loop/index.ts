/**
 * Purpose: claims due deliveries while there are free places, runs an attempt at each, settles it, keeps the leases.
 *
 * Guarantees: a hint is followed at once, a lost one after a poll. No more attempts run than configured, in all and to one queue
 * key. An attempt whose lease is lost is broken off. After the end nothing runs and what was claimed is settled, unless the
 * database did not answer; then the lease lapses.
 *
 * Fails with: nothing while it runs. A database that is gone is reported and waited for.
 *
 * Not here: which deliveries are due, and fairness among destinations (`queue/`).
 */
export { runDeliveryLoop, type DeliveryLoopOptions, type DeliveryQueue } from './delivery-loop.ts';
export { standardTiming, type LoopTiming } from './timing.ts';
