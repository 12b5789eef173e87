import { maxLineOctets } from '../limits.ts';

const CR = 0x0d;
const LF = 0x0a;

/** What a line of content must not be. */
export type LineFault = 'bare_line_ending' | 'line_too_long';

/**
 * Looks at every octet of the content once, however it is cut into pieces: every CR must stand before an LF and every LF after a CR
 * (RFC 5321 §2.3.8), lines are bounded, and the first empty line ends the header block (RFC 5322 §2.1).
 */
export class LineScanner {
  #previous = LF;
  #lineStart = 0;
  #offset = 0;
  #headerBytes: number | undefined;

  /** Length of the header block with its empty line; undefined as long as there was none. */
  get headerBytes(): number | undefined {
    return this.#headerBytes;
  }

  /** Reads on. After a fault the scanner is of no use any more. */
  scan(piece: Buffer): LineFault | undefined {
    let previous = this.#previous;
    let lineStart = this.#lineStart - this.#offset;
    for (let at = 0; at < piece.length; at += 1) {
      const octet = piece[at];
      if (octet === LF) {
        if (previous !== CR) return 'bare_line_ending';
        const lineOctets = at + 1 - lineStart;
        if (lineOctets > maxLineOctets) return 'line_too_long';
        if (lineOctets === 2) this.#headerBytes ??= this.#offset + at + 1;
        lineStart = at + 1;
      } else if (previous === CR) {
        return 'bare_line_ending';
      }
      previous = octet ?? LF;
    }
    this.#previous = previous;
    this.#lineStart = this.#offset + lineStart;
    this.#offset += piece.length;
    return this.#offset - this.#lineStart > maxLineOctets ? 'line_too_long' : undefined;
  }
}
