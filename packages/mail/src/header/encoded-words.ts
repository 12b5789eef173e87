import { decodeCharset } from '../decode-charset.ts';
import { stripControl } from '../strip-control.ts';

// RFC 2047 §2. More is accepted than a sender may write: spaces in the text, words over 75 octets, words inside of other text. Every part
// ends at the next `?`, so the time is linear.
const encodedWord = /=\?([^?\s]{1,75})\?([BbQq])\?([^?]*)\?=/g;
const backslash = 0x5c;
const quote = 0x22;
const onlyWhiteSpace = /^[ \t\r\n]*$/;
const whiteSpaceControls = /[\t\r\n]+/g;

/** Bytes that go through one decoder; `charset` is undefined for what stood outside of encoded words. */
interface Run {
  readonly charset: string | undefined;
  readonly bytes: Buffer;
}

/**
 * Text for display and storage out of a phrase (the display name of a mailbox): quotes and escapes are removed, encoded words decoded,
 * also those inside of quotes, where RFC 2047 §5 does not want them. Unknown charsets and raw 8-bit are read as UTF-8 with replacement
 * characters. No control characters, no lone surrogates, no white space at the ends. Never put the result back into a header.
 */
export function decodePhrase(raw: Buffer): string {
  return decodeText(unquote(raw));
}

/** As `decodePhrase`, for unstructured values such as Subject, in which quotes are part of the text. */
export function decodeText(raw: Buffer): string {
  const text = splitRuns(raw.toString('latin1'))
    .map(({ bytes, charset }) => decodeCharset(bytes, charset))
    .join('');
  return stripControl(text.replace(whiteSpaceControls, ' ')).trim();
}

function splitRuns(octets: string): readonly Run[] {
  const runs: Run[] = [];
  let end = 0;
  for (const match of octets.matchAll(encodedWord)) {
    const [word, charset = '', encoding = '', text = ''] = match;
    const between = octets.slice(end, match.index);
    // RFC 2047 §6.2: white space between encoded words is not shown.
    if (end === 0 || !onlyWhiteSpace.test(between))
      runs.push({ charset: undefined, bytes: Buffer.from(between, 'latin1') });
    runs.push({ charset: normaliseCharset(charset), bytes: decodeWord(encoding, text) });
    end = match.index + word.length;
  }
  runs.push({ charset: undefined, bytes: Buffer.from(octets.slice(end), 'latin1') });
  return joinRuns(runs);
}

/** Neighbours of one charset become one run: senders split characters between words, against RFC 2047 §5. */
function joinRuns(runs: readonly Run[]): readonly Run[] {
  const joined: { charset: string | undefined; pieces: Buffer[] }[] = [];
  for (const run of runs) {
    if (run.charset === undefined && run.bytes.length === 0) continue;
    const last = joined.at(-1);
    if (last !== undefined && last.charset === run.charset) last.pieces.push(run.bytes);
    else joined.push({ charset: run.charset, pieces: [run.bytes] });
  }
  return joined.map(({ charset, pieces }) => ({ charset, bytes: Buffer.concat(pieces) }));
}

/** RFC 2231 §5: a language may follow the charset. */
function normaliseCharset(label: string): string {
  return (label.split('*', 1)[0] ?? '').toLowerCase();
}

function decodeWord(encoding: string, text: string): Buffer {
  if (encoding === 'B' || encoding === 'b') return Buffer.from(text, 'base64');
  const octets = text
    .replaceAll('_', ' ')
    .replace(/=([0-9A-Fa-f]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
  return Buffer.from(octets, 'latin1');
}

/** Without the quotes and escapes of quoted strings; everything else stays. */
function unquote(phrase: Buffer): Buffer {
  const out = Buffer.allocUnsafe(phrase.length);
  let length = 0;
  let isQuoted = false;
  for (let at = 0; at < phrase.length; at++) {
    if (phrase[at] === quote) {
      isQuoted = !isQuoted;
      continue;
    }
    if (isQuoted && phrase[at] === backslash && at + 1 < phrase.length) at++;
    out[length++] = phrase[at] ?? 0;
  }
  return out.subarray(0, length);
}
