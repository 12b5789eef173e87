import { html, type Html, renderAddress } from '../page/index.ts';
import type { ShownMessage } from './reading.ts';
import type { CapturedMessage } from './sandbox.ts';

/** One line of a message's timeline, as the `messages` feature gives it. */
export interface TimelineEntry {
  readonly at: Date;
  readonly kind: string;
  readonly label: string;
  readonly sentence: string;
}

/** The newest captures; `limit` is how many are listed at most. */
export function renderList(
  rows: readonly { readonly message: CapturedMessage; readonly content: ShownMessage }[],
  limit: number,
): Html {
  if (rows.length === 0) return renderEmpty();
  return html`<h1>Captured mail</h1>
    <p class="muted">What would have been delivered, newest first. The last ${limit} are listed.</p>
    <div class="card">
      <table>
        <thead>
          <tr>
            <th>Subject</th>
            <th>Sender</th>
            <th>Recipient</th>
            <th class="number">Size</th>
            <th class="number">Captured</th>
          </tr>
        </thead>
        <tbody>
          ${rows.map(
            ({ message, content }) =>
              html`<tr>
                <td><a href="/sandbox/${message.deliveryId}">${content.subject}</a></td>
                <td>${content.originalFrom === '' ? content.headerFrom : content.originalFrom}</td>
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

/** What stands where a capture is not. */
export function renderMissing(): Html {
  return html`<h1>No such message</h1>
    <p>It was never captured, or it made room for newer ones. <a href="/sandbox">All captured mail</a></p>`;
}

/** One captured message: its facts, its timeline and its parts. */
export function renderMessage(
  message: CapturedMessage,
  content: ShownMessage,
  { timeline, publicUrl }: { readonly timeline: readonly TimelineEntry[]; readonly publicUrl: string },
): Html {
  return html`<h1>${content.subject}</h1>
    <p class="route">
      ${content.headerFrom}
      <span class="arrow" aria-label="delivered to">→</span> ${renderAddress(message.rcptTo)}
    </p>
    ${renderFacts(message, content)}
    <h2>Timeline</h2>
    <div class="card">
      <ol class="timeline">
        ${timeline.map(renderEntry)}
      </ol>
    </div>
    ${content.text === undefined ? undefined : renderTextPart(content.text, publicUrl)}
    ${content.html === undefined ? undefined : renderHtmlPart(message)}
    <p>
      <a href="/sandbox/${message.deliveryId}/source">Source, as the next hop would have received it</a> ·
      <a href="/sandbox">All captured mail</a>
    </p>`;
}

function renderFacts(message: CapturedMessage, content: ShownMessage): Html {
  const facts: readonly (readonly [name: string, value: string | Html])[] = [
    ['From', content.headerFrom],
    ['To', content.headerTo],
    ['Date', content.date],
    ['Return path', renderAddress(message.mailFrom)],
    ...(content.originalFrom === '' ? [] : [['Original From', content.originalFrom] as const]),
    ['Size', formatSize(message.sizeBytes)],
    ...(content.attachments.length === 0 ? [] : [['Attachments', content.attachments.join(', ')] as const]),
  ];
  return html`<div class="card padded">
    <dl>
      ${facts.map(
        ([name, value]) =>
          html`<dt>${name}</dt>
            <dd>${value}</dd>`,
      )}
    </dl>
  </div>`;
}

function renderEntry({ at, kind, label, sentence }: TimelineEntry): Html {
  return html`<li class="${kind}">
    <time datetime="${at.toISOString()}">${formatClock(at)}</time>
    <b>${label}</b>
    <span>${sentence}</span>
  </li>`;
}

/** Links to our own pages can be followed, so that a question can be answered here; others stay text. */
function renderTextPart(text: string, publicUrl: string): Html {
  const pieces = text.split(/(https?:\/\/[^\s<>"]+)/u);
  const isOwn = (piece: string) => piece.startsWith(`${publicUrl}/`);
  const rendered = pieces.map((piece) => (isOwn(piece) ? html`<a href="${piece}">${piece}</a>` : piece));
  return html`<h2>Text</h2>
    <div class="card"><pre>${rendered}</pre></div>`;
}

function renderHtmlPart({ deliveryId }: CapturedMessage): Html {
  return html`<h2>HTML</h2>
    <div class="card">
      <iframe sandbox="" src="/sandbox/${deliveryId}/html" title="HTML part of the message"></iframe>
    </div>`;
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
