import { BodyHash } from '@smtpy/mail';
import { CHUNK_BYTES, type ContentWriter } from '../../queue/index.ts';
import { type LineFault, LineScanner } from './line-scanner.ts';
import type { Reservation } from './memory-budget.ts';

/** Why content cannot be accepted whatever else it says. */
export type ContentFault = LineFault | 'message_too_large' | 'header_too_large';

/** Verification of large content while it arrives. */
export interface ContentObserver {
  /** Resolves when the next piece is welcome. Pieces must not be changed afterwards. */
  write(piece: Buffer): Promise<void>;
  /** No more pieces come, and the result is not wanted. */
  abandon(): void;
}

/** Content as far as it was worth keeping. */
export type ReceivedOctets<Observer> =
  | {
      readonly kind: 'whole';
      readonly sizeBytes: number;
      /** With its empty line; all octets when there is none. */
      readonly headerBytes: number;
      readonly header: Buffer;
      readonly bodyHash: Buffer;
      readonly stored: StoredOctets<Observer>;
    }
  | { readonly kind: 'faulty'; readonly sizeBytes: number; readonly fault: ContentFault }
  /** Storing failed; the octets were read to their end. */
  | { readonly kind: 'failed'; readonly sizeBytes: number; readonly error: unknown };

/** Where the octets are: here, or in chunks in the database and seen by the observer. */
export type StoredOctets<Observer> =
  | { readonly kind: 'small'; readonly data: Buffer }
  | {
      readonly kind: 'large';
      readonly writer: ContentWriter;
      readonly observer: Observer | undefined;
      /** The first chunk, where it was asked for. */
      readonly beginning: Buffer | undefined;
    };

/** How to take content. */
export interface IntakeOptions<Observer extends ContentObserver> {
  readonly maxMessageBytes: number;
  /** What MAIL SIZE= announced (RFC 1870 §6.1); spares growing the buffer. */
  readonly declaredBytes: number | undefined;
  readonly reservation: Reservation;
  /** Whether the first chunk of large content is wanted afterwards: it takes memory until then. */
  readonly keepsBeginning: boolean;
  /** Called once, when the content turns out to be large. */
  readonly openWriter: () => ContentWriter;
  /** Called once, when the content turns out to be large, with its header block. */
  readonly openObserver: (header: Buffer) => Observer | undefined;
}

/** Buffers grow from here by doubling; most mail needs two doublings, and an announced size none. */
const firstBufferOctets = 16_384;

/**
 * Takes the content of one message: up to one chunk in memory, more to the database while it arrives. After a fault the rest is
 * counted and dropped.
 */
export class ContentIntake<Observer extends ContentObserver> {
  readonly #options: IntakeOptions<Observer>;
  readonly #scanner = new LineScanner();
  readonly #bodyHash = new BodyHash();
  #buffer: Buffer;
  #used = 0;
  #flushedBytes = 0;
  #sizeBytes = 0;
  #header: Buffer | undefined;
  #beginning: Buffer | undefined;
  #writer: ContentWriter | undefined;
  #observer: Observer | undefined;
  #end: { readonly fault: ContentFault } | { readonly error: unknown } | undefined;

  constructor(options: IntakeOptions<Observer>) {
    this.#options = options;
    const wanted = options.declaredBytes === undefined ? firstBufferOctets : options.declaredBytes + 1;
    this.#buffer = Buffer.allocUnsafe(Math.min(Math.max(wanted, 1_024), CHUNK_BYTES));
  }

