/**
 * Purpose: what is remembered between messages: open connections by next hop, and destinations that could not be reached.
 *
 * Guarantees: a connection is used by one message at a time; idle connections and remembered destinations are bounded; both
 * are per destination, so one never affects another.
 *
 * Not here: how many deliveries to one destination are under way at once; the queue's claim sees to that.
 */
export { ConnectionPool, standardPoolLimits, type PoolLimits } from './connection-pool.ts';
export { DestinationPauses, standardPauseLimits, type PauseLimits } from './destination-pauses.ts';
