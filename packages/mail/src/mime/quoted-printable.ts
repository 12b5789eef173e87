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
  const lines: string[] = [];
  let start = 0;
  for (;;) {
    const at = content.indexOf('\r\n', start, 'latin1');
    const end = at < 0 ? content.length : at;
    lines.push(encodeLine(content.subarray(start, end)));
    if (at < 0) return Buffer.from(lines.join('\r\n'), 'latin1');
    start = at + 2;
  }
}

function encodeLine(line: Buffer): string {
  const rows: string[] = [];
  let row = '';
  for (let at = 0; at < line.length; at++) {
    const isLast = at === line.length - 1;
    const octet = encodeOctet(line[at] ?? 0, isLast);
    // The last row needs no room for the `=` of a soft break.
    if (row.length + octet.length > maxLineOctets - (isLast ? 0 : 1)) {
      rows.push(`${row}=`);
      row = '';
    }
    row += octet;
  }
  rows.push(row);
  return rows.join('\r\n');
}

/** RFC 2045 §6.7 (1) to (3): white space is literal except at the end of a line. */
function encodeOctet(octet: number, isLast: boolean): string {
  const isSpace = octet === 0x20 || octet === 0x09;
  const isLiteral = isSpace ? !isLast : octet > 0x20 && octet < 0x7f && octet !== equals;
  if (isLiteral) return String.fromCharCode(octet);
  return `=${octet.toString(16).toUpperCase().padStart(2, '0')}`;
}

/** RFC 2045 §6.7 (3): white space at the end of an encoded line was added on the way. A loop, because a pattern would not be linear. */
function withoutPadding(line: string): string {
  const lineEnd = line.endsWith('\r') ? '\r' : '';
  let end = line.length - lineEnd.length;
  while (line[end - 1] === ' ' || line[end - 1] === '\t') end--;
  return line.slice(0, end) + lineEnd;
}
