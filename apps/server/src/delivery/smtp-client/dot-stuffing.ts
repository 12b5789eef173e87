const lineFeed = 0x0a;
const carriageReturn = 0x0d;
const dot = 0x2e;

/**
 * Doubles the dot at the start of each line and ends the content (RFC 5321 §4.5.2). One stuffer serves one message; its chunks
 * may be cut anywhere.
 *
 * A line is taken to start after every LF, not only after CRLF. For content that was accepted here these are the same,
 * as bare LF is refused; if one got through, a host that takes bare LF for a line end could otherwise be given an early end
 * of content.
 */
export class DotStuffer {
  #isAtLineStart = true;
  #endsInCrLf = true;
  #lastOctet = lineFeed;

  /** What goes on the wire for `chunk`: the same buffer when it has no dot to double. */
  push(chunk: Buffer): Buffer {
    if (chunk.length === 0) return chunk;
    const stuffed = stuff(chunk, this.#isAtLineStart);
    const last = chunk[chunk.length - 1];
    const beforeLast = chunk.length > 1 ? chunk[chunk.length - 2] : this.#lastOctet;
    this.#isAtLineStart = last === lineFeed;
    this.#endsInCrLf = last === lineFeed && beforeLast === carriageReturn;
    this.#lastOctet = last ?? lineFeed;
    return stuffed;
  }

  /** The end of the content, with the CRLF that the last line lacks. */
  end(): Buffer {
    return this.#endsInCrLf ? Buffer.from('.\r\n') : Buffer.from('\r\n.\r\n');
  }
}

function stuff(chunk: Buffer, isAtLineStart: boolean): Buffer {
  const dots = dotsAtLineStarts(chunk, isAtLineStart);
  if (dots.length === 0) return chunk;
  const stuffed = Buffer.allocUnsafe(chunk.length + dots.length);
  let read = 0;
  let written = 0;
  for (const position of dots) {
    written += chunk.copy(stuffed, written, read, position);
    stuffed[written++] = dot;
    read = position;
  }
  chunk.copy(stuffed, written, read);
  return stuffed;
}

/** The search runs in native code over the whole chunk, so a body without such dots costs one pass and no copy. */
function dotsAtLineStarts(chunk: Buffer, isAtLineStart: boolean): readonly number[] {
  const positions: number[] = [];
  if (isAtLineStart && chunk[0] === dot) positions.push(0);
  for (let at = chunk.indexOf('\n.', 0, 'latin1'); at !== -1; at = chunk.indexOf('\n.', at + 2, 'latin1')) {
    positions.push(at + 1);
  }
  return positions;
}
