import { readFile } from 'node:fs/promises';
import { html, type Html } from './html.ts';

/**
 * The look of the pages that the server renders itself. The values are the design tokens; light and dark are two sets
 * of values. Served as one file so that the content security policy needs no inline styles.
 */
export const stylesheet = `
:root {
  color-scheme: light dark;
  --page: oklch(0.985 0.004 250); --card: oklch(1 0 0); --line: oklch(0.9 0.01 250);
  --text: oklch(0.25 0.02 250); --muted: oklch(0.48 0.02 250); --accent: oklch(0.52 0.16 255); --on-accent: oklch(0.99 0 0);
  --notice: oklch(0.95 0.04 85); --notice-line: oklch(0.82 0.09 80); --notice-text: oklch(0.38 0.08 70);
  --green: oklch(0.5 0.13 155); --amber: oklch(0.53 0.12 75); --red: oklch(0.52 0.19 25); --grey: oklch(0.5 0.02 250); --violet: oklch(0.5 0.15 300);
}
@media (prefers-color-scheme: dark) {
  :root {
    --page: oklch(0.18 0.015 250); --card: oklch(0.22 0.016 250); --line: oklch(0.33 0.02 250);
    --text: oklch(0.93 0.008 250); --muted: oklch(0.71 0.02 250); --accent: oklch(0.76 0.12 255); --on-accent: oklch(0.18 0.02 250);
    --notice: oklch(0.28 0.04 80); --notice-line: oklch(0.42 0.07 80); --notice-text: oklch(0.88 0.07 85);
    --green: oklch(0.78 0.14 155); --amber: oklch(0.82 0.13 75); --red: oklch(0.74 0.15 25); --grey: oklch(0.72 0.02 250); --violet: oklch(0.79 0.12 300);
  }
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--page); color: var(--text); font: 14px/1.5 Inter, ui-sans-serif, system-ui, sans-serif;
  font-variant-numeric: tabular-nums; overflow-wrap: anywhere; }
a { color: var(--accent); text-decoration: none; } a:hover { text-decoration: underline; }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; border-radius: 4px; }
header, main { max-width: 1080px; margin: 0 auto; padding: 0 24px; }
header { display: flex; align-items: baseline; gap: 24px; padding-top: 20px; padding-bottom: 20px; }
header .brand { font-weight: 650; font-size: 17px; color: var(--text); letter-spacing: -0.01em; }
main { padding-bottom: 64px; }
h1 { font-size: 24px; line-height: 1.25; letter-spacing: -0.015em; margin: 24px 0 8px; font-weight: 650; }
h2 { font-size: 15px; margin: 40px 0 12px; font-weight: 600; }
p { max-width: 68ch; margin: 8px 0; } p + .card, h1 + .card { margin-top: 16px; } .muted { color: var(--muted); }
.notice { background: var(--notice); border: 1px solid var(--notice-line); color: var(--notice-text); border-radius: 8px;
  padding: 8px 12px; margin: 0; max-width: none; }
.card { background: var(--card); border: 1px solid var(--line); border-radius: 12px; overflow: hidden; }
.padded { padding: 16px; } .narrow { max-width: 560px; }
table { width: 100%; border-collapse: collapse; font-size: 13px; line-height: 1.35; }
th { text-align: left; font-weight: 500; color: var(--muted); padding: 10px 16px; border-bottom: 1px solid var(--line); }
td { padding: 12px 16px; border-top: 1px solid var(--line); vertical-align: top; } tbody tr:first-child td { border-top: 0; }
.number { text-align: right; white-space: nowrap; } .nowrap { white-space: nowrap; }
code, pre, .address { font-family: ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; font-size: 12.5px; }
pre { margin: 0; padding: 16px; white-space: pre-wrap; overflow-wrap: anywhere; }
.address .domain { color: var(--muted); } td .address { overflow-wrap: break-word; }
.route { display: flex; flex-wrap: wrap; gap: 4px 12px; align-items: baseline; margin: 4px 0 16px; } .route .arrow { color: var(--muted); }
dl { display: grid; grid-template-columns: max-content 1fr; gap: 8px 24px; margin: 0; } dt { color: var(--muted); } dd { margin: 0; }
.timeline { list-style: none; margin: 0; padding: 16px; }
.timeline li { display: grid; grid-template-columns: 96px 132px 1fr; gap: 4px 16px; padding: 6px 0; font-size: 13px; }
.timeline time { color: var(--muted); } .timeline b { font-weight: 600; }
.delivered b { color: var(--green); } .deferred b { color: var(--amber); } .bounced b, .expired b { color: var(--red); }
.empty { text-align: center; padding: 56px 24px; } .empty p { margin: 8px auto; }
.empty svg { color: var(--muted); margin-bottom: 8px; }
iframe { width: 100%; height: 480px; border: 0; background: white; display: block; }
form { display: grid; gap: 16px; max-width: 380px; margin-top: 24px; } label { display: grid; gap: 4px; font-weight: 500; }
label small { font-weight: 400; color: var(--muted); font-size: 13px; }
input { font: inherit; padding: 9px 12px; border: 1px solid var(--line); border-radius: 8px; background: var(--card); color: var(--text); }
button { font: inherit; font-weight: 600; padding: 10px 16px; border: 0; border-radius: 8px; background: var(--accent); color: var(--on-accent);
  cursor: pointer; justify-self: start; }
button.quiet { background: transparent; color: var(--text); border: 1px solid var(--line); padding: 9px 15px; }
.decide { max-width: none; } .decide .actions { align-items: center; }
.chip { display: inline-flex; align-items: center; gap: 6px; border: 1px solid var(--line); border-radius: 999px; padding: 2px 10px; font-size: 12.5px;
  font-weight: 600; color: var(--violet); background: var(--card); margin: 0; max-width: none; }
.chip svg { width: 14px; height: 14px; } .lead { font-size: 16px; } h1.subject { overflow-wrap: anywhere; margin-top: 12px; }
.checks { list-style: none; margin: 0; padding: 8px 16px; } .checks li { display: grid; grid-template-columns: 20px 64px 72px 1fr; gap: 4px 12px; padding: 8px 0;
  font-size: 13px; align-items: start; } .checks li + li { border-top: 1px solid var(--line); } .checks svg { width: 18px; height: 18px; margin-top: 1px; }
.checks b { font-weight: 600; } .passed svg, .passed i { color: var(--green); } .failed svg, .failed i { color: var(--red); } .checks i { font-style: normal; font-weight: 600; }
.none svg, .none i { color: var(--muted); }
.files { list-style: none; margin: 0; padding: 4px 16px; } .files li { display: flex; flex-wrap: wrap; gap: 2px 12px; padding: 8px 0; font-size: 13px; }
.files li + li { border-top: 1px solid var(--line); } .files .size { margin-left: auto; white-space: nowrap; }
details > summary { cursor: pointer; padding: 12px 16px; color: var(--muted); font-weight: 500; } details[open] > summary { border-bottom: 1px solid var(--line); }
.card + .card { margin-top: 12px; } pre.letter { font: inherit; font-size: 14px; unicode-bidi: plaintext; max-height: 480px; overflow: auto; }
.actions { display: flex; flex-wrap: wrap; gap: 12px; }
.problem { color: var(--red); margin: 0; }
@media (max-width: 640px) {
  header, main { padding-left: 16px; padding-right: 16px; } header { flex-wrap: wrap; gap: 12px; }
  thead { display: none; } tr { display: grid; gap: 4px; padding: 12px 16px; border-top: 1px solid var(--line); } tbody tr:first-child { border-top: 0; }
  td { padding: 0; border: 0; } .number { text-align: left; color: var(--muted); }
  dl { grid-template-columns: 1fr; gap: 0; } dd { margin-bottom: 12px; }
  .timeline li { grid-template-columns: 1fr; gap: 0; padding: 8px 0; }
  .checks li { grid-template-columns: 20px max-content 1fr; } .checks li span { grid-column: 2 / -1; } .decide button { flex: 1 1 100%; }
}
`;

