/**
 * Purpose: bounded maps of values that were read from the database, kept for a few seconds per process.
 *
 * Guarantees: never more than `maxEntries` values, the least recently used goes first; one load at a time per key; a value
 * whose key was forgotten while it was being loaded is given to those who waited for it and is not kept.
 *
 * Fails with: whatever the load rejects with, for everyone who waited; a failed load is not kept.
 *
 * Not here: who says that a value is outdated. The owner of the data calls `forget`; the time limit stands behind it.
 */
export { ReadThroughCache, type ReadThroughCacheOptions } from './read-through-cache.ts';
