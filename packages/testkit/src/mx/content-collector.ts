const terminator = Buffer.from('\r\n.\r\n');

/** What collecting has come to. */
export type Collected =
  | { readonly kind: 'incomplete' }
  /** `raw` ends with the CRLF before the final dot; `rest` is what followed the final dot's line. */
  | { readonly kind: 'complete'; readonly raw: Buffer; readonly rest: Buffer };

/** Collects content until the line with the final dot (RFC 5321 §4.1.1.4), in buffers only: a load test lives in here. */
export class ContentCollector {
  readonly #chunks: Buffer[] = [];
  #octets = 0;
  /** The end of what came, as the terminator may be cut anywhere. It begins with the CRLF of the DATA line. */
  #tail: Buffer = terminator.subarray(0, 2);

  /** Octets so far. */
  get octets(): number {
    return this.#octets;
  }

  /** Adds what came. Call no more after `complete`. */
  push(chunk: Buffer): Collected {
    const window = Buffer.concat([this.#tail, chunk]);
    const at = window.indexOf(terminator);
    // Negative when the terminator begins with the CRLF of the DATA line: the content is empty.
    const contentEnd = this.#octets - this.#tail.length + at + 2;
    this.#chunks.push(chunk);
    this.#octets += chunk.length;
    this.#tail = window.subarray(-(terminator.length - 1));
    if (at === -1) return { kind: 'incomplete' };
    const raw = Buffer.concat(this.#chunks).subarray(0, contentEnd);
    return { kind: 'complete', raw, rest: window.subarray(at + terminator.length) };
  }
}
