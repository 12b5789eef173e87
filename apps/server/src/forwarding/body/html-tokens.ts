/** A piece of HTML by offsets; `end` is exclusive. What is never shown (comments, styles, scripts) has no token. */
export type HtmlToken =
  | { readonly kind: 'text'; readonly start: number; readonly end: number }
  | {
      readonly kind: 'tag';
      readonly start: number;
      readonly end: number;
      /** In lower case. */
      readonly name: string;
      readonly isClosing: boolean;
    };

const tagAt = /<(\/?)([A-Za-z][A-Za-z0-9:-]{0,40})/y;
const quoteOrEnd = /["'>]/g;
const hiddenElements = new Set(['style', 'script', 'title']);

/**
 * Cuts HTML into tags and text, octets as characters. As lenient as browsers; every loop goes forward only, which keeps the time
 * linear.
 */
export function* htmlTokens(octets: string): Generator<HtmlToken, void, undefined> {
  let at = 0;
  while (at < octets.length) {
    const open = octets.indexOf('<', at);
    const textEnd = open < 0 ? octets.length : open;
    if (textEnd > at) yield { kind: 'text', start: at, end: textEnd };
    if (open < 0) return;
    tagAt.lastIndex = open;
    const [, slash, name] = tagAt.exec(octets) ?? [];
    if (name === undefined) {
      at = markupEnd(octets, open);
      if (at === open + 1) yield { kind: 'text', start: open, end: at };
      continue;
    }
    const end = tagEnd(octets, open + 1);
    const lowerName = name.toLowerCase();
    yield { kind: 'tag', start: open, end, name: lowerName, isClosing: slash === '/' };
    at = slash === '' && hiddenElements.has(lowerName) ? hiddenEnd(octets, end, lowerName) : end;
  }
}

/** Comments, declarations and processing instructions; a `<` that begins nothing is text. */
function markupEnd(octets: string, open: number): number {
  const next = octets.charAt(open + 1);
  if (next !== '!' && next !== '?' && next !== '/') return open + 1;
  const mark = octets.startsWith('<!--', open) ? '-->' : '>';
  const at = octets.indexOf(mark, open + 2);
  return at < 0 ? octets.length : at + mark.length;
}

/** A quote counts where a value begins; elsewhere browsers take it for a part of a name. */
function tagEnd(octets: string, start: number): number {
  let at = start;
  for (;;) {
    quoteOrEnd.lastIndex = at;
    const found = quoteOrEnd.exec(octets);
    if (found === null) return octets.length;
    at = found.index + 1;
    if (found[0] === '>') return at;
    if (!followsEquals(octets, found.index, start)) continue;
    at = octets.indexOf(found[0], at) + 1;
    if (at === 0) return octets.length;
  }
}

function followsEquals(octets: string, quote: number, start: number): boolean {
  let at = quote - 1;
  while (at > start && /\s/.test(octets.charAt(at))) at--;
  return octets.charAt(at) === '=';
}

/** Before the closing tag, which is the next token. */
function hiddenEnd(octets: string, start: number, name: string): number {
  const closing = new RegExp(`</${name}`, 'gi');
  closing.lastIndex = start;
  return closing.exec(octets)?.index ?? octets.length;
}
