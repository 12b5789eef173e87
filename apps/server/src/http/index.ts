/**
 * Purpose: assembles the HTTP application: security headers, health, the pages' frame and the mapping of errors.
 * Features register their own routes.
 *
 * Fails with: 503 for whatever is unexpected, logged with its cause; the client learns only that it may try again.
 *
 * Security: a strict content security policy; a Host that is not ours is refused (DNS rebinding); bodies are limited.
 */
export { createHttpApp, type HttpAppOptions } from './app.ts';
export { registerConfirmationPage } from './confirmation-page.ts';
export type { Readiness } from './health.ts';
export { registerQuarantinePage } from './quarantine-page.ts';
export { registerSetupPage } from './setup-page.ts';