  /** Takes the next piece. Never rejects. The piece is copied, and may be reused. */
  async accept(piece: Buffer): Promise<void> {
    this.#sizeBytes += piece.length;
    if (this.#end !== undefined) return;
    const fault =
      this.#sizeBytes > this.#options.maxMessageBytes ? 'message_too_large' : this.#scanner.scan(piece);
    if (fault !== undefined) {
      await this.#stop({ fault });
      return;
    }
    // Almost every piece of almost every message fits: no wait for those.
    if (this.#used + piece.length <= CHUNK_BYTES) this.#append(piece, 0);
    else await this.#appendAndFlush(piece);
  }

  /** Ends the content. Never rejects. */
  async finish(): Promise<ReceivedOctets<Observer>> {
    if (this.#writer !== undefined && this.#end === undefined) await this.#flush();
    const sizeBytes = this.#sizeBytes;
    if (this.#end !== undefined) {
      return 'fault' in this.#end
        ? { kind: 'faulty', sizeBytes, fault: this.#end.fault }
        : { kind: 'failed', sizeBytes, error: this.#end.error };
    }
    const headerBytes = this.#scanner.headerBytes ?? sizeBytes;
    if (this.#writer !== undefined && this.#header !== undefined) {
      const stored = {
        kind: 'large',
        writer: this.#writer,
        observer: this.#observer,
        beginning: this.#beginning,
      } as const;
      return {
        kind: 'whole',
        sizeBytes,
        headerBytes,
        header: this.#header,
        bodyHash: this.#bodyHash.digest(),
        stored,
      };
    }
    const data = this.#buffer.subarray(0, this.#used);
    this.#bodyHash.update(data.subarray(headerBytes));
    const header = data.subarray(0, headerBytes);
    return {
      kind: 'whole',
      sizeBytes,
      headerBytes,
      header,
      bodyHash: this.#bodyHash.digest(),
      stored: { kind: 'small', data },
    };
  }

  /** Drops what was stored: the content is not wanted, or the connection broke. Never rejects; safe to call twice. */
  async abandon(): Promise<void> {
    this.#observer?.abandon();
    try {
      await this.#writer?.abandon();
    } catch {
      // Expected: the database is gone. Orphan chunks are removed by a job.
    }
  }

  #append(piece: Buffer, from: number): number {
    const wanted = Math.min(this.#used + piece.length - from, CHUNK_BYTES);
    if (wanted > this.#buffer.length) {
      const grown = Buffer.allocUnsafe(Math.min(Math.max(wanted, 2 * this.#buffer.length), CHUNK_BYTES));
      this.#buffer.copy(grown, 0, 0, this.#used);
      this.#buffer = grown;
      this.#options.reservation.growTo(grown.length);
    }
    const copied = piece.copy(this.#buffer, this.#used, from);
    this.#used += copied;
    return copied;
  }

  async #appendAndFlush(piece: Buffer): Promise<void> {
    let from = 0;
    while (from < piece.length) {
      if (this.#used === CHUNK_BYTES) {
        await this.#flush();
        if (this.#end !== undefined) return;
      }
      from += this.#append(piece, from);
    }
  }

  async #flush(): Promise<void> {
    const chunk = this.#buffer.subarray(0, this.#used);
    try {
      const writer = (this.#writer ??= await this.#open(chunk));
      if (writer === undefined) return;
      const bodyFrom = Math.max(0, (this.#header?.length ?? 0) - this.#flushedBytes);
      if (bodyFrom < chunk.length) this.#bodyHash.update(chunk.subarray(bodyFrom));
      await Promise.all([writer.write(chunk), this.#observer?.write(chunk)]);
    } catch (error) {
      // Expected: the database failed. The peer is told 451 once it has sent everything.
      await this.#stop({ error });
      return;
    }
    this.#flushedBytes += chunk.length;
    this.#used = 0;
    // The chunk is still being read by the observer.
    this.#buffer = Buffer.allocUnsafe(CHUNK_BYTES);
    this.#options.reservation.growTo((this.#beginning === undefined ? 2 : 3) * CHUNK_BYTES);
  }

  async #open(firstChunk: Buffer): Promise<ContentWriter | undefined> {
    const { headerBytes } = this.#scanner;
    if (headerBytes === undefined || headerBytes > firstChunk.length) {
      await this.#stop({ fault: 'header_too_large' });
      return undefined;
    }
    this.#header = Buffer.from(firstChunk.subarray(0, headerBytes));
    if (this.#options.keepsBeginning) this.#beginning = firstChunk;
    this.#observer = this.#options.openObserver(this.#header);
    return this.#options.openWriter();
  }

  async #stop(end: { readonly fault: ContentFault } | { readonly error: unknown }): Promise<void> {
    this.#end = end;
    this.#buffer = Buffer.alloc(0);
    this.#beginning = undefined;
    this.#used = 0;
    await this.abandon();
  }
}
