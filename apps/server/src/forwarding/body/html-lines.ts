import { decodeEntities } from './html-entities.ts';
import { htmlTokens, type HtmlToken } from './html-tokens.ts';
import { createDecoder, maxShownOctets, overlongText, takeQuoteMarks, type ShownLine } from './shown-line.ts';

/** Elements that begin a line. Cells do not: programs put the name of a header line into one and its value into the next. */
const blocks: ReadonlySet<string> = new Set([
  ...[
    'address',
    'article',
    'blockquote',
    'body',
    'br',
    'center',
    'dd',
    'div',
    'dl',
    'dt',
    'fieldset',
    'footer',
    'form',
  ],
  ...[
    'h1',
    'h2',
    'h3',
    'h4',
    'h5',
    'h6',
    'head',
    'header',
    'hr',
    'html',
    'li',
    'main',
    'ol',
    'p',
    'pre',
    'section',
  ],
  ...['table', 'tbody', 'tfoot', 'thead', 'tr', 'ul'],
]);

/** Classes and ids by which programs mark their own lines about a quotation. */
const markers: ReadonlySet<string> = new Set([
  // Gmail.
  'gmail_attr',
  // Thunderbird: replies, forwards.
  'moz-cite-prefix',
  'moz-email-headers-table',
  // Outlook on the web and on phones.
  'divrplyfwdmsg',
]);

const attribute = /\s(?:class|id)\s{0,9}=\s{0,9}(?:"([^"]{0,500})"|'([^']{0,500})'|([^\s>"']{1,500}))/gi;
// Outlook on the web puts `x_` before names when it quotes a message again.
const quotedAgain = /^(?:x_){1,50}/;
// A mark that is never closed must not reach into the text below.
const maxMarkedOctets = 16_384;
// Longer tags have a picture in them.
const maxTagOctets = 4096;

/** The element that marks what is in it. */
interface Mark {
  readonly name: string;
  readonly end: number;
  /** Elements of the same name open inside. */
  level: number;
}

/** The lines of an HTML part as a browser shows them, roughly; octets as characters. Any text. */
export function listShownLines(octets: string, charset: string): readonly ShownLine[] {
  const collector = new LineCollector(octets, charset);
  for (const token of htmlTokens(octets)) collector.take(token);
  return collector.end();
}

/** Collects the lines of one part, token by token. */
class LineCollector {
  readonly #octets: string;
  readonly #decode: (octets: string) => string;
  readonly #lines: ShownLine[] = [];
  #start = 0;
  #text = '';
  #isMarked = false;
  #mark: Mark | undefined;
  #quotations = 0;
  #preformatted = 0;

  constructor(octets: string, charset: string) {
    this.#octets = octets;
    this.#decode = createDecoder(charset);
  }

  take(token: HtmlToken): void {
    if (token.kind === 'text') this.#takeText(token.start, token.end);
    else this.#takeTag(token);
  }

  end(): readonly ShownLine[] {
    this.#endLine(this.#octets.length, this.#octets.length);
    return this.#lines;
  }

  #takeText(start: number, end: number): void {
    let at = start;
    while (this.#preformatted > 0) {
      const lineEnd = this.#octets.indexOf('\n', at) + 1;
      if (lineEnd === 0 || lineEnd > end) break;
      this.#addText(at, lineEnd);
      this.#endLine(lineEnd, lineEnd);
      at = lineEnd;
    }
    this.#addText(at, end);
  }

  #addText(start: number, end: number): void {
    if (this.#text.length <= maxShownOctets)
      this.#text += this.#octets.slice(start, Math.min(end, start + maxShownOctets + 1));
    this.#isMarked ||= this.#mark !== undefined && start < this.#mark.end;
  }

  #takeTag(tag: HtmlToken & { readonly kind: 'tag' }): void {
    const { name, isClosing } = tag;
    if (name === 'br') this.#endLine(tag.start, tag.end);
    else if (blocks.has(name)) this.#endBlock(tag.start, tag.end);
    this.#followMark(tag);
    const change = isClosing ? -1 : 1;
    if (name === 'blockquote') this.#quotations = Math.max(0, this.#quotations + change);
    if (name === 'pre') this.#preformatted = Math.max(0, this.#preformatted + change);
  }

  /** Between blocks nothing is shown where there is no text. */
  #endBlock(end: number, next: number): void {
    if (!/^\s*$/.test(this.#text)) this.#endLine(end, next);
    this.#text = '';
    this.#start = next;
  }

  #endLine(end: number, next: number): void {
    const isLong = this.#text.length > maxShownOctets;
    const text = decodeEntities(this.#decode(this.#text)).replace(/\s+/g, ' ');
    const shown = isLong ? { text: overlongText, depth: 0 } : takeQuoteMarks(text);
    const depth = shown.depth + this.#quotations;
    this.#lines.push({ text: shown.text, depth, isMarked: this.#isMarked, start: this.#start, end });
    this.#text = '';
    this.#isMarked = false;
    this.#start = next;
  }

  #followMark(tag: HtmlToken & { readonly kind: 'tag' }): void {
    const mark = this.#mark;
    if (mark?.name === tag.name && tag.start < mark.end) {
      mark.level += tag.isClosing ? -1 : 1;
      if (mark.level < 0) this.#mark = undefined;
      return;
    }
    if (tag.isClosing || tag.end - tag.start > maxTagOctets) return;
    if (hasMarker(this.#octets.slice(tag.start, tag.end)))
      this.#mark = { name: tag.name, end: tag.end + maxMarkedOctets, level: 0 };
  }
}

function hasMarker(tag: string): boolean {
  for (const [, doubleQuoted, singleQuoted, bare] of tag.matchAll(attribute)) {
    const names = (doubleQuoted ?? singleQuoted ?? bare ?? '').toLowerCase().split(/\s+/);
    if (names.some((name) => markers.has(name.replace(quotedAgain, '')))) return true;
  }
  return false;
}
