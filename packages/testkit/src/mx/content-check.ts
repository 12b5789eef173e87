import { isAscii } from 'node:buffer';

const lineEnd = Buffer.from('\r\n');
/** RFC 5321 §4.5.3.1.6, without the CRLF. */
const maxLineOctets = 998;

/** What the standards forbid in content as it came, one sentence each. */
export function findContentViolations(raw: Buffer, mailParameters: readonly string[]): readonly string[] {
  const violations: string[] = [];
  if (hasBareLineEnd(raw)) violations.push('content with a bare CR or LF');
  if (longestLine(raw) > maxLineOctets) violations.push(`content with a line over ${maxLineOctets} octets`);
  const declared8Bit = mailParameters.some((parameter) => parameter.toUpperCase() === 'BODY=8BITMIME');
  if (!declared8Bit && !isAscii(raw)) {
    violations.push('8-bit content without BODY=8BITMIME');
  }
  return violations;
}

function hasBareLineEnd(raw: Buffer): boolean {
  for (let at = raw.indexOf(0x0a); at !== -1; at = raw.indexOf(0x0a, at + 1)) {
    if (raw[at - 1] !== 0x0d) return true;
  }
  for (let at = raw.indexOf(0x0d); at !== -1; at = raw.indexOf(0x0d, at + 1)) {
    if (raw[at + 1] !== 0x0a) return true;
  }
  return false;
}

function longestLine(raw: Buffer): number {
  let longest = 0;
  let start = 0;
  for (let end = raw.indexOf(lineEnd); end !== -1; end = raw.indexOf(lineEnd, start)) {
    longest = Math.max(longest, end - start);
    start = end + 2;
  }
  return longest;
}
