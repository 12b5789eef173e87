import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { connect as connectTls, type ConnectionOptions } from 'node:tls';
import { defaultTimeoutMs } from '../time/index.ts';
import { stuffDots } from './dot-stuffing.ts';
import type { DialogReply } from './reply.ts';
import { ReplyQueue } from './reply-queue.ts';
import { Transcript } from './transcript.ts';

/** How to connect. */
export interface SmtpDialogOptions {
  /** Default 127.0.0.1. */
  readonly host?: string;
  /** Deadline of the connection and of each later wait. Default 10,000. */
  readonly timeoutMs?: number;
  /** Address to connect from: other ones of 127.0.0.0/8 look like other clients. */
  readonly localAddress?: string;
  /** Whether TLS begins with the first octet. Default false. */
  readonly isImplicitTls?: boolean;
  /** Passed to TLS; certificates are not verified unless this says so. */
  readonly tls?: ConnectionOptions;
  /** Ends every wait of the dialog. */
  readonly signal?: AbortSignal;
}

/** What a reply must be: its code, the beginning of one of its lines, or a pattern found in its lines joined with `\n`. */
export type ReplyExpectation = number | string | RegExp;

/** How long to wait for one reply. */
export interface ReadOptions {
  /** Default: the dialog's own. */
  readonly timeoutMs?: number;
}

/** A conversation with an SMTP server, as exact or as wrong as the test wants it. */
export interface SmtpDialog extends AsyncDisposable {
  /** Whether the connection is encrypted now. */
  readonly isTls: boolean;
  /** Reads one reply, whatever it is. Rejects when the server closes or the deadline passes. */
  read(options?: ReadOptions): Promise<DialogReply>;
  /** Reads one reply and rejects, with the conversation so far, when it is not the expected one. */
  expect(expected: ReplyExpectation, options?: ReadOptions): Promise<DialogReply>;
  /** Sends a line; CRLF is added. Resolves when the octets are handed to the system. */
  send(line: string): Promise<void>;
  /** Sends octets as they are. */
  sendRaw(octets: Buffer | string): Promise<void>;
  /** Sends a line and reads one reply. */
  command(line: string, options?: ReadOptions): Promise<DialogReply>;
  /** Sends content with dot-stuffing and the final dot, after a 354, and reads the reply. */
  sendContent(data: Buffer | string, options?: ReadOptions): Promise<DialogReply>;
  /** Sends STARTTLS, expects 220, and does the handshake. */
  startTls(): Promise<void>;
  /** Does the TLS handshake at once, without a command. */
  upgradeToTls(): Promise<void>;
  /** Waits until the server has closed; rejects when it sends anything more. */
  expectClosed(options?: ReadOptions): Promise<void>;
  /** The conversation so far, `C:` and `S:` lines, for failure messages. */
  transcript(): string;
  /** Breaks the connection without QUIT. May be called twice. */
  close(): Promise<void>;
}

/** Connects to an SMTP server and reads nothing yet: the first `expect` gets the greeting. */
export async function openSmtpDialog(port: number, options: SmtpDialogOptions = {}): Promise<SmtpDialog> {
  options.signal?.throwIfAborted();
  const { host = '127.0.0.1', timeoutMs = defaultTimeoutMs, localAddress } = options;
  const socket = connect({
    host,
    port,
    noDelay: true,
    ...(localAddress === undefined ? {} : { localAddress }),
  });
  try {
    await once(socket, 'connect', { signal: AbortSignal.timeout(timeoutMs) });
  } catch (error) {
    // Expected: refused, unreachable, or the deadline; the caller learns which from the cause.
    socket.on('error', () => undefined).destroy();
    throw new Error(`cannot connect to ${host}:${port}`, { cause: error });
  }
  const dialog = new Conversation(socket, options);
  if (options.isImplicitTls === true) await dialog.upgradeToTls();
  return dialog;
}

class Conversation implements SmtpDialog {
  readonly #options: SmtpDialogOptions;
  readonly #timeoutMs: number;
  readonly #transcript = new Transcript();
  #replies = new ReplyQueue();
  #attachment: { release(): void };
  #socket: Socket;
  #isTls = false;
  readonly #onAbort: () => void;

  constructor(socket: Socket, options: SmtpDialogOptions) {
    this.#options = options;
    this.#timeoutMs = options.timeoutMs ?? defaultTimeoutMs;
    this.#socket = socket;
    this.#attachment = this.#replies.attach(socket);
    this.#onAbort = () => {
      this.#replies.abort(new Error('aborted', { cause: options.signal?.reason }));
      this.#socket.destroy();
    };
    options.signal?.addEventListener('abort', this.#onAbort, { once: true });
  }

