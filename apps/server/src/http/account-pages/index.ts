/**
 * Purpose: the pages behind the links of the service's mails: confirm an address or a mailbox, set a new password, answer an invitation; and the one that
 * asks for a link to a new password.
 *
 * Guarantees: showing a page changes nothing, for mail scanners follow links; only a form that a person sends does. They need no scripts.
 *
 * Fails with: a page that says what is wrong and what to do: 400 for half a form, 410 for a link that does not work, 422 for a fault in what
 *   was typed, 429 for too many tries.
 *
 * Security: pages with a token are not cached and not named to other sites; asking for a link is answered in the same words after the same
 *   time for every address; tries are counted with those of the API. What a stranger wrote (names of organizations and people) is shown as text.
 *
 * Not here: what the links do (`authentication/`, `members/`, `mailbox-confirmation/`).
 */
import type { FastifyInstance } from 'fastify';
import type { AccountPagesDependencies } from './dependencies.ts';
import { registerConfirmMailboxPage } from './confirm-mailbox-page.ts';
import { registerForgotPasswordPage } from './forgot-password-page.ts';
import { registerInvitationPage } from './invitation-page.ts';
import { registerResetPasswordPage } from './reset-password-page.ts';
import { registerVerifyEmailPage } from './verify-email-page.ts';

export type { AccountPagesDependencies } from './dependencies.ts';

/** Adds the pages. */
export function registerAccountPages(app: FastifyInstance, dependencies: AccountPagesDependencies): void {
  registerVerifyEmailPage(app, dependencies);
  registerForgotPasswordPage(app, dependencies);
  registerResetPasswordPage(app, dependencies);
  registerInvitationPage(app, dependencies);
  registerConfirmMailboxPage(app, dependencies);
}
