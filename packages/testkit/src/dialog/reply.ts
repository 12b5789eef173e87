/** A complete SMTP reply (RFC 5321 §4.2.1). */
export interface DialogReply {
  /** Of the last line; 0 when that line does not begin with three digits. */
  readonly code: number;
  /** The lines as received, with code, without CRLF. */
  readonly lines: readonly string[];
  /** The lines without code and separator, joined with `\n`. */
  readonly text: string;
}

const lineEnd = Buffer.from('\r\n');
/** A test server that sends more without a line end is broken; it must not fill the memory. */
const maxLineOctets = 1_048_576;

/** Makes replies of the octets a server sends, in whatever pieces they come. */
export class ReplyParser {
  #rest: Buffer = Buffer.alloc(0);
  #lines: string[] = [];

  /** The replies completed by `chunk`. Only CRLF ends a line, so a bare LF of the server shows up inside a line. */
  push(chunk: Buffer): readonly DialogReply[] {
    const octets = this.#rest.length === 0 ? chunk : Buffer.concat([this.#rest, chunk]);
    const replies: DialogReply[] = [];
    let start = 0;
    for (let end = octets.indexOf(lineEnd); end !== -1; end = octets.indexOf(lineEnd, start)) {
      const reply = this.#addLine(octets.toString('utf8', start, end));
      if (reply !== undefined) replies.push(reply);
      start = end + lineEnd.length;
    }
    this.#rest = octets.subarray(start);
    if (this.#rest.length > maxLineOctets) throw new Error('the server sent 1 MiB without a line end');
    return replies;
  }

  /** What came of a reply that is not complete. */
  unfinished(): string {
    return [...this.#lines, this.#rest.toString('utf8')].join('\n');
  }

  #addLine(line: string): DialogReply | undefined {
    this.#lines.push(line);
    if (/^\d{3}-/.test(line)) return undefined;
    const lines = this.#lines;
    this.#lines = [];
    const code = /^\d{3}(?= |$)/.exec(line)?.[0] ?? '0';
    return { code: Number(code), lines, text: lines.map((one) => one.slice(4)).join('\n') };
  }
}
