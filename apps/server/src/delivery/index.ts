/**
 * Purpose: takes what is due out of the queue, makes one attempt at it and writes down how it ended.
 *
 * Standards: RFC 5321 §4.5.4 (sending strategy), RFC 5321 §5.1 (where to send), RFC 7505 (null MX), RFC 3207 (STARTTLS),
 * RFC 2920 (PIPELINING), RFC 1870 (SIZE), RFC 6152 (8BITMIME), RFC 6531 (SMTPUTF8), RFC 4954 (AUTH).
 *
 * Guarantees: an attempt ends as delivered only after the next hop's 2xx to the end of the content. The body is sent as
 * stored, but for calendars of forwards and what mail programs put into replies by themselves. Every wait has a deadline. One destination's failure holds up no other. When the loop ends, no attempt is
 * under way and no lease is held that could be given back.
 *
 * Fails with: nothing; what goes wrong is an outcome. The unexpected is `deferred` and reported as `failed` event.
 *
 * Security: TLS to an MX is opportunistic and proves no identity. The password of a relay is sent over verified TLS, or to
 * the own machine. Direct delivery does not connect to this machine. Evidence holds what remote hosts said, so it is
 * for the owner of the message alone.
 *
 * Not here: when the next attempt is due, states and leases (`queue/`); what is changed in a header (`forwarding/`).
 */
export type { OutgoingMessage, SendOutcome, Transport } from './transport.ts';
export {
  createDirectTransport,
  type DirectTransport,
  type DirectTransportOptions,
} from './direct-transport.ts';
export { createRelayTransport, type RelayTransportOptions } from './relay-transport.ts';
export { createCaptureTransport, type Capture, type CapturedMessage } from './capture-transport.ts';
export {
  runDeliveryLoop,
  type DeliveryLoopOptions,
  type DeliveryQueue,
  type LoopTiming,
} from './loop/index.ts';
export {
  createAttempt,
  type Attempt,
  type AttemptDependencies,
  type AttemptLoaders,
  type ContactIdentity,
  type SigningKey,
} from './attempt/index.ts';
export { createLearnedRewrites, type LearnedRewrites } from './learned/index.ts';
export { parseRelayUrl, type Relay } from './relay-url.ts';
export { capDeadlines, type Deadlines } from './smtp-client/index.ts';
