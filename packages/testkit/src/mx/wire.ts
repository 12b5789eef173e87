import type { Socket } from 'node:net';
import { TLSSocket, type SecureContext } from 'node:tls';
import { ContentCollector } from './content-collector.ts';

/** What reading content came to. */
export type ContentRead =
  | { readonly kind: 'complete'; readonly raw: Buffer }
  /** As many octets came as were asked for; the final dot may have been among them. */
  | { readonly kind: 'stopped' }
  | { readonly kind: 'closed' };

const lineEnd = Buffer.from('\r\n');
/** Beyond this the socket is paused: the octets of a client that runs ahead stay in its own memory. */
const maxBufferedOctets = 1_048_576;
/** Twice what any SMTP command may need; more is a client gone wrong. */
const maxLineOctets = 65_536;
/** How long a client may leave a closed connection open from its side. */
const lingerMs = 1_000;

/** The server's end of one connection: lines and content in, octets out. */
export class Wire {
  readonly #rawSocket: Socket;
  #socket: Socket;
  #pending: Buffer = Buffer.alloc(0);
  #isClosed = false;
  #wake: (() => void) | undefined;
  readonly #onData = (chunk: Buffer): void => {
    this.#pending = this.#pending.length === 0 ? chunk : Buffer.concat([this.#pending, chunk]);
    if (this.#pending.length > maxBufferedOctets) this.#socket.pause();
    this.#wake?.();
  };
  readonly #onEnd = (): void => {
    this.#isClosed = true;
    this.#wake?.();
  };

  constructor(socket: Socket) {
    this.#rawSocket = socket;
    this.#socket = socket;
    this.#attach(socket);
  }

  /** Whether the connection is encrypted now. */
  get isTls(): boolean {
    return this.#socket !== this.#rawSocket;
  }

  /** Whether octets came that nobody has read yet. */
  get hasPending(): boolean {
    return this.#pending.length > 0;
  }

  /** The next line without CRLF, or `undefined` when the client has closed. */
  async readLine(): Promise<string | undefined> {
    for (;;) {
      const end = this.#pending.indexOf(lineEnd);
      if (end !== -1) {
        const line = this.#pending.toString('utf8', 0, end);
        this.#pending = this.#pending.subarray(end + lineEnd.length);
        return line;
      }
      if (this.#pending.length > maxLineOctets || !(await this.#waitForOctets())) return undefined;
    }
  }

  /** Content up to the final dot; with `stopAfterOctets` no further than there. */
  async readContent(stopAfterOctets = Infinity): Promise<ContentRead> {
    const collector = new ContentCollector();
    while (this.hasPending || (await this.#waitForOctets())) {
      const collected = collector.push(this.#pending);
      this.#pending = Buffer.alloc(0);
      if (collector.octets >= stopAfterOctets) return { kind: 'stopped' };
      if (collected.kind === 'complete') {
        this.#pending = collected.rest;
        return { kind: 'complete', raw: collected.raw };
      }
    }
    return { kind: 'closed' };
  }

  /** Hands octets to the system; nothing happens when the connection is gone. */
  write(octets: Buffer | string): void {
    if (this.#socket.writable) this.#socket.write(octets);
  }

  /** Stops reading for good and leaves the connection open. */
  hang(): void {
    this.#socket.off('data', this.#onData);
    this.#socket.pause();
  }

  /** Sends what was written, then closes; what the client still sends is dropped. */
  close(): void {
    this.#socket.off('data', this.#onData);
    this.#socket.resume();
    this.#socket.end();
    const timer = setTimeout(() => this.#rawSocket.destroy(), lingerMs);
    this.#rawSocket.once('close', () => {
      clearTimeout(timer);
    });
  }

  /** Closes with a TCP reset: octets written before may be lost. */
  reset(): void {
    this.#rawSocket.resetAndDestroy();
  }

  /** Answers the client's handshake; what it sent before is dropped (RFC 3207 §4.2). */
  startTls(secureContext: SecureContext): void {
    this.#socket.off('data', this.#onData);
    this.#pending = Buffer.alloc(0);
    const socket = new TLSSocket(this.#rawSocket, { isServer: true, secureContext });
    this.#socket = socket;
    this.#attach(socket);
  }

  /** Waits for the client's next octets and drops them. */
  async skipOctets(): Promise<void> {
    await this.#waitForOctets();
    this.#pending = Buffer.alloc(0);
  }

  #attach(socket: Socket): void {
    socket.on('data', this.#onData).on('end', this.#onEnd).on('close', this.#onEnd);
    // Resets and failed handshakes are what tests are made of; `close` follows each.
    socket.on('error', () => undefined);
  }

  async #waitForOctets(): Promise<boolean> {
    const before = this.#pending.length;
    this.#socket.resume();
    if (!this.#isClosed) {
      await new Promise<void>((resolve) => (this.#wake = resolve));
      this.#wake = undefined;
    }
    return this.#pending.length > before;
  }
}
