import { shownLine, shownSender } from '../followups/index.ts';
import { html, Html, renderAddress } from '../page/index.ts';
import {
  frameDocument,
  type CheckInWords,
  type Quarantined,
  type ShownContent,
} from '../quarantine/index.ts';

/** Who wrote, to which alias, when, and until when it waits. */
export function renderFacts({ sender, alias, receivedAt, expiresAt, sizeBytes }: Quarantined): Html {
  return html`<dl class="card padded">
    <dt>From</dt>
    <dd>${renderSender(sender)}</dd>
    <dt>To</dt>
    <dd>${renderAddress(shownLine(alias, 320))}</dd>
    <dt>Received</dt>
    <dd>${renderTime(receivedAt)}</dd>
    <dt>Size</dt>
    <dd>${formatSize(sizeBytes)}</dd>
    <dt>Deleted on</dt>
    <dd>${renderTime(expiresAt)}, unless you deliver it</dd>
  </dl>`;
}

/** An address, or words for what is not kept of it. */
export function renderSender(sender: string): Html {
  const shown = shownSender(sender);
  return shown === shownLine(sender, 320) ? renderAddress(shown) : html`${shown}`;
}

const marks: Readonly<Record<CheckInWords['verdict'], Html>> = {
  passed: icon('<path d="M20 6 9 17l-5-5"/>'),
  failed: icon('<path d="M18 6 6 18M6 6l12 12"/>'),
  none: icon('<path d="M5 12h14"/>'),
};

const verdicts: Readonly<Record<CheckInWords['verdict'], string>> = {
  passed: 'Passed',
  failed: 'Failed',
  none: 'Unknown',
};

/** What is held, as a chip beside its title. */
export const heldMark: Html = icon('<circle cx="12" cy="12" r="10"/><path d="M10 15V9M14 15V9"/>');

/** What the checks of the sender came to, each with a mark, a word and a sentence. */
export function renderChecks(checks: readonly CheckInWords[]): Html {
  return html`<ul class="card checks">
    ${checks.map(
      ({ name, verdict, sentence }) =>
        html`<li class="${verdict}">
          ${marks[verdict]} <b>${name}</b> <i>${verdicts[verdict]}</i> <span>${sentence}</span>
        </li>`,
    )}
  </ul>`;
}

/** The message itself: HTML in a frame that can do nothing, text, and the names of attachments. */
export function renderContent(content: ShownContent): Html {
  const { text, html: markup, attachments, isCut, isDamaged } = content;
  return html`<h2>Message</h2>
    ${isDamaged ? html`<p class="muted">Its parts cannot be read.</p>` : undefined}
    ${markup === undefined ? renderText(text, isDamaged) : renderMarkup(markup, text)}
    ${isCut ? html`<p class="muted">There is more than is shown here.</p>` : undefined}
    ${
      attachments.length === 0
        ? undefined
        : html`<h2>Attachments</h2>
            <ul class="card files">
              ${attachments.map(renderAttachment)}
            </ul>`
    }`;
}

function renderText(text: string | undefined, isDamaged: boolean): Html | undefined {
  if (text !== undefined) return html`<div class="card"><pre class="letter" dir="auto">${text}</pre></div>`;
  return isDamaged ? undefined : html`<p class="muted">This message has no text.</p>`;
}

function renderMarkup(markup: string, text: string | undefined): Html {
  return html`<p class="muted">
      Nothing is loaded from elsewhere, and links show where they lead but open nothing.
    </p>
    <div class="card">
      <iframe
        sandbox=""
        srcdoc="${frameDocument(markup)}"
        referrerpolicy="no-referrer"
        title="The message"
      ></iframe>
    </div>
    ${
      text === undefined
        ? undefined
        : html`<details class="card">
            <summary>As text</summary>
            <pre class="letter" dir="auto">${text}</pre>
          </details>`
    }`;
}

function renderAttachment({ name, mimeType, sizeBytes }: ShownContent['attachments'][number]): Html {
  return html`<li>
    <b>${shownLine(name ?? 'Without a name', 200)}</b> <span class="muted">${shownLine(mimeType, 100)}</span>
    <span class="size muted">${formatSize(sizeBytes)}</span>
  </li>`;
}

function renderTime(instant: Date): Html {
  const time = instant.toISOString();
  return html`<time datetime="${time}">${time.slice(0, 16).replace('T', ' ')} UTC</time>`;
}

function formatSize(bytes: number): string {
  if (bytes < 1_000) return `${String(bytes)} B`;
  return bytes < 1_000_000 ? `${(bytes / 1_000).toFixed(1)} kB` : `${(bytes / 1_000_000).toFixed(1)} MB`;
}

/** An outline of the one icon set (Lucide, ISC). */
function icon(paths: string): Html {
  return new Html(
    `<svg viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="1.75" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true">${paths}</svg>`,
  );
}
