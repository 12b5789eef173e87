import { parseHeaderBlock, type HeaderBlock } from '../header/index.ts';

/** Octets that wait for a decision. */
export interface Kept {
  readonly pieces: Buffer[];
  length: number;
}

/** Octets of the line that the header has come to, and whether the last of them is CR. */
export interface LineLength {
  octets: number;
  endsInCr: boolean;
}

/** Parts inside of parts: ten times what is usual for the deepest mail; beyond it they pass as they are. */
export const maxDepth = 20;
/** Of the header of a part: as much as servers allow a whole message header. A part with a larger one passes as it is. */
export const maxHeaderBytes = 64 * 1024;
const lf = 0x0a;
const cr = 0x0d;

/** Nothing yet. */
export function keep(): Kept {
  return { pieces: [], length: 0 };
}

/** Keeps more. */
export function add(kept: Kept, bytes: Buffer): void {
  kept.pieces.push(bytes);
  kept.length += bytes.length;
}

/** Offset after the empty line that ends a header; -1 when it has not come, and then `line` tells how far it is. */
export function findEmptyLine(bytes: Buffer, line: LineLength): number {
  for (let at = 0; at < bytes.length; at++) {
    if (bytes[at] !== lf) {
      line.octets++;
      line.endsInCr = bytes[at] === cr;
      continue;
    }
    if (line.octets === 0 || (line.octets === 1 && line.endsInCr)) return at + 1;
    line.octets = 0;
  }
  return -1;
}

const bareLf = /(?<!\r)\n/g;

/** A part whose lines end in LF alone is read as its readers do. */
export function parsePartHeader(rawHeader: Buffer): HeaderBlock {
  return parseHeaderBlock(Buffer.from(rawHeader.toString('latin1').replace(bareLf, '\r\n'), 'latin1'));
}
