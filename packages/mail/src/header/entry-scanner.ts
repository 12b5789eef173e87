import { bracketEnd, commentEnd, quotedStringEnd } from './tokens.ts';

/** A part of the value by offsets; `end` is exclusive. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** One entry of a list of mailboxes, not yet understood. */
export interface Entry {
  /** What stands outside of comments and angle brackets. */
  readonly words: readonly Span[];
  /** What stands in parentheses, without them. */
  readonly comments: readonly Span[];
  /** What stands in angle brackets, without them. */
  readonly angles: readonly Span[];
}

const byteOf = {
  tab: 0x09,
  space: 0x20,
  quote: 0x22,
  openParenthesis: 0x28,
  comma: 0x2c,
  colon: 0x3a,
  semicolon: 0x3b,
  openAngle: 0x3c,
  equals: 0x3d,
  closeAngle: 0x3e,
  openBracket: 0x5b,
  closeBracket: 0x5d,
} as const;

// RFC 2047 §5 (3) does not allow a comma in an encoded word of a phrase; senders write it. The bounds keep the look-ahead short.
const encodedWordAt = /=\?[^?\s]{1,75}\?[BbQq]\?[^?\s]{0,1000}\?=/y;

/**
 * Splits a list of mailboxes and groups into entries. Works once over one value. What is opened and never closed is ordinary text, and
 * after the first such case nothing of its kind is looked for again: that keeps the time linear.
 */
export class EntryScanner {
  readonly #bytes: Buffer;
  readonly #octets: string;
  readonly #unclosed = new Set<number>();
  readonly #entries: Entry[] = [];
  #words: Span[] = [];
  #comments: Span[] = [];
  #angles: Span[] = [];
  #wordStart = 0;

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
    this.#octets = bytes.toString('latin1');
  }

  scan(): readonly Entry[] {
    let at = 0;
    while (at < this.#bytes.length) at = this.#step(at);
    this.#endEntry(at, at);
    return this.#entries;
  }

  /** Takes what begins at `at` and gives the offset after it. */
  #step(at: number): number {
    switch (this.#bytes[at] ?? 0) {
      case byteOf.quote:
        return this.#quotedEnd(at) ?? at + 1;
      case byteOf.equals:
        return this.#encodedWordEnd(at) ?? at + 1;
      case byteOf.openBracket:
        return (
          this.#endOf(byteOf.openBracket, () => bracketEnd(this.#bytes, at, byteOf.closeBracket)) ?? at + 1
        );
      case byteOf.openParenthesis:
        return this.#comment(at);
      case byteOf.openAngle:
        return this.#angle(at);
      case byteOf.colon:
        return this.#colon(at);
      case byteOf.comma:
      case byteOf.semicolon:
        return this.#endEntry(at, at + 1);
      default:
        return at + 1;
    }
  }

  #comment(at: number): number {
    const end = this.#endOf(byteOf.openParenthesis, () => commentEnd(this.#bytes, at));
    if (end === undefined) return at + 1;
    this.#endWord(at, end);
    this.#comments.push({ start: at + 1, end: end - 1 });
    return end;
  }

  /** An angle bracket without end goes on to the end of the entry. */
  #angle(at: number): number {
    const start = this.#quotedEndAfterSpace(at + 1) ?? at + 1;
    const end = this.#endOf(byteOf.openAngle, () => bracketEnd(this.#bytes, start - 1, byteOf.closeAngle));
    const comma = end ?? this.#octets.indexOf(',', start);
    const stop = comma < 0 ? this.#bytes.length : comma;
    this.#endWord(at, stop);
    this.#angles.push({ start: at + 1, end: end === undefined ? stop : end - 1 });
    return stop;
  }

  /** RFC 5322 §3.4: what stands before a colon is the name of a group. After an angle bracket it is nothing known. */
  #colon(at: number): number {
    if (this.#angles.length === 0) this.#startEntry(at + 1);
    return at + 1;
  }

  #endEntry(at: number, next: number): number {
    this.#endWord(at, next);
    const entry = { words: this.#words, comments: this.#comments, angles: this.#angles };
    if (Object.values(entry).some((spans) => spans.length > 0)) this.#entries.push(entry);
    this.#startEntry(next);
    return next;
  }

  #startEntry(at: number): void {
    this.#words = [];
    this.#comments = [];
    this.#angles = [];
    this.#wordStart = at;
  }

  #endWord(end: number, next: number): void {
    if (end > this.#wordStart) this.#words.push({ start: this.#wordStart, end });
    this.#wordStart = next;
  }

  #quotedEnd(at: number): number | undefined {
    return this.#endOf(byteOf.quote, () => quotedStringEnd(this.#bytes, at));
  }

  /** The quoted local part of an address in angle brackets may hold `>`. */
  #quotedEndAfterSpace(start: number): number | undefined {
    let at = start;
    while (this.#bytes[at] === byteOf.space || this.#bytes[at] === byteOf.tab) at++;
    return this.#bytes[at] === byteOf.quote ? this.#quotedEnd(at) : undefined;
  }

  #encodedWordEnd(at: number): number | undefined {
    encodedWordAt.lastIndex = at;
    return encodedWordAt.test(this.#octets) ? encodedWordAt.lastIndex : undefined;
  }

  #endOf(kind: number, find: () => number): number | undefined {
    if (this.#unclosed.has(kind)) return undefined;
    const end = find();
    if (end >= 0) return end;
    this.#unclosed.add(kind);
    return undefined;
  }
}
