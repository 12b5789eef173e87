/**
 * Trace fields: what we write above a message that we accept, and what we do not let pass under our name.
 *
 * Purpose: make `Received` and `Authentication-Results`, count hops, recognise forged results.
 * Standards: RFC 5321 §4.4 and §6.3, RFC 3848 and RFC 6531 §4.3 (protocol names), RFC 8601 (§2.2 syntax, §5 removal).
 * Guarantees: each field is valid whatever the client said in EHLO, MAIL and its DNS; lines are folded.
 * Security: text of the peer is reduced to characters that cannot end a comment, value or clause, so it cannot pretend to be another
 *   result or hop. A field counts as forged when any tolerant reader would take it for ours.
 * Not here: the checks whose results are written; deciding from hop counts.
 */
export type { AuthenticationResultFacts, AuthenticationResultsInput } from './authentication-results.ts';
export { formatAuthenticationResults, isForgedAuthenticationResults } from './authentication-results.ts';
export type { ReceivedInput, ReceivedProtocol } from './received.ts';
export { countReceived, formatReceived } from './received.ts';
