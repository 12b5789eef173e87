import { createHash } from 'node:crypto';

const tab = 0x09;
const lf = 0x0a;
const cr = 0x0d;
const space = 0x20;

// Short pieces are gathered, because each call of the hash costs as much as hashing some hundred octets.
const gatherOctets = 16 * 1024;
// From here on a piece goes to the hash as it lies, without being copied.
const directOctets = 2 * 1024;
// Below, a loop copies faster than `Buffer.copy`.
const loopOctets = 48;

/**
 * SHA-256 of a body in the relaxed canonical form (RFC 6376 §3.4.4), fed in chunks cut anywhere. White space at line ends goes, white
 * space within lines becomes one space, empty lines at the end go; a body without anything left hashes as the empty string, any
 * other ends in CRLF. Only CRLF ends a line; CR and LF alone are ordinary octets, though no message with them should get here.
 *
 * Chunks are read before `update` returns and may be reused by the caller.
 */
export class BodyHash {
  readonly #hash = createHash('sha256');
  readonly #gathered = Buffer.allocUnsafe(gatherOctets);
  #gatheredCount = 0;
  #isEmpty = true;
  // What was read but may turn out to be at the end of a line or of the body. The order is: line ends, space, CR.
  #heldLineEnds = 0;
  #holdsSpace = false;
  #holdsCr = false;

  update(chunk: Buffer): void {
    let at = 0;
    for (;;) {
      at = this.#hold(chunk, at);
      if (at >= chunk.length) return;
      this.#release();
      const end = unchangedEnd(chunk, at);
      this.#append(chunk, at, end);
      at = end;
    }
  }

  /** The 32 octets of the `bh=` tag, not encoded. To be called once, after the last chunk. */
  digest(): Buffer {
    if (this.#holdsCr) this.#release();
    if (!this.#isEmpty) this.#appendLineEnd();
    this.#flush();
    return this.#hash.digest();
  }

  /** Takes white space and line ends from `start` on and gives the offset of what comes next. */
  #hold(chunk: Buffer, start: number): number {
    let at = start;
    if (this.#holdsCr && at < chunk.length) {
      if (chunk[at] !== lf) return this.#releaseBareCr(chunk, at);
      this.#holdLineEnd();
      at++;
    }
    for (; at < chunk.length; at++) {
      const byte = chunk[at];
      if (byte === space || byte === tab) {
        this.#holdsSpace = true;
      } else if (byte === cr && at + 1 === chunk.length) {
        this.#holdsCr = true;
      } else if (byte === cr && chunk[at + 1] === lf) {
        this.#holdLineEnd();
        at++;
      } else {
        return at;
      }
    }
    return at;
  }

  #releaseBareCr(chunk: Buffer, at: number): number {
    this.#release();
    return this.#hold(chunk, at);
  }

  #holdLineEnd(): void {
    this.#heldLineEnds++;
    this.#holdsSpace = false;
    this.#holdsCr = false;
  }

  /** An octet that counts follows, so what was held counts too. */
  #release(): void {
    for (; this.#heldLineEnds > 0; this.#heldLineEnds--) this.#appendLineEnd();
    if (this.#holdsSpace) this.#appendByte(space);
    if (this.#holdsCr) this.#appendByte(cr);
    this.#holdsSpace = false;
    this.#holdsCr = false;
    this.#isEmpty = false;
  }

  #appendLineEnd(): void {
    this.#appendByte(cr);
    this.#appendByte(lf);
  }

  #appendByte(byte: number): void {
    if (this.#gatheredCount === gatherOctets) this.#flush();
    this.#gathered[this.#gatheredCount++] = byte;
  }

  #append(chunk: Buffer, start: number, end: number): void {
    const length = end - start;
    if (length >= directOctets) {
      this.#flush();
      this.#hash.update(chunk.subarray(start, end));
      return;
    }
    if (this.#gatheredCount + length > gatherOctets) this.#flush();
    if (length < loopOctets) {
      for (let at = start; at < end; at++) this.#gathered[this.#gatheredCount++] = chunk[at] ?? 0;
    } else {
      this.#gatheredCount += chunk.copy(this.#gathered, this.#gatheredCount, start, end);
    }
  }

  #flush(): void {
    if (this.#gatheredCount > 0) this.#hash.update(this.#gathered.subarray(0, this.#gatheredCount));
    this.#gatheredCount = 0;
  }
}

/**
 * End of the octets from `start` on that canonicalisation leaves as they are. `start` is an ordinary octet. A space or a line end is
 * left only when the octet after it, which must lie in this chunk, is a printable one.
 */
function unchangedEnd(chunk: Buffer, start: number): number {
  const end = chunk.length;
  let at = start + 1;
  for (;;) {
    while (at < end && (chunk[at] ?? 0) > space) at++;
    if (at >= end) return end;
    const byte = chunk[at];
    if (byte === space && at + 1 < end && (chunk[at + 1] ?? 0) > space) at += 2;
    else if (byte === cr && at + 2 < end && chunk[at + 1] === lf && (chunk[at + 2] ?? 0) > space) at += 3;
    else if (byte === space || byte === tab || byte === cr) return at;
    else at++;
  }
}
