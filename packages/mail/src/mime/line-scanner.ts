/** A run of octets. A `dashes` segment is one whole line that begins with two hyphens: only such a line can be a delimiter. */
export interface Segment {
  readonly kind: 'text' | 'dashes';
  readonly bytes: Buffer;
}

const lf = 0x0a;
const hyphen = 0x2d;
// A boundary of 256 octets with hyphens and padding (RFC 2046 §5.1.1) has room; a longer line is no delimiter.
const maxDelimiterOctets = 1024;
const noBytes = Buffer.alloc(0);

/**
 * Cuts a stream into segments, in order and without loss. LF alone ends a line too, as for the readers behind us. Holds back at most the
 * beginning of one line.
 */
export class LineScanner {
  #rest: Buffer = noBytes;
  #isAtLineStart = true;

  /** The segments that are known to be whole with this chunk. They share memory with it. */
  push(chunk: Buffer): readonly Segment[] {
    const data = this.#rest.length === 0 ? chunk : Buffer.concat([this.#rest, chunk]);
    const segments: Segment[] = [];
    const end = this.#scan(data, segments);
    if (data.length > 0) this.#isAtLineStart = end < data.length || data.at(-1) === lf;
    this.#rest = data.subarray(end);
    return segments;
  }

  /** What was held back. */
  end(): readonly Segment[] {
    const bytes = this.#rest;
    this.#rest = noBytes;
    if (bytes.length === 0) return [];
    return [{ kind: isDashed(bytes, 0) ? 'dashes' : 'text', bytes }];
  }

  /** Gives the offset of what must wait for more. */
  #scan(data: Buffer, segments: Segment[]): number {
    let start = 0;
    let dashes = this.#isAtLineStart && isDashed(data, 0) ? 0 : nextDashes(data, 0);
    while (dashes >= 0) {
      const at = data.indexOf(lf, dashes);
      const end = at < 0 ? data.length : at + 1;
      const isShort = end - dashes <= maxDelimiterOctets;
      if (isShort) addText(segments, data.subarray(start, dashes));
      if (isShort && at < 0) return dashes;
      if (isShort) {
        segments.push({ kind: 'dashes', bytes: data.subarray(dashes, end) });
        start = end;
      }
      if (at < 0) break;
      dashes = nextDashes(data, end);
    }
    const end = data.length - (this.#endsInLoneHyphen(data) ? 1 : 0);
    addText(segments, data.subarray(start, end));
    return end;
  }

  /** One hyphen at the beginning of a line: the second may come with the next chunk. */
  #endsInLoneHyphen(data: Buffer): boolean {
    if (data.at(-1) !== hyphen) return false;
    return data.length === 1 ? this.#isAtLineStart : data.at(-2) === lf;
  }
}

function isDashed(data: Buffer, at: number): boolean {
  return data[at] === hyphen && data[at + 1] === hyphen;
}

/** Offset of the next line that begins with two hyphens, after the line end before `from` or any later one; -1 when there is none. */
function nextDashes(data: Buffer, from: number): number {
  const at = data.indexOf('\n--', Math.max(0, from - 1), 'latin1');
  return at < 0 ? -1 : at + 1;
}

function addText(segments: Segment[], bytes: Buffer): void {
  if (bytes.length > 0) segments.push({ kind: 'text', bytes });
}
