import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { html, renderAddress } from '../../page/index.ts';
import {
  answer,
  linkInvalid,
  readToken,
  renderProblem,
  takeLimits,
  type AccountPage,
} from './account-page.ts';
import type { AccountPagesDependencies, ShownMailbox } from './dependencies.ts';

type Dependencies = Pick<AccountPagesDependencies, 'mailboxConfirmations' | 'limits'>;

const form = z.object({ decision: z.enum(['confirm', 'refuse']) });

/** `/confirm-mailbox?token=`: whose organization wants to forward mail to the address that got the link, and the answer. */
export function registerConfirmMailboxPage(app: FastifyInstance, dependencies: Dependencies): void {
  const { mailboxConfirmations } = dependencies;
  app.get('/confirm-mailbox', async (request, reply) => {
    const token = readToken(request.query);
    return answer(reply, await show(dependencies, token));
  });
  app.post('/confirm-mailbox', async (request, reply) => {
    const refusal = await takeLimits(dependencies, request, 'sign_in');
    if (refusal !== undefined) return answer(reply, refusal);
    const token = readToken(request.body);
    if (token === undefined) return answer(reply, invalid);
    const given = form.safeParse(request.body);
    if (!given.success) {
      const page = await show(dependencies, token, 'The form did not arrive whole. Choose again.');
      return answer(reply, page.status === undefined ? { ...page, status: 400 } : page);
    }
    const { decision } = given.data;
    const wish = { token, requestId: request.id };
    const ended =
      decision === 'confirm'
        ? await mailboxConfirmations.confirm(wish)
        : await mailboxConfirmations.refuse(wish);
    return answer(reply, endOf(ended));
  });
}

const title = 'Confirm mailbox';

const invalid = linkInvalid(
  html`<p>Whoever wants to forward mail to your address can have another link sent to you.</p>`,
);

/** Nobody needs to be signed in: who has the link has read mail to the address. */
async function show(
  { mailboxConfirmations }: Dependencies,
  token: string | undefined,
  problem?: string,
): Promise<AccountPage> {
  const asked = token === undefined ? undefined : await mailboxConfirmations.look(token);
  return token === undefined || asked === undefined ? invalid : question({ token, asked, problem });
}

function question({
  token,
  asked: { organizationName, address, expiresAt },
  problem,
}: {
  readonly token: string;
  readonly asked: ShownMailbox;
  readonly problem: string | undefined;
}): AccountPage {
  const time = expiresAt.toISOString();
  return {
    title,
    content: html`<h1>May mail be forwarded to you?</h1>
      <p>
        An organization wants to forward the mail of its aliases to this address. Its name is its own word;
        nobody has checked it.
      </p>
      <dl class="card padded narrow">
        <dt>Address</dt>
        <dd>${renderAddress(address)}</dd>
        <dt>Organization</dt>
        <dd>${organizationName}</dd>
        <dt>Link works until</dt>
        <dd><time datetime="${time}">${time.slice(0, 16).replace('T', ' ')} UTC</time></dd>
      </dl>
      <form method="post" action="/confirm-mailbox">
        <input type="hidden" name="token" value="${token}" />
        ${renderProblem(problem)}
        <div class="actions">
          <button name="decision" value="confirm">Confirm mailbox</button>
          <button name="decision" value="refuse" class="quiet">This was not me</button>
        </div>
      </form>
      <p>
        “This was not me” forwards nothing, and keeps this organization from asking again. You can also do
        nothing: the link ends by itself.
      </p>`,
  };
}

type Ended = Awaited<ReturnType<Dependencies['mailboxConfirmations']['confirm']>>;

function endOf(ended: Ended): AccountPage {
  switch (ended.kind) {
    case 'confirmed':
      return {
        title,
        content: html`<h1>The mailbox is confirmed</h1>
          <p>
            ${ended.organizationName} can forward mail to ${renderAddress(ended.address)} now. You can close
            this page.
          </p>`,
      };
    case 'refused':
      return {
        title,
        content: html`<h1>Nothing will be forwarded</h1>
          <p>
            ${ended.organizationName} cannot use ${renderAddress(ended.address)}, and cannot ask you again.
            You can close this page.
          </p>`,
      };
    case 'own_domain':
      return {
        title,
        status: 422,
        content: html`<h1>This address cannot be used</h1>
          <p>${ended.reason}.</p>`,
      };
    case 'link_invalid':
      return invalid;
  }
}
