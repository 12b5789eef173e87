/**
 * Purpose: addresses of organizations that are told of events.
 *
 * Not here: what is told (`facts/`).
 */
export { webhookRoutes } from './routes.ts';
