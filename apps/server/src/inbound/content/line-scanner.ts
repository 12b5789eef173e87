import { maxLineOctets } from '../limits.ts';
import { FieldLine } from './field-line.ts';

const CR = 0x0d;
const LF = 0x0a;

/** What a line of content must not be. */
export type LineFault = 'bare_line_ending' | 'line_too_long';

/**
 * Looks at every octet of the content once, however it is cut into pieces: every CR must stand before an LF and every LF after a CR
 * (RFC 5321 §2.3.8), lines are bounded, and the header block ends with the first empty line (RFC 5322 §2.1), or before the first line
 * that can be no part of it: where the empty line is missing, the text begins there, and the line is given when the message leaves.
 */
export class LineScanner {
  #previous = LF;
  #lineStart = 0;
  #offset = 0;
  #headerBytes: number | undefined;
  #fieldLine: FieldLine | undefined = new FieldLine({ isFirst: true });

  /** Length of the header block with its empty line, where there is one; undefined as long as it has not ended. */
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
        this.#fieldLine = this.#headerBytes === undefined ? new FieldLine({ isFirst: false }) : undefined;
      } else if (previous === CR) {
        return 'bare_line_ending';
      } else if (this.#fieldLine !== undefined) {
        this.#readHeader(octet ?? LF, { lineStart, at });
      }
      previous = octet ?? LF;
    }
    this.#previous = previous;
    this.#lineStart = this.#offset + lineStart;
    this.#offset += piece.length;
    return this.#offset - this.#lineStart > maxLineOctets ? 'line_too_long' : undefined;
  }

  /** A line that ends before its colon is as little a field as one with an octet that no name has. */
  #readHeader(octet: number, { lineStart, at }: { readonly lineStart: number; readonly at: number }): void {
    const isEmptySoFar = at === lineStart;
    if (
      octet === CR ? isEmptySoFar || this.#fieldLine?.isField === true : this.#fieldLine?.read(octet) === true
    )
      return;
    this.#headerBytes = this.#offset + lineStart;
    this.#fieldLine = undefined;
  }
}
