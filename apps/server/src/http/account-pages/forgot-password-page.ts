import type { FastifyInstance } from 'fastify';
import { text } from '@smtpy/contract';
import { z } from 'zod';
import { withFloor } from '../../authentication/index.ts';
import { html } from '../../page/index.ts';
import { senderOf, answer, renderProblem, takeLimits, type AccountPage } from './account-page.ts';
import type { AccountPagesDependencies } from './dependencies.ts';

const form = z.object({ email: text({ min: 3, max: 254 }).refine((email) => email.includes('@')) });

/** `/forgot-password`: sends a link to the address, if it is a user's, and says the same in either case. */
export function registerForgotPasswordPage(
  app: FastifyInstance,
  dependencies: Pick<AccountPagesDependencies, 'authentication' | 'limits'>,
): void {
  app.get('/forgot-password', (_request, reply) => answer(reply, question('')));
  app.post('/forgot-password', async (request, reply) => {
    const given = form.safeParse(request.body);
    if (!given.success) return answer(reply, question('', 'Give an email address.'));
    const refusal = await takeLimits(dependencies, request, 'mail_sending');
    if (refusal !== undefined) return answer(reply, refusal);
    const email = given.data.email.toLowerCase();
    const actor = senderOf(request);
    await withFloor(() => dependencies.authentication.requestPasswordReset({ email, actor }));
    return answer(reply, sent);
  });
}

function question(email: string, problem?: string): AccountPage {
  return {
    title: 'Forgotten password',
    ...(problem !== undefined && { status: 422 }),
    content: html`<h1>Set a new password</h1>
      <p>
        Give the email address of your account. We send a link to it with which you choose a new password.
      </p>
      <form method="post" action="/forgot-password">
        ${renderProblem(problem)}
        <label
          >Email
          <input name="email" type="email" required maxlength="254" autocomplete="email" value="${email}"
        /></label>
        <button>Send link</button>
      </form>`,
  };
}

const sent: AccountPage = {
  title: 'Look into your mail',
  content: html`<h1>Look into your mail</h1>
    <p>
      If there is an account with this address, a link to a new password is on its way to it. It works for an
      hour, once.
    </p>
    <p class="muted">
      Nothing came? Look among spam, or <a href="/forgot-password">try another address</a>.
    </p>`,
};
