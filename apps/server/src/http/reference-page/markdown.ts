import { html, type Html } from '../../page/index.ts';

/** What a description is made of: code, strong words, and text between them. */
const inlineMark = /`([^`]+)`|\*\*([^*]+)\*\*/gu;

/** One line of Markdown with code and strong words. */
export function renderInline(text: string): Html {
  const parts: Html[] = [];
  let end = 0;
  for (const match of text.matchAll(inlineMark)) {
    const [whole, code, strong] = match;
    parts.push(html`${text.slice(end, match.index)}`);
    parts.push(code === undefined ? html`<strong>${strong}</strong>` : html`<code>${code}</code>`);
    end = match.index + whole.length;
  }
  return html`${parts}${text.slice(end)}`;
}

/** The Markdown that the contract uses: paragraphs of {@link renderInline}. */
export function renderMarkdown(text: string): Html {
  return html`${text.split(/\n{2,}/u).map((paragraph) => html`<p>${renderInline(paragraph.replaceAll('\n', ' '))}</p>`)}`;
}
