import { stripControl } from '@smtpy/mail';
import { html, type Html } from '../../page/index.ts';
import type { Block, Letter } from './letter.ts';

/** Columns of a line of text, as mail has always been read (RFC 5322 §2.1.1 recommends at most 78). */
const lineWidth = 72;

/** The letter as plain text: lines ended by `\n`, paragraphs parted by empty ones. */
export function renderText({ blocks }: Letter): string {
  return `${blocks.map(textOf).join('\n\n')}\n`;
}

/** The letter as a small HTML document. Its few styles are inline, since mail programs drop the others. */
export function renderHtml({ subject, blocks }: Letter): string {
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width" />
        <title>${subject}</title>
      </head>
      <body style="font:15px/1.5 system-ui,sans-serif;max-width:560px;margin:24px auto;padding:0 16px">
        ${blocks.map(htmlOf)}
      </body>
    </html> `.toString();
}

function textOf(block: Block): string {
  switch (block.kind) {
    case 'paragraph':
      return wrap(oneLine(block.text));
    case 'facts': {
      const rows = presentRows(block);
      const width = Math.max(0, ...rows.map(([name]) => name.length));
      return rows.map(([name, value]) => `  ${`${name}:`.padEnd(width + 1)} ${oneLine(value)}`).join('\n');
    }
    case 'quote':
      return linesOf(block.text)
        .map((line) => `> ${line}`)
        .join('\n');
    case 'link':
      return `${block.label}:\n${block.url}`;
  }
}

function htmlOf(block: Block): Html {
  switch (block.kind) {
    case 'paragraph':
      return html`<p>${oneLine(block.text)}</p> `;
    case 'facts':
      return html`<table style="border-spacing:0">
        ${presentRows(block).map(
          ([name, value]) =>
            html`<tr>
              <td style="padding:2px 16px 2px 0;vertical-align:top;opacity:.7">${name}</td>
              <td>${oneLine(value)}</td>
            </tr>`,
        )}
      </table> `;
    case 'quote':
      return html`<pre
        style="white-space:pre-wrap;border-left:3px solid #9ab;margin:12px 0;padding-left:12px"
      >
${linesOf(block.text).join('\n')}</pre> `;
    case 'link':
      return html`<p>
        <a
          href="${block.url}"
          style="display:inline-block;padding:10px 16px;border-radius:8px;background:#2b63c6;color:#fff;text-decoration:none;font-weight:600"
          >${block.label}</a
        >
      </p> `;
  }
}

function presentRows({
  rows,
}: Extract<Block, { kind: 'facts' }>): readonly (readonly [name: string, value: string])[] {
  return rows.flatMap(([name, value]) =>
    value === undefined || value === '' ? [] : [[name, value] as const],
  );
}

/** Lines of strangers, those that only Unicode knows among them, without what terminals and mail programs act on. */
function linesOf(text: string): readonly string[] {
  return text.split(/\r?\n|[\u2028\u2029]/).map((line) => stripControl(line).toWellFormed());
}

function oneLine(text: string): string {
  return linesOf(text).join(' ');
}

/** Breaks at spaces; a word that is longer than a line stays whole. */
function wrap(text: string): string {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= lineWidth)
      lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines.join('\n');
}
