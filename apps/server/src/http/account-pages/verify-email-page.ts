import type { FastifyInstance } from 'fastify';
import { html } from '../../page/index.ts';
import {
  senderOf,
  answer,
  linkInvalid,
  readToken,
  takeLimits,
  tooManyTries,
  type AccountPage,
} from './account-page.ts';
import type { AccountPagesDependencies } from './dependencies.ts';

/** `/verify-email?token=`: a button confirms the address that the link was sent to. */
export function registerVerifyEmailPage(
  app: FastifyInstance,
  dependencies: Pick<AccountPagesDependencies, 'authentication' | 'limits'>,
): void {
  app.get('/verify-email', (request, reply) => {
    const token = readToken(request.query);
    return answer(reply, token === undefined ? invalid : question(token));
  });
  app.post('/verify-email', async (request, reply) => {
    const token = readToken(request.body);
    if (token === undefined) return answer(reply, invalid);
    const refusal = await takeLimits(dependencies, request, 'sign_in');
    if (refusal !== undefined) return answer(reply, tooManyTries);
    const actor = senderOf(request);
    const { kind } = await dependencies.authentication.verifyEmail({ token, actor });
    return answer(reply, outcomes[kind]);
  });
}

const title = 'Confirm email address';

const invalid = linkInvalid(
  html`<p>Sign in: where the address still needs to be confirmed, you can ask for another link.</p>`,
);

function question(token: string): AccountPage {
  return {
    title,
    content: html`<h1>Confirm your email address</h1>
      <p>The button confirms that the address which got this link is yours.</p>
      <form method="post" action="/verify-email">
        <input type="hidden" name="token" value="${token}" />
        <button>Confirm address</button>
      </form>`,
  };
}

const outcomes: Readonly<Record<'verified' | 'email_changed' | 'link_invalid', AccountPage>> = {
  verified: {
    title,
    content: html`<h1>The address is confirmed</h1>
      <p>You can sign in now, and close this page.</p>`,
  },
  email_changed: {
    title,
    content: html`<h1>The address was changed</h1>
      <p>From now on you sign in with this address, and we write to it. You can close this page.</p>`,
  },
  link_invalid: invalid,
};
