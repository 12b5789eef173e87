import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { passwordLength } from '../../accounts/index.ts';
import { html } from '../../page/index.ts';
import {
  senderOf,
  answer,
  linkInvalid,
  readToken,
  renderProblem,
  takeLimits,
  type AccountPage,
} from './account-page.ts';
import type { AccountPagesDependencies } from './dependencies.ts';

const form = z.object({ password: z.string().min(1).max(1_000), repeated: z.string().max(1_000) });

/** `/reset-password?token=`: a new password, typed twice. */
export function registerResetPasswordPage(
  app: FastifyInstance,
  dependencies: Pick<AccountPagesDependencies, 'authentication' | 'limits'>,
): void {
  app.get('/reset-password', (request, reply) => {
    const token = readToken(request.query);
    return answer(reply, token === undefined ? invalid : question(token));
  });
  app.post('/reset-password', async (request, reply) => {
    const token = readToken(request.body);
    if (token === undefined) return answer(reply, invalid);
    const given = form.safeParse(request.body);
    if (!given.success) return answer(reply, question(token, 'Type the new password twice.'));
    if (given.data.password !== given.data.repeated) {
      return answer(reply, question(token, 'The two passwords are not the same. Type them again.'));
    }
    const refusal = await takeLimits(dependencies, request, 'sign_in');
    if (refusal !== undefined) return answer(reply, refusal);
    const result = await dependencies.authentication.resetPassword({
      token,
      newPassword: given.data.password,
      actor: senderOf(request),
    });
    if (result.kind === 'weak_password') return answer(reply, question(token, `${result.reason}.`));
    return answer(reply, result.kind === 'reset' ? done : invalid);
  });
}

const title = 'New password';

const invalid = linkInvalid(html`<p><a href="/forgot-password">Ask for a new link</a></p>`);

const done: AccountPage = {
  title,
  content: html`<h1>The password was set</h1>
    <p>All sessions have ended. Sign in with the new password; you can close this page.</p>`,
};

function question(token: string, problem?: string): AccountPage {
  return {
    title,
    ...(problem !== undefined && { status: 422 }),
    content: html`<h1>Choose a new password</h1>
      <p>Every session of the account ends when it is set.</p>
      <form method="post" action="/reset-password">
        <input type="hidden" name="token" value="${token}" />
        ${renderProblem(problem)} ${renderPasswordFields('New password')}
        <button>Set password</button>
      </form>`,
  };
}

/** Two fields for a password that is new. */
export function renderPasswordFields(label: string) {
  const field = (name: string, words: string, hint?: string) =>
    html`<label
      >${words} ${hint === undefined ? undefined : html`<small>${hint}</small>`}
      <input
        name="${name}"
        type="password"
        required
        minlength="${passwordLength.min}"
        maxlength="${passwordLength.max}"
        autocomplete="new-password"
    /></label>`;
  return html`${field('password', label, `At least ${String(passwordLength.min)} characters`)}
  ${field('repeated', `${label} once more`)}`;
}
