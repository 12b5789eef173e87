/**
 * Purpose: bounds how much of one kind of work runs at once in a process.
 *
 * Guarantees: the others wait in the order in which they came; a rejection frees the place.
 */
export { TurnsOfEach } from './turns-of-each.ts';
export { Turns } from './turns.ts';
