import { connect as connectTcp, type Socket } from 'node:net';
import { connect as connectTls, type ConnectionOptions, type TLSSocket } from 'node:tls';
import { createReplyReader, type ReplyReader, type SmtpReply } from '@smtpy/mail';
import { BrokenConnection, type Stage } from './dialogue.ts';
import { explainNetworkError } from './network-errors.ts';

/** Far above the 512 octets of RFC 5321 §4.5.3.1.5: some hosts put a page of advice into a line. More is no SMTP. */
const maxUnreadBytes = 65_536;

/** Where to connect. */
export interface WireTarget {
  /** IP address, or a name that the system resolves. */
  readonly address: string;
  readonly port: number;
}

/** How long to wait for a connection. */
export interface ConnectLimits {
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
}

/** How long a wait may last, and what it is reported as. */
export interface WaitLimits {
  readonly stage: Stage;
  readonly timeoutMs: number;
}

interface Wait {
  readonly stage: Stage;
  readonly isOver: () => boolean;
  readonly resolve: () => void;
  readonly reject: (error: BrokenConnection) => void;
  readonly timer: NodeJS.Timeout;
}

/**
 * One connection as lines out and replies in. At most one wait at a time; each has a deadline and ends with
 * {@link BrokenConnection} when the connection does.
 */
export class Wire {
  #socket: Socket;
  #reader: ReplyReader = createReplyReader();
  #unread: Buffer = Buffer.alloc(0);
  readonly #replies: SmtpReply[] = [];
  #wait: Wait | undefined;
  /** Why the connection ended; undefined while it stands. */
  #end: string | undefined;
  readonly #closed = Promise.withResolvers<undefined>();

  private constructor(socket: Socket) {
    this.#socket = socket;
    this.#attach(socket);
  }

  /** Connects; rejects with {@link BrokenConnection} at stage `connect`. */
  static async connect({ address, port }: WireTarget, { timeoutMs, signal }: ConnectLimits): Promise<Wire> {
    const socket = connectTcp({ host: address, port, noDelay: true });
    const wire = new Wire(socket);
    const stop = wire.stopOn(signal);
    let isConnected = false;
    socket.once('connect', () => {
      isConnected = true;
      wire.#wake();
    });
    try {
      await wire.#waitUntil(() => isConnected, { stage: 'connect', timeoutMs });
    } finally {
      stop();
    }
    return wire;
  }

  /** Resolves when the socket is closed, by whom and however. */
  get closed(): Promise<unknown> {
    return this.#closed.promise;
  }

  /** Whether nothing was heard that we did not wait for, and the connection stands. */
  get isQuiet(): boolean {
    return this.#end === undefined && this.#replies.length === 0 && this.#unread.length === 0;
  }

  /** The remote IP address; absent when it was never connected. */
  get remoteAddress(): string | undefined {
    return this.#socket.remoteAddress;
  }

