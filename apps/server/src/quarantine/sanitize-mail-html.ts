import sanitize from 'sanitize-html';
import { shownLine } from '../followups/index.ts';

/** Pictures that came with the message, by their Content-ID: `data:` addresses. */
export type Pictures = ReadonlyMap<string, string>;

/** Tags of text, lists, tables and pictures. What loads, runs, posts, frames or styles a page as a whole is not among them. */
const allowedTags = (
  'a abbr address article aside b bdi bdo big blockquote br caption center cite code col colgroup dd del details dfn div dl dt em ' +
  'figcaption figure font footer h1 h2 h3 h4 h5 h6 header hr i img ins kbd li main mark nav ol p pre q s samp section small span strike ' +
  'strong sub summary sup table tbody td tfoot th thead time tr tt u ul var wbr'
).split(' ');

const layout = ['align', 'valign', 'width', 'height', 'dir', 'lang', 'style'];

const color = /^(?:#[0-9a-f]{3,8}|[a-z]{3,30}|rgba?\([\d\s.,%/]{1,40}\))$/iu;
const length = /^-?\d{1,4}(?:\.\d{1,3})?(?:px|em|rem|ex|ch|pt|%)?$/iu;
const lengths = /^(?:(?:\d{1,4}(?:\.\d{1,3})?(?:px|em|rem|pt|%)?|auto)\s?){1,4}$/iu;
const border =
  /^(?:(?:\d{1,2}(?:px|pt|em)?|none|solid|dashed|dotted|double|#[0-9a-f]{3,8}|[a-z]{3,20})\s?){1,3}$/iu;

/** Styles that neither load anything nor lay one thing over another: no `url()`, no position, no transparency, no invisible sizes of text. */
const allowedStyles: Readonly<Record<string, RegExp[]>> = {
  color: [color],
  'background-color': [color],
  'text-align': [/^(?:left|right|center|justify|start|end)$/iu],
  'vertical-align': [/^(?:top|middle|bottom|baseline|sub|super)$/iu],
  'font-weight': [/^(?:normal|bold|[1-9]00)$/iu],
  'font-style': [/^(?:normal|italic)$/iu],
  'text-decoration': [/^(?:none|underline|line-through)$/iu],
  'white-space': [/^(?:normal|pre|pre-wrap|nowrap)$/iu],
  width: [length],
  'max-width': [length],
  padding: [lengths],
  'padding-left': [length],
  'padding-right': [length],
  'padding-top': [length],
  'padding-bottom': [length],
  margin: [lengths],
  border: [border],
  'border-top': [border],
  'border-bottom': [border],
  'border-collapse': [/^(?:collapse|separate)$/iu],
};

/** More HTML than nearly any letter has; what lies behind it is not shown. The worst that was tried takes 150 ms for this much. */
const maxHtmlCharacters = 256 * 1024;

/** Elements in elements. Nobody writes so many, and what each costs the parser grows with their number. */
const maxNesting = 400;

/** Ends the parsing of what is nested more deeply than {@link maxNesting}. */
class TooDeepError extends Error {
  override readonly name = 'TooDeepError';
}

/** `data:` pictures in the text itself: formats that are pixels and nothing else. SVG is a document. */
const pixelsForm = /^data:image\/(?:png|jpeg|gif|webp);base64,[a-z0-9+/=\s]+$/iu;

/** Longest address of a link that is kept. */
const maxLinkCharacters = 2_000;

/**
 * HTML of a stranger as HTML that does nothing: no scripts, forms, frames, style sheets or pictures from elsewhere. Pictures that came with the
 * message are put in; others become a mark with their alternative text. Links keep http, https and mailto addresses, written as they will be
 * read by a program (A-labels, percent-encoding), so that what a person sees of one is where it leads. Undefined for what is nested too
 * deeply.
 */
export function sanitizeMailHtml(html: string, pictures: Pictures): string | undefined {
  try {
    return sanitizeBounded(html, pictures);
  } catch (error) {
    // Expected: the bound below. Everything else is a defect.
    if (error instanceof TooDeepError) return undefined;
    throw error;
  }
}

function sanitizeBounded(html: string, pictures: Pictures): string {
  let depth = 0;
  return sanitize(html.slice(0, maxHtmlCharacters), {
    allowedTags,
    allowedAttributes: {
      '*': layout,
      a: ['href', 'rel', 'target', ...layout],
      img: ['src', 'alt', ...layout],
      font: ['color', 'size', 'face', ...layout],
      table: ['border', 'cellpadding', 'cellspacing', 'bgcolor', ...layout],
      td: ['colspan', 'rowspan', 'bgcolor', ...layout],
      th: ['colspan', 'rowspan', 'bgcolor', ...layout],
      tr: ['bgcolor', ...layout],
      ol: ['start', 'type', ...layout],
      span: [{ name: 'class', multiple: false, values: ['picture'] }, ...layout],
    },
    allowedStyles: { '*': { ...allowedStyles } },
    allowedSchemes: ['http', 'https', 'mailto'],
    allowedSchemesByTag: { img: ['data'] },
    allowProtocolRelative: false,
    onOpenTag: () => {
      depth += 1;
      if (depth > maxNesting) throw new TooDeepError();
    },
    onCloseTag: () => {
      depth -= 1;
    },
    nonTextTags: [
      'script',
      'style',
      'textarea',
      'option',
      'noscript',
      'title',
      'template',
      'svg',
      'math',
      'object',
      'iframe',
    ],
    transformTags: {
      a: (tagName, attribs) => ({ tagName, attribs: linkOf(attribs) }),
      img: (_tagName, attribs) => pictureOf(attribs, pictures),
    },
  });
}

function linkOf({ href, rel: _rel, target: _target, ...rest }: sanitize.Attributes): sanitize.Attributes {
  const address = href === undefined ? undefined : normaliseLink(href);
  if (address === undefined) return rest;
  return { ...rest, href: address, rel: 'noopener noreferrer nofollow', target: '_blank' };
}

function normaliseLink(href: string): string | undefined {
  if (!URL.canParse(href)) return undefined;
  const url = new URL(href);
  const isKept =
    ['http:', 'https:', 'mailto:'].includes(url.protocol) && url.href.length <= maxLinkCharacters;
  return isKept ? url.href : undefined;
}

function pictureOf({ src = '', alt = '', ...rest }: sanitize.Attributes, pictures: Pictures): sanitize.Tag {
  const own = src.toLowerCase().startsWith('cid:') ? pictures.get(contentIdOf(src)) : undefined;
  const shown = own ?? (pixelsForm.test(src) ? src : undefined);
  if (shown !== undefined) return { tagName: 'img', attribs: { ...rest, src: shown, alt } };
  const words = shownLine(alt, 100);
  return {
    tagName: 'span',
    attribs: { class: 'picture' },
    text: words === '' ? 'Picture not shown' : `Picture not shown: ${words}`,
  };
}

/** RFC 2392 §2: percent-encoded. */
function contentIdOf(src: string): string {
  const text = src.slice('cid:'.length);
  try {
    return decodeURIComponent(text);
  } catch {
    // Expected: URIError for a percent sign that begins nothing.
    return text;
  }
}
