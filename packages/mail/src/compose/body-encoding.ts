/** The content of a part in ASCII lines, with the encoding that it got. */
export interface EncodedContent {
  readonly encoding: '7bit' | 'quoted-printable';
  /** Whether the content itself is ASCII. */
  readonly isAscii: boolean;
  /** Ends in CRLF unless it is empty. */
  readonly content: string;
}

// RFC 2045 §6.7 (5): encoded lines have at most 76 characters, a soft line break included.
const maxEncodedLine = 76;
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
  const written = staysAsItIs ? lines : lines.map(encodeLine);
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

/** RFC 2045 §6.7. */
function encodeLine(line: string): string {
  const pieces: string[] = [];
  let current = '';
  for (let at = 0; at < line.length; at++) {
    let sign = encodeOctet(line, at);
    if (current.length + sign.length >= maxEncodedLine) {
      pieces.push(`${current}=`);
      current = '';
    }
    if (current === '' && mustNotBegin(line, at)) sign = escapeOctet(line.charCodeAt(at));
    current += sign;
  }
  return [...pieces, current].join('\r\n');
}

function encodeOctet(line: string, at: number): string {
  const code = line.charCodeAt(at);
  const isSpace = code === 0x20 || code === 0x09;
  const isPlain = isSpace ? at < line.length - 1 : code > 0x20 && code < 0x7f && code !== 0x3d;
  return isPlain ? line.charAt(at) : escapeOctet(code);
}

/** A dot, "From " and hyphens mean something at the beginning of a line. */
function mustNotBegin(line: string, at: number): boolean {
  return line[at] === '.' || line[at] === '-' || line.startsWith('From ', at);
}

function escapeOctet(code: number): string {
  return `=${code.toString(16).toUpperCase().padStart(2, '0')}`;
}
