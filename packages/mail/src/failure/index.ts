/**
 * What a failure means.
 *
 * Purpose: say of any refusal, report or network failure what kind of failure it is and for which cause, out of one table that is data.
 * Standards: RFC 3463 and the registry of RFC 5248 (enhanced codes), RFC 7372 (authentication), RFC 7504 and RFC 7505 (no mail service),
 *   RFC 5321 §4.2.3 (codes).
 * Guarantees: every input has exactly one class and cause. `hard` needs a code or words that say that the mailbox, or its domain, is
 *   not there: what is unknown is `policy` when it was refused for good, and `soft` otherwise, so that it never pauses a mailbox.
 * Fails with: nothing.
 * Security: addresses in the words are not looked at; at most 2,000 characters are, and patterns have bounded gaps.
 * Not here: whether a delivery is tried again (`classifyReply`), what follows from a failure.
 */
export type { FailureCause, FailureClass, FailureFacts } from './failure.ts';
export { failureClasses } from './failure.ts';
export type { FailurePattern } from './pattern.ts';
export type { FailureInput } from './classify-failure.ts';
export { classifyFailure, findEnhancedCode } from './classify-failure.ts';
export type { FailurePatternGroup } from './patterns.ts';
export { failurePatternGroups, failurePatterns } from './patterns.ts';
