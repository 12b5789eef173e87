import { SMTPStream } from 'smtp-server/lib/smtp-stream.js';
import { type ReplyName } from '../replies.ts';

const CR = 0x0d;
const LF = 0x0a;

/** Why a peer's octets cannot be read as commands any more: the session ends with this reply. */
export class CommandStreamError extends Error {
  override readonly name = 'CommandStreamError';
  readonly replyName: ReplyName;

  constructor(replyName: ReplyName) {
    super(replyName);
    this.replyName = replyName;
  }
}

/**
 * The library's splitter of commands and content, made strict: a command line ends in CRLF alone (RFC 5321 §2.3.8), is bounded, and
 * must be finished within the idle time however slowly its octets drip.
 *
 * NOTE: it relies on inner names of the library, whose version is therefore pinned.
 */
export class CommandStream extends SMTPStream {
  readonly #lineTimeoutMs: number;
  #lineTimer: NodeJS.Timeout | undefined;
  #endedInCr = false;
  #unread = 0;

  constructor(options: { readonly maxCommandLength: number; readonly lineTimeoutMs: number }) {
    super({ maxCommandLength: options.maxCommandLength });
    this.#lineTimeoutMs = options.lineTimeoutMs;
  }

  /** Octets that came in one piece with the present command and lie behind it. */
  get unreadOctets(): number {
    return this.#unread;
  }

  /** To be called with each command line, without its CRLF, before it is acted on. */
  lineTaken(line: Buffer): void {
    this.#unread -= line.length + 2;
  }

  /** Ends the wait for the rest of a line. */
  stopWatching(): void {
    clearTimeout(this.#lineTimer);
    this.#lineTimer = undefined;
  }

  override _write(
    chunk: Buffer,
    encoding: BufferEncoding | 'buffer',
    next: (error?: Error | null) => void,
  ): void {
    if (this._dataMode || this.isClosed) {
      this.#endedInCr = false;
      super._write(chunk, encoding, next);
      return;
    }
    if (this.#hasBareLineFeed(chunk)) {
      next(new CommandStreamError('bareLineFeedInCommand'));
      return;
    }
    this.#unread = this._remainder.length + chunk.length;
    super._write(chunk, encoding, (error) => {
      this.#watchLine();
      next(error);
    });
  }

  /** A last line without CRLF is no command. */
  override _flushData(): void {
    this._remainder = '';
  }

  override _commandTooLong(): Error {
    this._remainder = '';
    return new CommandStreamError('commandTooLong');
  }

  /** Judges the whole piece, content that follows DATA in it included: the session of who sends that is over anyway. */
  #hasBareLineFeed(chunk: Buffer): boolean {
    for (let at = chunk.indexOf(LF); at >= 0; at = chunk.indexOf(LF, at + 1)) {
      const isAfterCr = at === 0 ? this.#endedInCr : chunk[at - 1] === CR;
      if (!isAfterCr) return true;
    }
    if (chunk.length > 0) this.#endedInCr = chunk.at(-1) === CR;
    return false;
  }

  #watchLine(): void {
    if (this._remainder === '' || this.isClosed) {
      this.stopWatching();
      return;
    }
    this.#lineTimer ??= setTimeout(() => {
      if (!this.isClosed) this.destroy(new CommandStreamError('commandTooSlow'));
    }, this.#lineTimeoutMs).unref();
  }
}
