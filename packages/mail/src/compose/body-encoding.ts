import { encodeQuotedPrintableLine } from '../mime/quoted-printable.ts';

/** The content of a part in ASCII lines, with the encoding that it got. */
export interface EncodedContent {
  readonly encoding: '7bit' | 'quoted-printable';
  /** Whether the content itself is ASCII. */
  readonly isAscii: boolean;
  /** Ends in CRLF unless it is empty. */
  readonly content: string;
}

const lineEnd = /\r\n|\r|\n/;
const asciiText = /^[\t\x20-\x7e]*$/;

/**
 * Encodes text of any line ends: as it is where it is ASCII in lines of at most `maxLineOctets` without white space at their ends, else as
 * quoted-printable. Content that has the boundary in it is encoded, too: no encoded line begins with the hyphens of a delimiter.
 */
export function encodeBody(
  bytes: Buffer,
  { boundary, maxLineOctets }: { readonly boundary: string; readonly maxLineOctets: number },
): EncodedContent {
  // One character per octet.
  const lines = bytes.toString('latin1').split(lineEnd);
  if (lines.at(-1) === '') lines.pop();
  const isAscii = lines.every((line) => asciiText.test(line));
  const staysAsItIs =
    isAscii && lines.every((line) => isPlainLine(line, maxLineOctets) && !line.includes(boundary));
  const written = staysAsItIs ? lines : lines.map(encodeQuotedPrintableLine);
  return {
    encoding: staysAsItIs ? '7bit' : 'quoted-printable',
    isAscii,
    content: written.map((line) => `${line}\r\n`).join(''),
  };
}

/** White space at the end of a line gets lost on the way, and a lone dot or "From " is changed by some programs. */
function isPlainLine(line: string, maxLineOctets: number): boolean {
  return line.length <= maxLineOctets && !/[ \t]$/.test(line) && !line.startsWith('From ') && line !== '.';
}
