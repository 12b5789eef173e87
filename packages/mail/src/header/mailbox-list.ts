import type { Address } from '../address/index.ts';
import { parseAddress } from '../address/index.ts';
import type { Entry, Span } from './entry-scanner.ts';
import { EntryScanner } from './entry-scanner.ts';
import { toPhrase } from './phrase.ts';
import { trimSpace } from './white-space.ts';

/** One entry of From, Sender or Reply-To. */
export interface MailboxSpec {
  /**
   * The display name as its bytes with quotes and encoded words, trimmed; empty when there is none. Always a phrase that may stand
   * before `<address>` in a new field: text that is none comes quoted or encoded. Holds no CR, LF or NUL. `decodePhrase` makes text
   * of it.
   */
  readonly phrase: Buffer;
  /** Undefined when the entry names no address, one that `parseAddress` refuses, or more than one. */
  readonly address: Address | undefined;
}

// An address has at most 64 + 1 + 255 octets; this leaves room for escapes, U-labels and white space around the `@`.
const maxAddressOctets = 2048;
const spaceAroundAt = /[ \t]*@[ \t]*/g;
const lineEndsAndNul = /[\r\n\0]/g;
const quotedPair = /\\(.)/gs;
const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/**
 * Reads a list of mailboxes and groups (RFC 5322 §3.4, RFC 6854). Names of groups are dropped; what has no end (quotes, comments,
 * brackets) is ordinary text; a comment is the name where there is no other (`jane@example.com (Jane)`). Entries without content
 * are left out; those that make no sense are kept without address. `value` is any bytes, folded or not.
 */
export function parseMailboxes(value: Buffer): readonly MailboxSpec[] {
  const bytes = Buffer.from(value.toString('latin1').replace(lineEndsAndNul, ' '), 'latin1');
  return new EntryScanner(bytes)
    .scan()
    .map((entry) => readEntry(bytes, entry))
    .filter((spec) => spec.phrase.length > 0 || spec.address !== undefined);
}

function readEntry(bytes: Buffer, entry: Entry): MailboxSpec {
  const [angle, ...furtherAngles] = entry.angles;
  if (angle === undefined) return readBareEntry(bytes, entry);
  // Which one a reader believes differs, so the entry cannot stand for an author.
  const address = furtherAngles.length === 0 ? readAddress(textOf(bytes, [angle])) : undefined;
  const before = textOf(
    bytes,
    entry.words.filter((word) => word.end < angle.start),
  );
  const after = textOf(
    bytes,
    entry.words.filter((word) => word.start > angle.end),
  );
  return { phrase: phraseOf(before || commentOf(bytes, entry) || after), address };
}

/** `jane@example.com`, `jane@example.com (Jane)`, or anything else. */
function readBareEntry(bytes: Buffer, entry: Entry): MailboxSpec {
  const text = textOf(bytes, entry.words);
  const address = readAddress(text);
  const isNameless = address !== undefined || text === '';
  return { phrase: phraseOf(isNameless ? commentOf(bytes, entry) : text), address };
}

function phraseOf(octets: string): Buffer {
  return octets === '' ? Buffer.alloc(0) : toPhrase(Buffer.from(octets, 'latin1'));
}

function textOf(bytes: Buffer, spans: readonly Span[]): string {
  return trimSpace(spans.map((span) => bytes.toString('latin1', span.start, span.end)).join(' '));
}

function commentOf(bytes: Buffer, entry: Entry): string {
  const comment = entry.comments.at(-1);
  return comment === undefined ? '' : trimSpace(textOf(bytes, [comment]).replace(quotedPair, '$1'));
}

function readAddress(octets: string): Address | undefined {
  if (octets.length > maxAddressOctets) return undefined;
  // RFC 5322 §4.4: white space around the `@` is obsolete but read. Inside of quotes it belongs to the local part.
  const text = octets.startsWith('"') ? octets : octets.replace(spaceAroundAt, '@');
  const decoded = decodeUtf8(text);
  const parsed = decoded === undefined ? undefined : parseAddress(decoded);
  return parsed?.ok === true ? parsed.value : undefined;
}

function decodeUtf8(octets: string): string | undefined {
  try {
    return utf8.decode(Buffer.from(octets, 'latin1'));
  } catch {
    // TypeError: not UTF-8.
    return undefined;
  }
}