  /** e.g. `TLSv1.3`; undefined without TLS. */
  get tlsVersion(): string | undefined {
    return 'getProtocol' in this.#socket
      ? ((this.#socket as TLSSocket).getProtocol() ?? undefined)
      : undefined;
  }

  /** Breaks the connection when `signal` aborts. The result stops listening. */
  stopOn(signal: AbortSignal): () => void {
    const stop = () => {
      this.destroy('the attempt was stopped');
    };
    if (signal.aborted) stop();
    signal.addEventListener('abort', stop, { once: true });
    return () => {
      signal.removeEventListener('abort', stop);
    };
  }

  /** The next reply. */
  async readReply(limits: WaitLimits): Promise<SmtpReply> {
    await this.#waitUntil(() => this.#replies.length > 0, limits);
    const reply = this.#replies.shift();
    if (reply === undefined) throw new BrokenConnection(limits.stage, 'two waits for one reply');
    return reply;
  }

  /** A reply that came without being waited for; that is how a host says why it breaks off during the content. */
  takeEarlyReply(): SmtpReply | undefined {
    return this.#replies.shift();
  }

  /** Hands octets to the socket; false asks for {@link drain} before more. */
  write(data: string | Buffer): boolean {
    return this.#socket.write(data);
  }

  /** Sends what is written until {@link uncork} as few packets as possible. */
  cork(): void {
    this.#socket.cork();
  }

  /** Ends {@link cork}. */
  uncork(): void {
    this.#socket.uncork();
  }

  /** Waits until the socket takes more. */
  async drain(limits: WaitLimits): Promise<void> {
    // A socket that is gone needs no draining, and must not look as if it took what was written.
    await this.#waitUntil(() => this.#end === undefined && !this.#socket.writableNeedDrain, limits);
  }

  /** Goes over to TLS: at once after connecting, or after a positive reply to STARTTLS. */
  async startTls(options: ConnectionOptions, limits: WaitLimits): Promise<void> {
    // RFC 3207 §4.2: what was said in clear must not count afterwards. Octets that came before the handshake would be taken
    // for replies to what is sent inside TLS, so a connection that has any is given up.
    if (!this.isQuiet) {
      this.destroy('more than a reply came before the TLS handshake');
      throw new BrokenConnection(limits.stage, 'more than a reply came before the TLS handshake');
    }
    const plain = this.#socket;
    plain.removeAllListeners();
    plain.on('error', () => undefined);
    const secure = connectTls({ ...options, socket: plain });
    this.#socket = secure;
    this.#reader = createReplyReader();
    this.#attach(secure);
    let isSecure = false;
    secure.once('secureConnect', () => {
      isSecure = true;
      this.#wake();
    });
    await this.#waitUntil(() => isSecure, limits);
  }

  /** Sends what is written, closes our side, and breaks the connection when the host does not close its own in time. */
  async close(timeoutMs: number): Promise<void> {
    if (this.#end === undefined) this.#socket.end();
    const timer = setTimeout(() => {
      this.destroy('closed by us');
    }, timeoutMs);
    await this.closed;
    clearTimeout(timer);
  }

  /** Breaks the connection at once. A wait ends with `explanation`. */
  destroy(explanation: string): void {
    this.#finish(explanation);
    this.#socket.destroy();
  }

  #attach(socket: Socket): void {
    socket.on('data', (chunk: Buffer) => {
      this.#take(chunk);
    });
    socket.on('drain', () => {
      this.#wake();
    });
    socket.on('error', (error) => {
      this.#finish(explainNetworkError(error));
    });
    socket.on('close', () => {
      this.#finish('connection closed by the host');
      this.#closed.resolve(undefined);
    });
  }

  #take(chunk: Buffer): void {
    let rest = this.#unread.length === 0 ? chunk : Buffer.concat([this.#unread, chunk]);
    for (let end = rest.indexOf(0x0a); end !== -1 && this.#end === undefined; end = rest.indexOf(0x0a)) {
      this.#takeLine(rest.toString('utf8', 0, end).replace(/\r$/, ''));
      rest = rest.subarray(end + 1);
    }
    this.#unread = rest;
    if (rest.length > maxUnreadBytes || this.#replies.length > 64)
      this.destroy('the host sent more than it was asked for');
    this.#wake();
  }

  #takeLine(line: string): void {
    const progress = this.#reader.push(line);
    switch (progress.kind) {
      case 'incomplete':
        return;
      case 'complete':
        this.#replies.push(progress.reply);
        return;
      case 'malformed':
        this.destroy(`no SMTP reply: ${progress.reason}`);
    }
  }

  #waitUntil(isOver: () => boolean, { stage, timeoutMs }: WaitLimits): Promise<void> {
    if (isOver()) return Promise.resolve();
    if (this.#end !== undefined) return Promise.reject(new BrokenConnection(stage, this.#end));
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        this.destroy(`no answer within ${String(timeoutMs / 1000)} s`);
      }, timeoutMs);
      this.#wait = { stage, isOver, resolve, reject, timer };
    });
  }

  #wake(): void {
    const wait = this.#wait;
    if (wait?.isOver() !== true) return;
    this.#wait = undefined;
    clearTimeout(wait.timer);
    wait.resolve();
  }

  #finish(explanation: string): void {
    if (this.#end !== undefined) return;
    this.#end = explanation;
    const wait = this.#wait;
    if (wait === undefined) return;
    this.#wait = undefined;
    clearTimeout(wait.timer);
    wait.reject(new BrokenConnection(wait.stage, explanation));
  }
}
