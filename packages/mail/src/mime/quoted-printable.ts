const equals = 0x3d;

// RFC 2045 §6.7 (5): 76 characters with the `=` of a soft line break.
const maxLineOctets = 76;

/** Octets out of quoted-printable text (RFC 2045 §6.7). What is no valid encoding stands for itself. */
export function decodeQuotedPrintable(encoded: Buffer): Buffer {
  const lines = encoded.toString('latin1').split('\n').map(withoutPadding);
  const text = lines
    .join('\n')
    .replace(/=(?:([0-9A-Fa-f]{2})|\r?\n)/g, (_, hex: string | undefined) =>
      hex === undefined ? '' : String.fromCharCode(Number.parseInt(hex, 16)),
    );
  return Buffer.from(text, 'latin1');
}

/** Octets as quoted-printable text. CRLF is a line break and stays one; CR and LF alone are octets like others. */
export function encodeQuotedPrintable(content: Buffer): Buffer {
  const lines = content.toString('latin1').split('\r\n');
  return Buffer.from(lines.map(encodeQuotedPrintableLine).join('\r\n'), 'latin1');
}

/** One line, octets as characters, in as many lines as it takes. None of them begins like a delimiter. */
export function encodeQuotedPrintableLine(line: string): string {
  const rows: string[] = [];
  let row = '';
  for (let at = 0; at < line.length; at++) {
    const isLast = at === line.length - 1;
    let sign = encodeOctet(line, at);
    // The last row needs no room for the `=` of a soft break.
    if (row.length + sign.length > maxLineOctets - (isLast ? 0 : 1)) {
      rows.push(`${row}=`);
      row = '';
    }
    if (row === '' && mustNotBegin(line, at)) sign = escapeOctet(line.charCodeAt(at));
    row += sign;
  }
  return [...rows, row].join('\r\n');
}

/** RFC 2045 §6.7 (1) to (3): white space is literal except at the end of a line. */
function encodeOctet(line: string, at: number): string {
  const octet = line.charCodeAt(at);
  const isSpace = octet === 0x20 || octet === 0x09;
  const isLiteral = isSpace ? at < line.length - 1 : octet > 0x20 && octet < 0x7f && octet !== equals;
  return isLiteral ? line.charAt(at) : escapeOctet(octet);
}

/**
 * A lone dot and "From " are changed by some programs on the way, and hyphens would end the part where its content holds
 * the boundary, as encoded content may.
 */
function mustNotBegin(line: string, at: number): boolean {
  return line[at] === '.' || line[at] === '-' || line.startsWith('From ', at);
}

function escapeOctet(octet: number): string {
  return `=${octet.toString(16).toUpperCase().padStart(2, '0')}`;
}

/** RFC 2045 §6.7 (3): white space at the end of an encoded line was added on the way. A loop, because a pattern would not be linear. */
function withoutPadding(line: string): string {
  const lineEnd = line.endsWith('\r') ? '\r' : '';
  let end = line.length - lineEnd.length;
  while (line[end - 1] === ' ' || line[end - 1] === '\t') end--;
  return line.slice(0, end) + lineEnd;
}
