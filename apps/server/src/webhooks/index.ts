/**
 * Purpose: addresses of organizations that are told of events, and what was sent to them.
 *
 * Standards: Standard Webhooks 1.0 (symmetric signatures `v1`, secrets `whsec_`), RFC 9110 §10.2.3 (Retry-After), §15.5.11 (410).
 *
 * Guarantees: an event is queued in the transaction of the fact (a trigger of the table `events`), so it is sent exactly when the fact is
 * true; at least once, and more than once only where a process died between the answer and its row. Every attempt sends the same octets. A
 * slow receiver keeps no other waiting. Order is kept as far as retries allow.
 *
 * Fails with: values; a delivery that fails here is sent again when its lease has lapsed.
 *
 * Security: targets are of the public Internet alone (`outgoing-http/`). Secrets are sealed at rest and shown once. URLs and bodies stand in no
 * log of the program and in no audit entry: of a target they name the host.
 *
 * Not here: what is told and in which words (`facts/`).
 */
export { deleteOldDeliveries, eraseDeliveries, readDepth } from './delivery-store.ts';
export type { SenderDependencies } from './dependencies.ts';
export { keptDays } from './rules.ts';
export { webhookRoutes, type WebhookRoutesDependencies } from './routes.ts';
export { runWebhooks, type WebhookLoopOptions } from './run.ts';
