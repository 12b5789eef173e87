/**
 * Purpose: remembers which destinations refuse the unchanged mail of which authors' domains, so that the mode `adaptive` need not
 * be refused anew each time.
 *
 * Standards: RFC 7489 §10.5 (mail that was sent on fails DMARC).
 *
 * Guarantees: what one process learned, every process knows some seconds later; what was learned is forgotten after a while, since
 * policies change; expired rows go with the next one that is learned.
 *
 * Fails with: rejects when the database fails.
 *
 * Not here: what counts as such a refusal (`attempt/`).
 */
export {
  createLearnedRewrites,
  type LearnedRewrites,
  type LearnedRewritesDependencies,
} from './learned-rewrites.ts';
export { pairingOf, type Pairing } from './rules.ts';
