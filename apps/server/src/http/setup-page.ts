import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { passwordLength, type UseSetupLink, type UseSetupLinkResult } from '../accounts/index.ts';
import { actorOf } from '../audit/index.ts';
import { html, type Html, renderPage } from '../page/index.ts';

/** What the page needs of accounts. */
export interface SetupPageDependencies {
  readonly useSetupLink: (request: UseSetupLink) => Promise<UseSetupLinkResult>;
  /** Whether there is the application to go on with. */
  readonly hasApplication: boolean;
}

const form = z.object({
  email: z.string().max(320),
  username: z.string().max(200).optional(),
  password: z.string().max(1_000),
});

type Form = z.infer<typeof form>;

/** `/setup/<token>`: the one-time link of the console, where the first administrator is made. */
export function registerSetupPage(
  app: FastifyInstance,
  { useSetupLink, hasApplication }: SetupPageDependencies,
): void {
  app.get<{ Params: { token: string } }>('/setup/:token', (request, reply) =>
    reply
      .type('text/html; charset=utf-8')
      .header('cache-control', 'no-store')
      .send(renderSetup(renderForm(request.params.token, { email: '', password: '' }))),
  );

  app.post<{ Params: { token: string } }>('/setup/:token', async (request, reply) => {
    const given = form.safeParse(request.body);
    reply.type('text/html; charset=utf-8').header('cache-control', 'no-store');
    if (!given.success) {
      const problem = 'The form did not arrive whole. Fill it in again.';
      return reply
        .code(400)
        .send(renderSetup(renderForm(request.params.token, { email: '', password: '' }, problem)));
    }
    const { token } = request.params;
    const username = given.data.username?.trim();
    const result = await useSetupLink({
      ...given.data,
      token,
      actor: actorOf(undefined, { requestId: request.id, headers: request.headers, ip: request.ip }),
      username: username === '' ? undefined : username,
    });
    if (result.kind === 'created') {
      return reply.send(renderSetup(hasApplication ? renderSignIn() : renderDone(result.user.email)));
    }
    if (result.kind === 'invalid_link' || result.kind === 'administrator_exists') {
      return reply.code(410).send(renderSetup(renderGone(result.reason)));
    }
    return reply.code(422).send(renderSetup(renderForm(token, given.data, result.reason)));
  });
}

function renderSetup(content: Html): string {
  return renderPage({ title: 'First administrator', content });
}

function renderForm(token: string, given: Form, problem?: string): Html {
  return html`<h1>Make the first administrator</h1>
    <p class="muted">This link works once. The account runs this installation.</p>
    <form method="post" action="/setup/${token}">
      ${problem === undefined ? undefined : html`<p class="problem" role="alert">${problem}</p>`}
      <label
        >Email <input name="email" type="email" required autocomplete="email" value="${given.email}"
      /></label>
      <label
        >Username <small>Optional</small>
        <input name="username" autocomplete="username" value="${given.username ?? ''}"
      /></label>
      <label
        >Password <small>At least ${passwordLength.min} characters</small>
        <input
          name="password"
          type="password"
          required
          minlength="${passwordLength.min}"
          autocomplete="new-password"
      /></label>
      <button>Create administrator</button>
    </form>`;
}

function renderSignIn(): Html {
  return html`<h1>The administrator was made</h1>
    <p><a href="/sign-in">Sign in</a> to add the first domain, mailbox and alias.</p>`;
}

function renderDone(email: string): Html {
  return html`<h1>The administrator was made</h1>
    <p>Add the first domain, mailbox and alias on the console of this machine:</p>
    <div class="card">
      <pre>
npx smtpy domain add my-domain.example --user ${email}
npx smtpy mailbox add me@mailbox.example --user ${email}
npx smtpy alias add shop@my-domain.example --to me@mailbox.example</pre>
    </div>`;
}

function renderGone(reason: string): Html {
  return html`<h1>This link no longer works</h1>
    <p>${reason}</p>`;
}
