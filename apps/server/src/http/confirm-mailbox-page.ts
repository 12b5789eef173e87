import type { FastifyInstance, FastifyReply } from 'fastify';
import { z } from 'zod';
import { html, type Html, renderAddress, renderPage } from '../page/index.ts';
import type { RequestLimits } from '../request-limits/index.ts';

/** What the page needs of mailboxes. */
export interface ConfirmMailboxPageDependencies {
  readonly mailboxConfirmations: {
    look(token: string): Promise<ShownMailbox | undefined>;
    confirm(wish: MailboxAnswer): Promise<AnsweredMailbox>;
    refuse(wish: MailboxAnswer): Promise<AnsweredMailbox>;
  };
  readonly limits: Pick<RequestLimits, 'limitsFor' | 'take'>;
}

/** What a link asks that still works. */
interface ShownMailbox {
  readonly organizationName: string;
  readonly address: string;
  readonly expiresAt: Date;
}

/** Who has a link, and the request that it came with. */
interface MailboxAnswer {
  readonly token: string;
  readonly requestId: string;
}

/** How answering ended. */
type AnsweredMailbox =
  | { readonly kind: 'confirmed' | 'refused'; readonly organizationName: string; readonly address: string }
  | { readonly kind: 'link_invalid' }
  | { readonly kind: 'own_domain'; readonly reason: string };

/** What is answered. */
interface Page {
  readonly content: Html;
  /** Default 200. */
  readonly status?: 200 | 400 | 410 | 422 | 429;
}

const form = z.object({ decision: z.enum(['confirm', 'refuse']) });
const tokenForm = /^[A-Za-z0-9_-]{20,200}$/;

/**
 * `/confirm-mailbox?token=`: whose organization wants to forward mail to the address that got the link, and the answer. For people without
 * an account, so it needs neither sign-in nor scripts. Showing it changes nothing, for mail scanners follow links; only the form does.
 */
export function registerConfirmMailboxPage(
  app: FastifyInstance,
  dependencies: ConfirmMailboxPageDependencies,
): void {
  const { mailboxConfirmations } = dependencies;
  app.get('/confirm-mailbox', async (request, reply) => {
    const token = readToken(request.query);
    return answer(reply, await show(dependencies, token));
  });
  app.post('/confirm-mailbox', async (request, reply) => {
    if (!(await isWithinLimits(dependencies, request.ip))) return answer(reply, tooManyTries);
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

/** Sends a page that no cache keeps: its address or its form holds a token. */
function answer(reply: FastifyReply, { content, status = 200 }: Page): FastifyReply {
  return reply
    .code(status)
    .type('text/html; charset=utf-8')
    .header('cache-control', 'no-store')
    .send(renderPage({ title: 'Confirm mailbox', content }));
}

/** The token of a link, from the address of the page or from its form; undefined for what cannot be one. */
function readToken(source: unknown): string | undefined {
  if (typeof source !== 'object' || source === null || !('token' in source)) return undefined;
  const { token } = source;
  return typeof token === 'string' && tokenForm.test(token) ? token : undefined;
}

/** Counts a form with the tries of its network to sign in. */
async function isWithinLimits(
  { limits }: Pick<ConfirmMailboxPageDependencies, 'limits'>,
  ip: string,
): Promise<boolean> {
  const caller = { principal: undefined, organizationId: undefined, ip };
  return (await limits.take(limits.limitsFor({ limit: 'sign_in' }, caller))).isWithin;
}

const tooManyTries: Page = {
  status: 429,
  content: html`<h1>Too many tries</h1>
    <p>Wait some minutes, then go back and send the form again.</p>`,
};

const invalid: Page = {
  status: 410,
  content: html`<h1>This link no longer works</h1>
    <p>It was used already, its time is over, or a newer one was sent.</p>
    <p>Whoever wants to forward mail to your address can have another link sent to you.</p>`,
};

/** Nobody needs to be signed in: who has the link has read mail to the address. */
async function show(
  { mailboxConfirmations }: ConfirmMailboxPageDependencies,
  token: string | undefined,
  problem?: string,
): Promise<Page> {
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
}): Page {
  const time = expiresAt.toISOString();
  return {
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
        ${problem === undefined ? undefined : html`<p class="problem" role="alert">${problem}</p>`}
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

function endOf(ended: AnsweredMailbox): Page {
  switch (ended.kind) {
    case 'confirmed':
      return {
        content: html`<h1>The mailbox is confirmed</h1>
          <p>
            ${ended.organizationName} can forward mail to ${renderAddress(ended.address)} now. You can close
            this page.
          </p>`,
      };
    case 'refused':
      return {
        content: html`<h1>Nothing will be forwarded</h1>
          <p>
            ${ended.organizationName} cannot use ${renderAddress(ended.address)}, and cannot ask you again.
            You can close this page.
          </p>`,
      };
    case 'own_domain':
      return {
        status: 422,
        content: html`<h1>This address cannot be used</h1>
          <p>${ended.reason}.</p>`,
      };
    case 'link_invalid':
      return invalid;
  }
}
