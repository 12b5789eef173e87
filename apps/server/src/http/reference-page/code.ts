import { html, type Html } from '../../page/index.ts';

const token = /("(?:[^"\\]|\\.)*")(\s*:)?|(-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null)/gu;

/** A JSON value over several lines, with names, texts and other values told apart by colour. */
export function renderJson(value: unknown): Html {
  const text = JSON.stringify(value ?? null, undefined, 2);
  const parts: Html[] = [];
  let end = 0;
  for (const match of text.matchAll(token)) {
    const [whole, quoted, colon, literal] = match;
    parts.push(html`${text.slice(end, match.index)}`);
    if (literal !== undefined) parts.push(html`<b class="literal">${literal}</b>`);
    else if (colon === undefined) parts.push(html`<b class="text">${quoted}</b>`);
    else parts.push(html`<b class="name">${quoted}</b>${colon}`);
    end = match.index + whole.length;
  }
  return html`${parts}${text.slice(end)}`;
}

/** A sample with its title. The style sheet keeps white space, so none is added around the content. */
export function renderSample(title: Html | string, content: Html | string): Html {
  return html`<figure class="sample">
    <figcaption>${title}</figcaption>
    <pre tabindex="0">${content}</pre>
  </figure>`;
}
