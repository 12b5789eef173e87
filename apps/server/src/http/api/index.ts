/**
 * Purpose: runs the operations of the contract over HTTP: who calls, what is allowed, what is read, the transaction, what is answered.
 *
 * Standards: RFC 9110 (semantics, conditional requests), RFC 9457 (problems), RFC 6750 §2.1 (keys), RFC 8259 (JSON),
 *   draft-ietf-httpapi-ratelimit-headers-10, draft-ietf-httpapi-idempotency-key-header-07.
 *
 * Guarantees, in this order for each request: it has an id; its sender is known by key or else session; the organization is one the sender is
 *   a member of; the access rule is met; no limit is exceeded; parameters and body are what the schemas say; the work is one transaction with
 *   its record for repetition; the answer is what its schema says. Whatever fails ends the rest and undoes the work.
 *
 * Fails with: a problem, for whatever happens under `/v1`; the reason of what is unexpected goes to the log with the id of the request.
 *
 * Security: refused by the head alone where possible, before a body is read; bodies are bounded in bytes and depth, and name nothing twice;
 *   errors tell nothing of the inside.
 *
 * Not here: what operations do (features), pages, connections and their headers (`edge/`).
 */
export { isApiPath, isLiveUpgrade } from './api-path.ts';
export { createApi } from './create-api.ts';
export type { ApiDependencies } from './dependencies.ts';
export { entityTagOf, isKnown } from './etag.ts';
export { toFailure } from './failure.ts';
export { answerBrokenRequest, answerFrameworkError } from './framework-errors.ts';
export { sendProblem } from './problem.ts';
export { registerRequestIds } from './request-id.ts';
export { findGaps, findOperationFaults, findRouteFaults } from './route-faults.ts';
