/**
 * Where the bracketed parts of a structured value end (RFC 5322 §3.2.2, §3.2.4). Each function takes the offset of the opening byte and
 * gives the offset after the closing one, or -1 when there is none.
 */

const backslash = 0x5c;
const quote = 0x22;
const openParenthesis = 0x28;
const closeParenthesis = 0x29;

/** After the closing quote of the quoted string at `start`. */
export function quotedStringEnd(bytes: Buffer, start: number): number {
  for (let at = start + 1; at < bytes.length; at++) {
    if (bytes[at] === backslash) at++;
    else if (bytes[at] === quote) return at + 1;
  }
  return -1;
}

/** After the closing parenthesis of the comment at `start`; comments nest. */
export function commentEnd(bytes: Buffer, start: number): number {
  let depth = 0;
  for (let at = start; at < bytes.length; at++) {
    const byte = bytes[at];
    if (byte === backslash) at++;
    else if (byte === openParenthesis) depth++;
    else if (byte === closeParenthesis && --depth === 0) return at + 1;
  }
  return -1;
}

/** After the first `close` behind `start`. */
export function bracketEnd(bytes: Buffer, start: number, close: number): number {
  return bytes.indexOf(close, start + 1) + 1 || -1;
}
