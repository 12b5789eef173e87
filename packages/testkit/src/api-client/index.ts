/**
 * Purpose: somebody who uses a running server over HTTP: a client that keeps cookies or sends a key, and the mail that the sandbox caught for a person.
 * Guarantees: every request has a deadline; redirects are not followed; waiting for a mail ends in an error that says for which.
 * Not here: browsers (Playwright); the schemas of the contract.
 */
export { ApiClient, type ApiAnswer, type ApiRequest } from './api-client.ts';
export { readCapturedMails, waitForLink, type CapturedMail } from './captured-mail.ts';
