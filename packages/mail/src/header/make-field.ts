import type { HeaderField } from './header-block.ts';
import { isSpaceAt, skipSpace, trimSpace } from './white-space.ts';

// RFC 5322 §2.1.1: a line should have no more than 78 and must have no more than 998 characters, CRLF not counted. One less than the
// latter, because a line that continues a broken word begins with a space of ours.
const preferredLineOctets = 78;
const maxPieceOctets = 997;

// RFC 5322 §3.6.8. The length is ours: it leaves room for a value on the first line.
const namePattern = /^[\x21-\x39\x3b-\x7e]{1,128}$/;
const lineEndOrNul = /[\r\n\0]/;
// A line of nothing but white space is a fold by RFC 5322 §4.2 only, and for some readers the end of the header.
const continuation = /^[ \t]+[^ \t]/;
// White space that would fill a line of its own. Nobody means so much of it.
const overlongSpace = /[ \t]{65,}/g;

/**
 * Makes a header field. White space at the ends of the value is dropped, over 64 octets of it become one space. A string is written as
 * UTF-8, a Buffer as it is. The value may hold proper folds (CRLF and white space before something else); they stay. Lines over 78
 * octets are folded before white space; a word so long that its line would have over 998 octets is broken by force, which puts a
 * space into it.
 *
 * Throws RangeError for a name that is none, and for CR, LF or NUL in the value outside proper folds: whoever passes what a peer
 * wrote takes them out first (`fieldValue` does so for folds).
 */
export function makeField(name: string, value: string | Buffer): HeaderField {
  if (!namePattern.test(name)) throw new RangeError('not the name of a header field');
  // One character per octet, so that positions are octets.
  const bytes = typeof value === 'string' ? Buffer.from(value) : value;
  const octets = trimSpace(bytes.toString('latin1')).replace(overlongSpace, ' ');
  const separator = octets === '' || octets.startsWith('\r\n') ? ':' : ': ';
  const [first = '', ...others] = `${name}${separator}${octets}`.split('\r\n');
  if (lineEndOrNul.test(first) || !others.every(isContinuation)) {
    throw new RangeError(`value of ${name} has CR, LF or NUL that is no fold`);
  }
  const lines = [
    ...foldLine(first, name.length + separator.length),
    ...others.flatMap((line) => foldLine(line, 0)),
  ];
  return { name, lowerName: name.toLowerCase(), raw: Buffer.from(`${lines.join('\r\n')}\r\n`, 'latin1') };
}

function isContinuation(line: string): boolean {
  return continuation.test(line) && !lineEndOrNul.test(line);
}

/** Cuts a line before white space. Before `protectedOctets` is no place to cut: `Name:` alone on a line confuses readers. */
function foldLine(line: string, protectedOctets: number): readonly string[] {
  const pieces: string[] = [];
  let start = 0;
  let earliest = protectedOctets;
  let joint = '';
  while (line.length - start > preferredLineOctets) {
    const cut = findCut(line, start, earliest);
    if (cut < 0) break;
    pieces.push(joint + line.slice(start, cut));
    joint = isSpaceAt(line, cut) ? '' : ' ';
    start = cut;
    earliest = cut;
  }
  return [...pieces, joint + line.slice(start)];
}

/**
 * Where the next line begins: the last white space that keeps this line at 78 octets, or else the first one after that, or else by
 * force at the limit. -1 when the rest can stay on one line.
 */
function findCut(line: string, start: number, earliest: number): number {
  let cut = -1;
  for (let at = skipSpace(line, earliest) + 1; at < line.length; at++) {
    if (cut >= 0 && at - start > preferredLineOctets) return cut;
    if (at - start >= maxPieceOctets) return beforeUtf8Sequence(line, start + maxPieceOctets);
    if (isSpaceAt(line, at) && !isSpaceAt(line, at - 1) && skipSpace(line, at) < line.length) cut = at;
  }
  return cut;
}

/** `at`, or the beginning of the UTF-8 sequence that `at` lies in. */
function beforeUtf8Sequence(line: string, at: number): number {
  let cut = at;
  while (cut > at - 4 && (line.charCodeAt(cut) & 0xc0) === 0x80) cut--;
  return cut;
}