/** A whole page around its content. `banner` is shown above it on every page of the sandbox; `stylesheets` come behind the one that all pages share. */
export function renderPage(page: {
  readonly title: string;
  readonly banner?: string;
  /** Where the page leads back to; shown beside the banner. */
  readonly back?: { readonly href: string; readonly label: string } | undefined;
  readonly content: Html;
  readonly stylesheets?: readonly string[];
}): string {
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${page.title} · SMTPy</title>
        <link rel="stylesheet" href="/page.css" />
        ${page.stylesheets?.map((href) => html`<link rel="stylesheet" href="${href}" />`)}
        <link rel="icon" href="/icon.svg" type="image/svg+xml" />
      </head>
      <body>
        <header>
          <a class="brand" href="/">SMTPy</a
          >${page.banner === undefined ? undefined : html`<p class="notice">${page.banner}</p>`}
          ${page.back && html`<a class="nowrap" href="${page.back.href}">${page.back.label}</a>`}
        </header>
        <main>${page.content}</main>
      </body>
    </html> `.toString();
}

/** An address with the local part strong and the domain muted. */
export function renderAddress(address: string): Html {
  const at = address.lastIndexOf('@');
  if (at < 0) return html`<span class="address">${address === '' ? '(empty)' : address}</span>`;
  return html`<span class="address"
    >${address.slice(0, at)}<span class="domain">${address.slice(at)}</span></span
  >`;
}

/** The mark in the browser's tab: the one that the application brings along. Rejects where this is no whole checkout. */
export function loadIcon(): Promise<string> {
  return readFile(new URL('../../../web/public/icon.svg', import.meta.url), 'utf8');
}
