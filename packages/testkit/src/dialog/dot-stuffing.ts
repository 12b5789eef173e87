const crlfDot = Buffer.from('\r\n.');
const dot = Buffer.from('.');
const dotCode = 0x2e;

/** The content as it goes on the wire (RFC 5321 §4.5.2), with the final dot and, where missing, the CRLF before it. */
export function stuffDots(data: Buffer): Buffer {
  const parts: Buffer[] = data[0] === dotCode ? [dot] : [];
  let start = 0;
  for (let at = data.indexOf(crlfDot); at !== -1; at = data.indexOf(crlfDot, start)) {
    parts.push(data.subarray(start, at + crlfDot.length), dot);
    start = at + crlfDot.length;
  }
  parts.push(data.subarray(start));
  const endsLine = data.length === 0 || data.subarray(-2).equals(crlfDot.subarray(0, 2));
  parts.push(Buffer.from(endsLine ? '.\r\n' : '\r\n.\r\n'));
  return Buffer.concat(parts);
}

/** The content that `raw` carries, where `raw` is what came between 354 and the line with the final dot. */
export function unstuffDots(raw: Buffer): Buffer {
  const parts: Buffer[] = [];
  let start = raw[0] === dotCode ? 1 : 0;
  for (let at = raw.indexOf(crlfDot); at !== -1; at = raw.indexOf(crlfDot, at + crlfDot.length)) {
    parts.push(raw.subarray(start, at + 2));
    start = at + crlfDot.length;
  }
  if (parts.length === 0) return raw.subarray(start);
  parts.push(raw.subarray(start));
  return Buffer.concat(parts);
}
