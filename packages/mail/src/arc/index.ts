/**
 * ARC sets: what a forwarder says of the authentication it saw, sealed.
 *
 * Purpose: make the next set of a chain for a message that leaves with its author.
 * Standards: RFC 8617 (§4.1 fields, §4.2.1 instances, §5.1 sealing, §5.1.2 failed chains), RFC 6376 for what both have in common.
 * Guarantees: the chain that was there is not touched; a set says `pass` only when the caller's verifier and the structure of the chain
 *   agree. Signing happens in the thread pool. Linear time.
 * Fails with: no fields when there is nothing to add; RangeError for keys, hashes or selectors that cannot make a signature.
 * Security: a seal vouches for what the caller says it saw. A chain that failed is marked so, once, and never continued.
 * Not here: verification; where keys are kept.
 */
export type { SealArcInput } from './seal.ts';
export { sealArc } from './seal.ts';