  get isTls(): boolean {
    return this.#isTls;
  }

  async read(options: ReadOptions = {}): Promise<DialogReply> {
    const timeoutMs = options.timeoutMs ?? this.#timeoutMs;
    const event = await this.#replies.next(timeoutMs);
    switch (event.kind) {
      case 'reply':
        this.#transcript.addServer(event.reply.lines);
        return event.reply;
      case 'timeout':
        throw this.#failure(`no reply after ${timeoutMs} ms`);
      case 'closed':
        throw this.#failure(describeClosed(event.unfinished), event.error);
    }
  }

  async expect(expected: ReplyExpectation, options: ReadOptions = {}): Promise<DialogReply> {
    const reply = await this.read(options);
    if (!matchesReply(reply, expected)) {
      throw this.#failure(`expected ${String(expected)}, got ${JSON.stringify(reply.lines.join('\n'))}`);
    }
    return reply;
  }

  send(line: string): Promise<void> {
    this.#transcript.addClient(line);
    return this.#write(Buffer.from(`${line}\r\n`));
  }

  sendRaw(octets: Buffer | string): Promise<void> {
    const buffer = toBuffer(octets);
    this.#transcript.addClientOctets(buffer);
    return this.#write(buffer);
  }

  async command(line: string, options: ReadOptions = {}): Promise<DialogReply> {
    await this.send(line);
    return this.read(options);
  }

  async sendContent(data: Buffer | string, options: ReadOptions = {}): Promise<DialogReply> {
    await this.sendRaw(stuffDots(toBuffer(data)));
    return this.read(options);
  }

  async startTls(): Promise<void> {
    await this.send('STARTTLS');
    await this.expect(220);
    await this.upgradeToTls();
  }

  async upgradeToTls(): Promise<void> {
    this.#attachment.release();
    const socket = connectTls({ rejectUnauthorized: false, ...this.#options.tls, socket: this.#socket });
    try {
      await once(socket, 'secureConnect', { signal: AbortSignal.timeout(this.#timeoutMs) });
    } catch (error) {
      // Expected: an alert, octets that are not TLS, or the deadline.
      socket.on('error', () => undefined).destroy();
      throw this.#failure('TLS handshake failed', error);
    }
    this.#socket = socket;
    this.#replies = new ReplyQueue();
    this.#attachment = this.#replies.attach(socket);
    this.#isTls = true;
  }

  async expectClosed(options: ReadOptions = {}): Promise<void> {
    const timeoutMs = options.timeoutMs ?? this.#timeoutMs;
    const event = await this.#replies.next(timeoutMs);
    if (event.kind === 'timeout') throw this.#failure(`the server did not close within ${timeoutMs} ms`);
    if (event.kind === 'reply') {
      this.#transcript.addServer(event.reply.lines);
      throw this.#failure('the server sent a reply instead of closing');
    }
  }

  transcript(): string {
    return this.#transcript.toString();
  }

  async close(): Promise<void> {
    this.#options.signal?.removeEventListener('abort', this.#onAbort);
    if (this.#socket.closed) return;
    const closed = new Promise((resolve) => this.#socket.once('close', resolve));
    this.#socket.destroy();
    await closed;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  /** Resolves when the system took the octets; a server that stopped reading lets the deadline pass. */
  #write(octets: Buffer): Promise<void> {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        reject(this.#failure(`the server took no octets for ${this.#timeoutMs} ms`));
      }, this.#timeoutMs);
      this.#socket.write(octets, (error) => {
        clearTimeout(timer);
        if (error) reject(this.#failure('cannot send', error));
        else resolve();
      });
    });
  }

  #failure(what: string, cause?: unknown): Error {
    const detail = cause instanceof Error ? ` (${cause.message})` : '';
    return new Error(`${what}${detail}\n${this.transcript()}`, cause === undefined ? {} : { cause });
  }
}

function toBuffer(octets: Buffer | string): Buffer {
  return typeof octets === 'string' ? Buffer.from(octets) : octets;
}

function describeClosed(unfinished: string): string {
  const rest = unfinished === '' ? '' : ` in the middle of ${JSON.stringify(unfinished)}`;
  return `the server closed the connection${rest}`;
}

/** Whether a reply is the expected one. */
export function matchesReply(reply: DialogReply, expected: ReplyExpectation): boolean {
  if (typeof expected === 'number') return reply.code === expected;
  if (typeof expected === 'string') return reply.lines.some((line) => line.startsWith(expected));
  return expected.test(reply.lines.join('\n'));
}
