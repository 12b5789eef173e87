/**
 * White space of header fields in text that holds one octet per character. Only SP and HTAB count (RFC 5234 WSP): `trim()` would also
 * take 0xA0, which is half of a letter in many charsets. Loops instead of patterns keep the time linear.
 */

/** Whether the character at `at` is SP or HTAB; false outside of the text. */
export function isSpaceAt(octets: string, at: number): boolean {
  const code = octets.charCodeAt(at);
  return code === 0x20 || code === 0x09;
}

/** Offset of the first character from `start` on that is no white space. */
export function skipSpace(octets: string, start: number): number {
  let at = start;
  while (isSpaceAt(octets, at)) at++;
  return at;
}

/** Without SP and HTAB at both ends. */
export function trimSpace(octets: string): string {
  let end = octets.length;
  while (end > 0 && isSpaceAt(octets, end - 1)) end--;
  return octets.slice(skipSpace(octets, 0), end);
}
