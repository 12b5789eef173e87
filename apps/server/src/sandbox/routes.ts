import type { FastifyInstance, FastifyReply } from 'fastify';
import { Readable } from 'node:stream';
import { html, type Html, renderAddress, renderPage } from '../page/index.ts';
import { readForShow, type ShownMessage } from './reading.ts';
import type { CapturedMessage, Sandbox } from './sandbox.ts';

/** One line of a message's timeline, as the `messages` feature gives it. */
export interface TimelineEntry {
  readonly at: Date;
  readonly kind: string;
  readonly label: string;
  readonly sentence: string;
}

/** What the pages need of the rest of the program. */
export interface SandboxPagesDependencies {
  readonly sandbox: Sandbox;
  readonly loadTimeline: (messageId: string) => Promise<readonly TimelineEntry[]>;
}

const banner = 'Sandbox: mail is caught here and shown. Nothing leaves this machine.';
const listed = 100;
const uuid = '[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}';

/** `/sandbox`, one page per captured message, its HTML part and its source. */
export function registerSandboxPages(
  app: FastifyInstance,
  { sandbox, loadTimeline }: SandboxPagesDependencies,
): void {
  app.get('/sandbox', async (_request, reply) => {
    const captured = await sandbox.list(listed);
    const shown = await Promise.all(
      captured.map(async (message) => ({ message, content: await readForShow(sandbox, message) })),
    );
    return sendPage(reply, 'Captured mail', renderList(shown));
  });

  app.get<{ Params: { id: string } }>(`/sandbox/:id(${uuid})`, async (request, reply) => {
    const message = await sandbox.find(request.params.id);
    if (message === undefined) return sendPage(reply.code(404), 'No such message', renderMissing());
    const [content, timeline] = await Promise.all([
      readForShow(sandbox, message),
      loadTimeline(message.messageId),
    ]);
    return sendPage(reply, content.subject, renderMessage(message, content, timeline));
  });

  app.get<{ Params: { id: string } }>(`/sandbox/:id(${uuid})/source`, async (request, reply) => {
    const message = await sandbox.find(request.params.id);
    if (message === undefined) return sendPage(reply.code(404), 'No such message', renderMissing());
    return reply
      .type('text/plain; charset=utf-8')
      .header('content-disposition', `inline; filename="${message.deliveryId}.eml"`)
      .send(Readable.from(sandbox.content(message.deliveryId)));
  });

  app.get<{ Params: { id: string } }>(`/sandbox/:id(${uuid})/html`, async (request, reply) => {
    const message = await sandbox.find(request.params.id);
    const content = message && (await readForShow(sandbox, message));
    if (content?.html === undefined) return sendPage(reply.code(404), 'No HTML part', renderMissing());
    return reply
      .type('text/html; charset=utf-8')
      .header(
        'content-security-policy',
        "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'self'",
      )
      .header('x-frame-options', 'SAMEORIGIN')
      .send(content.html);
  });
}

function sendPage(reply: FastifyReply, title: string, content: Html): FastifyReply {
  return reply.type('text/html; charset=utf-8').send(renderPage({ title, banner, content }));
}

function renderList(
  rows: readonly { readonly message: CapturedMessage; readonly content: ShownMessage }[],
): Html {
  if (rows.length === 0) return renderEmpty();
  return html`<h1>Captured mail</h1>
    <p class="muted">What would have been delivered, newest first. The last ${listed} are listed.</p>
    <div class="card">
      <table>
        <thead>
          <tr>
            <th>Subject</th>
            <th>Sender</th>
            <th>To the mailbox</th>
            <th class="number">Size</th>
            <th class="number">Captured</th>
          </tr>
        </thead>
        <tbody>
          ${rows.map(
            ({ message, content }) =>
              html`<tr>
                <td><a href="/sandbox/${message.deliveryId}">${content.subject}</a></td>
                <td>${content.headerFrom}</td>
                <td>${renderAddress(message.rcptTo)}</td>
                <td class="number">${formatSize(message.sizeBytes)}</td>
                <td class="number">
                  <time datetime="${message.capturedAt.toISOString()}"
                    >${formatTime(message.capturedAt)}</time
                  >
                </td>
              </tr>`,
          )}
        </tbody>
      </table>
    </div>`;
}

function renderEmpty(): Html {
  return html`<h1>Captured mail</h1>
    <div class="card empty">
      <svg
        width="48"
        height="48"
        viewBox="0 0 32 32"
        fill="none"
        stroke="currentColor"
        stroke-width="1.5"
        stroke-linejoin="round"
        aria-hidden="true"
      >
        <path d="M4 9h24v15H4z M4 9l12 9 12-9" />
      </svg>
      <p><b>No mail was captured yet.</b></p>
      <p class="muted">
        Run <code>npx smtpy demo</code> in the folder of SMTPy: it makes an alias, sends a message to it and
        shows where it went.
      </p>
    </div>`;
}

function renderMissing(): Html {
  return html`<h1>No such message</h1>
    <p>It was never captured, or it made room for newer ones. <a href="/sandbox">All captured mail</a></p>`;
}

function renderMessage(
  message: CapturedMessage,
  content: ShownMessage,
  timeline: readonly TimelineEntry[],
): Html {
  return html`<h1>${content.subject}</h1>
    <p class="route">
      ${content.headerFrom}
      <span class="arrow" aria-label="delivered to">→</span> ${renderAddress(message.rcptTo)}
    </p>
    <div class="card padded">
      <dl>
        <dt>From</dt>
        <dd>${content.headerFrom}</dd>
        <dt>To</dt>
        <dd>${content.headerTo}</dd>
        <dt>Date</dt>
        <dd>${content.date}</dd>
        <dt>Return path</dt>
        <dd>${renderAddress(message.mailFrom)}</dd>
        <dt>Original From</dt>
        <dd>${content.originalFrom}</dd>
        <dt>Size</dt>
        <dd>${formatSize(message.sizeBytes)}</dd>
        ${
          content.attachments.length === 0
            ? undefined
            : html`<dt>Attachments</dt>
                <dd>${content.attachments.join(', ')}</dd>`
        }
      </dl>
    </div>
    <h2>Timeline</h2>
    <div class="card">
      <ol class="timeline">
        ${timeline.map(
          (entry) =>
            html`<li class="${entry.kind}">
              <time datetime="${entry.at.toISOString()}">${formatClock(entry.at)}</time><b>${entry.label}</b
              ><span>${entry.sentence}</span>
            </li>`,
        )}
      </ol>
    </div>
    <h2>Text</h2>
    <div class="card"><pre>${content.text}</pre></div>
    ${
      content.html === undefined
        ? undefined
        : html`<h2>HTML</h2>
            <div class="card">
              <iframe
                sandbox=""
                src="/sandbox/${message.deliveryId}/html"
                title="HTML part of the message"
              ></iframe>
            </div>`
    }
    <p>
      <a href="/sandbox/${message.deliveryId}/source">Source, as the next hop would have received it</a> ·
      <a href="/sandbox">All captured mail</a>
    </p>`;
}

function formatSize(bytes: number): string {
  if (bytes < 1_000) return `${bytes} B`;
  return bytes < 1_000_000 ? `${(bytes / 1_000).toFixed(1)} kB` : `${(bytes / 1_000_000).toFixed(1)} MB`;
}

function formatTime(instant: Date): string {
  return `${instant.toISOString().slice(0, 10)} ${instant.toISOString().slice(11, 19)} UTC`;
}

function formatClock(instant: Date): string {
  return instant.toISOString().slice(11, 23);
}
