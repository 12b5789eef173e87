/**
 * Purpose: writes what gathers in memory to where it is kept, one writing at a time.
 *
 * Guarantees: nothing runs while nothing has gathered; what a writing could not write is tried again; disposing writes what is left.
 *
 * Fails with: the action it is given, in log and metrics, once for failures in a row.
 *
 * Not here: what is written, and what is dropped when there is too much (`limits/`, `refusals/`).
 */
export { WriteBehind, type WriteBehindOptions } from './write-behind.ts';
