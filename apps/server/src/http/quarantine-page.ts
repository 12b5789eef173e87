import type { FastifyInstance, FastifyReply } from 'fastify';
import { z } from 'zod';
import { quarantineWords, shownLine } from '../followups/index.ts';
import { html, renderPage, type Html } from '../page/index.ts';
import {
  framedPagePolicy,
  type Allowance,
  type DeadLink,
  type Decision,
  type DecideResult,
  type LinkDecision,
  type Quarantined,
  type QuarantineLinks,
  type ShownContent,
} from '../quarantine/index.ts';
import { heldMark, renderChecks, renderContent, renderFacts, renderSender } from './quarantine-parts.ts';

/** What the page needs of the quarantine. */
export interface QuarantinePageDependencies {
  readonly links: QuarantineLinks;
}

/** The buttons, as the form names them. */
const decisions = {
  deliver: 'release',
  deliver_and_allow: 'releaseAndAllow',
  delete: 'remove',
} as const satisfies Readonly<Record<string, LinkDecision>>;

const form = z.object({ decision: z.enum(['deliver', 'deliver_and_allow', 'delete']) });

interface Route {
  readonly Params: { readonly token: string };
}

/** `/quarantine/<token>`: where whoever has the link from the mailbox sees held mail and decides. Only the form that is posted does anything. */
export function registerQuarantinePage(app: FastifyInstance, { links }: QuarantinePageDependencies): void {
  app.get<Route>('/quarantine/:token', (request, reply) =>
    showPage(reply, { links, token: request.params.token }),
  );

  app.post<Route>('/quarantine/:token', async (request, reply) => {
    const { token } = request.params;
    const given = form.safeParse(request.body);
    if (!given.success) {
      const problem = 'The form did not arrive whole. Choose again.';
      return showPage(reply.code(400), { links, token, problem });
    }
    const result = await links.decide(token, decisions[given.data.decision]);
    return isDead(result) ? sendDead(reply, result) : send(reply, renderResult(result));
  });
}

async function showPage(
  reply: FastifyReply,
  {
    links,
    token,
    problem,
  }: { readonly links: QuarantineLinks; readonly token: string; readonly problem?: string },
): Promise<FastifyReply> {
  const shown = await links.show(token);
  if (isDead(shown)) return sendDead(reply, shown);
  if (shown.kind === 'decided') return send(reply, renderDecision(shown.decision));
  return send(reply, renderHeld(token, shown, problem));
}

function isDead(result: { readonly kind: string }): result is DeadLink {
  return result.kind === 'no_link' || result.kind === 'expired_link';
}

/** A page with a token in its address is not kept by caches, and says to search engines that it is not for them. */
function send(reply: FastifyReply, content: Html): FastifyReply {
  return reply
    .type('text/html; charset=utf-8')
    .header('cache-control', 'no-store')
    .header('x-robots-tag', 'noindex')
    .header('content-security-policy', framedPagePolicy)
    .send(renderPage({ title: 'Held message', content }));
}

/** 404 for what is no link of ours, 410 for one whose time is over. */
function sendDead(reply: FastifyReply, { kind }: DeadLink): FastifyReply {
  if (kind === 'no_link')
    return send(
      reply.code(404),
      html`<h1>No such link</h1>
        <p>Open it from the mail as a whole: programs sometimes cut a long link in two.</p>`,
    );
  return send(
    reply.code(410),
    html`<h1>This link no longer works</h1>
      <p>Its time is over. What was not delivered by then was deleted.</p>`,
  );
}

function renderHeld(
  token: string,
  { message, content }: { readonly message: Quarantined; readonly content: ShownContent },
  problem: string | undefined,
): Html {
  const { label, why } = quarantineWords[message.reason];
  const subject = shownLine(message.subject ?? '', 300);
  return html`<p class="chip">${heldMark} ${label}</p>
    <h1 class="subject"><bdi>${subject === '' ? 'No subject' : subject}</bdi></h1>
    <p>This message is held. ${why}</p>
    ${renderFacts(message)} ${renderForm(token, message, problem)}
    <h2>Who sent it</h2>
    ${renderChecks(message.checks)} ${renderContent(content)}`;
}

function renderForm(token: string, message: Quarantined, problem: string | undefined): Html {
  const { allowance } = message;
  const allow =
    allowance.kind === 'possible'
      ? html`<button name="decision" value="deliver_and_allow" class="quiet">
          Deliver and always allow
        </button>`
      : undefined;
  return html`<form method="post" action="/quarantine/${token}" class="decide">
    ${problem === undefined ? undefined : html`<p class="problem" role="alert">${problem}</p>`}
    <div class="actions">
      <button name="decision" value="deliver">Deliver message</button>
      ${allow}
      <button name="decision" value="delete" class="quiet">Delete message</button>
    </div>
    ${renderMeaning(message, allowance)}
  </form>`;
}

/** What the buttons do beyond their words. */
function renderMeaning({ sender, reason }: Quarantined, allowance: Allowance): Html | undefined {
  if (reason === 'not_encrypted')
    return html`<p class="muted">
      Delivering tries again to encrypt it. As long as the mailbox has no key that works, it is held again.
    </p>`;
  if (allowance.kind === 'pointless') return undefined;
  if (!allowance.acceptsUnproven)
    return html`<p class="muted">
      Always allow: what ${renderSender(sender)} sends to this alias is no longer held, as long as it proves,
      as this message does, who sent it.
    </p>`;
  return html`<p class="notice">
    This message does not prove who sent it. If you always allow ${renderSender(sender)}, anybody who writes
    that address into a message gets through to this alias. Allow it only if you know that the sender cannot
    do better.
  </p>`;
}

function renderResult(result: Exclude<DecideResult, { kind: 'not_found' }>): Html {
  if (result.kind === 'decided_before') return renderDecision(result.decision);
  const { decision, allowed } = result;
  return html`${renderDecision(decision)}
  ${
    allowed?.kind === 'allowed'
      ? html`<p>
          The sender is allowed for this alias from now
          on${allowed.acceptsUnproven ? ', also where a message does not prove who sent it' : ''}.
        </p>`
      : undefined
  }
  ${allowed?.kind === 'not_allowed' ? html`<p>The sender was not allowed: ${allowed.reason}.</p>` : undefined}`;
}

const endings: Readonly<Record<Decision, { readonly title: string; readonly text: string }>> = {
  delivered: {
    title: 'The message was released',
    text: 'It goes to your mailbox at once. If your mailbox refuses it, you hear of it.',
  },
  deleted: {
    title: 'The message was deleted',
    text: 'It is gone for good, and its sender does not hear of it.',
  },
  lapsed: {
    title: 'The message was deleted',
    text: 'Nobody decided in time. Its sender did not hear of it.',
  },
};

function renderDecision(decision: Decision): Html {
  const { title, text } = endings[decision];
  return html`<h1>${title}</h1>
    <p>${text}</p>`;
}
