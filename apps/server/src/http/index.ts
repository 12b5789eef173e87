/**
 * Purpose: assembles the HTTP application: security headers, health, the frame of the API and that of the pages, and the mapping of errors.
 * Features declare their own routes.
 *
 * Fails with: a problem under `/v1`; for pages 503 for whatever is unexpected, logged with its cause; the client learns only that it may
 * try again.
 *
 * Security: a strict content security policy; a Host that is not ours is refused (DNS rebinding); bodies are limited.
 */
export {
  answerBrokenRequest,
  answerFrameworkError,
  createApi,
  findGaps,
  findOperationFaults,
  findRouteFaults,
  registerRequestIds,
  type ApiDependencies,
} from './api/index.ts';
export { createHttpApp, type HttpAppOptions } from './app.ts';
export { registerConfirmMailboxPage, type ConfirmMailboxPageDependencies } from './confirm-mailbox-page.ts';
export { registerConfirmationPage } from './confirmation-page.ts';
export { closeGracefully } from './edge/index.ts';
export { registerMtaStsPolicy } from './mta-sts-policy.ts';
export type { Readiness } from './health.ts';
export { registerQuarantinePage } from './quarantine-page.ts';
export { registerReference, type ReferenceOptions } from './reference-page/index.ts';
export { registerSetupPage } from './setup-page.ts';
export { builtApplication, loadWebApplication, type WebApplication } from './web-application/index.ts';
