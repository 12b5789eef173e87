import type { FastifyInstance, FastifyReply } from 'fastify';
import { z } from 'zod';
import type { Confirmation, Confirmations, HeldReply } from '../followups/index.ts';
import { html, renderAddress, renderPage, type Html } from '../page/index.ts';

/** What the page needs of the followups. */
export interface ConfirmationPageDependencies {
  readonly confirmations: Confirmations;
}

const form = z.object({ decision: z.enum(['send', 'delete']) });

interface Route {
  readonly Params: { readonly token: string };
}

/** `/confirm/<token>`: where the writer of a held reply sends or deletes it. Only the form that is posted does anything. */
export function registerConfirmationPage(
  app: FastifyInstance,
  { confirmations }: ConfirmationPageDependencies,
): void {
  app.get<Route>('/confirm/:token', async (request, reply) => {
    const { token } = request.params;
    return answer(reply, { token, confirmation: await confirmations.show(token) });
  });

  app.post<Route>('/confirm/:token', async (request, reply) => {
    const { token } = request.params;
    const given = form.safeParse(request.body);
    if (!given.success) {
      const problem = 'The form did not arrive whole. Choose again.';
      return answer(reply.code(400), { token, confirmation: await confirmations.show(token), problem });
    }
    const isToSend = given.data.decision === 'send';
    const confirmation = isToSend ? await confirmations.send(token) : await confirmations.discard(token);
    return answer(reply, { token, confirmation });
  });
}

/** 404 for what is no link of ours, 410 for one whose time is over; otherwise the code stays what it is. */
const codes: Readonly<Partial<Record<Confirmation['kind'], number>>> = {
  no_link: 404,
  expired_link: 410,
};

/** A page with a token in its address is not kept by caches, and not named to other sites. */
function answer(reply: FastifyReply, page: Shown): FastifyReply {
  const code = codes[page.confirmation.kind];
  return (code === undefined ? reply : reply.code(code))
    .type('text/html; charset=utf-8')
    .header('cache-control', 'no-store')
    .send(renderPage({ title: 'Held reply', content: render(page) }));
}

interface Shown {
  readonly token: string;
  readonly confirmation: Confirmation;
  /** What was wrong with the form. */
  readonly problem?: string;
}

function render({ token, confirmation, problem }: Shown): Html {
  switch (confirmation.kind) {
    case 'waiting':
      return renderQuestion(token, confirmation.reply, problem);
    case 'sent':
      return renderEnd(confirmation.reply, {
        title: 'The message was sent',
        text: 'It leaves at once. If the other server refuses it, you get a report.',
      });
    case 'deleted':
      return renderEnd(confirmation.reply, {
        title: 'The message was deleted',
        text: 'It was not sent, and nobody was told.',
      });
    case 'lapsed':
      return renderEnd(confirmation.reply, {
        title: 'The message was not sent',
        text: 'Nobody let it go in time, so it was deleted. If you still want it to arrive, send it again.',
      });
    case 'expired_link':
      return html`<h1>This link no longer works</h1>
        <p>Its time is over, and the message was deleted. If you still want it to arrive, send it again.</p>`;
    case 'no_link':
      return html`<h1>No such link</h1>
        <p>Open it from the mail as a whole: programs sometimes cut a long link in two.</p>`;
  }
}

const questions: Readonly<Record<NonNullable<HeldReply['reason']>, (reply: HeldReply) => Html>> = {
  unproven_sender: ({ mailbox }) =>
    html`<h1>Was this you?</h1>
      <p>
        A message came in the name of your mailbox ${renderAddress(mailbox)}, but nothing proves that it was
        sent from there. It is held until you decide. If it was not you, delete it.
      </p>`,
  mixed_recipients: () =>
    html`<h1>Send it anyway?</h1>
      <p>
        Your message also names people by their own addresses. They see the address of your mailbox; the
        contacts below would see theirs. Anyone who answers to all can put your alias and your mailbox
        together.
      </p>`,
};

function renderQuestion(token: string, reply: HeldReply, problem: string | undefined): Html {
  return html`${questions[reply.reason ?? 'unproven_sender'](reply)} ${renderReply(reply)}
    <form method="post" action="/confirm/${token}">
      ${problem === undefined ? undefined : html`<p class="problem" role="alert">${problem}</p>`}
      <div class="actions">
        <button name="decision" value="send">Send message</button>
        <button name="decision" value="delete" class="quiet">Delete message</button>
      </div>
    </form>`;
}

function renderEnd(
  reply: HeldReply,
  { title, text }: { readonly title: string; readonly text: string },
): Html {
  return html`<h1>${title}</h1>
    <p>${text}</p>
    ${renderReply(reply)}`;
}

function renderReply({ mailbox, contacts, sentAs, subject, receivedAt }: HeldReply): Html {
  const time = receivedAt.toISOString();
  return html`<dl class="card padded">
    <dt>From</dt>
    <dd>${renderAddress(mailbox)}</dd>
    <dt>Sent as</dt>
    <dd>${renderAddress(sentAs)}</dd>
    <dt>To</dt>
    <dd>${contacts.map((contact) => html`${renderAddress(contact)}<br />`)}</dd>
    <dt>Subject</dt>
    <dd>${subject ?? 'No subject'}</dd>
    <dt>Received</dt>
    <dd><time datetime="${time}">${time.slice(0, 16).replace('T', ' ')} UTC</time></dd>
  </dl>`;
}
