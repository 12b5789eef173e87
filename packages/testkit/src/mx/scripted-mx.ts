import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createServer, type Server, type Socket } from 'node:net';
import { createSecureContext, type SecureContext } from 'node:tls';
import { defaultTimeoutMs, type WaitOptions } from '../time/index.ts';
import type { MxBehaviours } from './behaviour.ts';
import { MxRecords, type MxCommand, type MxCounts, type ReceivedMessage } from './records.ts';
import { MxSession, type SessionSetting } from './session.ts';
import { Wire } from './wire.ts';

/** How to start a scripted MX. */
export interface ScriptedMxOptions {
  /** Default 127.0.0.1. Other addresses of 127.0.0.0/8 let several servers share one port. */
  readonly host?: string;
  /** 0, the default, lets the system choose. */
  readonly port?: number;
  /** Name in the greeting and after EHLO. Default `mx.test`. */
  readonly hostname?: string;
  /** Whether TLS is absent (default), offered with STARTTLS, or spoken from the first octet. */
  readonly tls?: 'none' | 'starttls' | 'implicit';
  /** PEM certificate and key; the default is a self-signed certificate for `mx.test` and 127.0.0.1. */
  readonly certificate?: { readonly key: string | Buffer; readonly cert: string | Buffer };
  /** EHLO keywords to advertise besides STARTTLS and AUTH. Default `PIPELINING`, `8BITMIME`, `SMTPUTF8`, `SIZE 52428800`. */
  readonly extensions?: readonly string[];
  /** Advertises AUTH PLAIN LOGIN and refuses MAIL without it. */
  readonly auth?: { readonly username: string; readonly password: string };
  /** Behaviour per stage to begin with. */
  readonly on?: MxBehaviours;
  /** Whether `messages` and `commands` are collected (default); false leaves the counts, for load. */
  readonly keepMessages?: boolean;
}

/** A running scripted MX. */
export interface ScriptedMx extends AsyncDisposable {
  readonly host: string;
  readonly port: number;
  /** Behaviour per stage, changed by assigning: `mx.on.rcpt = '451 4.2.0 try later'`. */
  readonly on: MxBehaviours;
  /** Messages answered with 2xx, added just before that reply. */
  readonly messages: readonly ReceivedMessage[];
  /** Messages whose final dot arrived but which were refused or left without a reply. */
  readonly unacceptedMessages: readonly ReceivedMessage[];
  readonly counts: MxCounts;
  /** Connections accepted so far. */
  readonly connections: number;
  /** Connections open now. */
  readonly openConnections: number;
  /** Command lines so far, over all connections. */
  readonly commands: readonly MxCommand[];
  /** What clients did that the standards forbid, one sentence each: for `expect(mx.violations).toEqual([])`. */
  readonly violations: readonly string[];
  /** Waits until `count` messages were accepted in all; rejects with what was seen at the deadline. */
  waitForMessages(count: number, options?: WaitOptions): Promise<readonly ReceivedMessage[]>;
  /** Stops listening and breaks every connection. The port may then be used again. May be called twice. */
  close(): Promise<void>;
}

const defaultExtensions = ['PIPELINING', '8BITMIME', 'SMTPUTF8', 'SIZE 52428800'];
const testdata = new URL('../../testdata/', import.meta.url);
/** Commands shown when waiting for messages failed. */
const shownCommands = 20;

/** Starts an SMTP server that takes mail, and misbehaves where told to. */
export async function startScriptedMx(options: ScriptedMxOptions = {}): Promise<ScriptedMx> {
  const stopping = new AbortController();
  const setting: SessionSetting = {
    hostname: options.hostname ?? 'mx.test',
    tls: options.tls ?? 'none',
    secureContext: await loadSecureContext(options.certificate),
    extensions: options.extensions ?? defaultExtensions,
    auth: options.auth,
    on: { ...options.on },
    records: new MxRecords({ keepsMessages: options.keepMessages ?? true }),
    signal: stopping.signal,
  };
  const mx = new RunningMx(setting, stopping, options.host ?? '127.0.0.1');
  await mx.listen(options.port ?? 0);
  return mx;
}

async function loadSecureContext(certificate: ScriptedMxOptions['certificate']): Promise<SecureContext> {
  if (certificate !== undefined) return createSecureContext(certificate);
  const [key, cert] = await Promise.all([
    readFile(new URL('mx.test.key.pem', testdata)),
    readFile(new URL('mx.test.cert.pem', testdata)),
  ]);
  return createSecureContext({ key, cert });
}

class RunningMx implements ScriptedMx {
  readonly host: string;
  readonly #setting: SessionSetting;
  readonly #stopping: AbortController;
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();
  #port = 0;
  #connections = 0;
  #closing: Promise<void> | undefined;

  constructor(setting: SessionSetting, stopping: AbortController, host: string) {
    this.host = host;
    this.#setting = setting;
    this.#stopping = stopping;
    this.#server = createServer({ noDelay: true }, (socket) => {
      this.#accept(socket);
    });
  }

  async listen(port: number): Promise<void> {
    this.#server.listen({ port, host: this.host, backlog: 1024 });
    await once(this.#server, 'listening');
    const address = this.#server.address();
    if (address !== null && typeof address === 'object') this.#port = address.port;
  }

  get port(): number {
    return this.#port;
  }
  get on(): MxBehaviours {
    return this.#setting.on;
  }
  get messages(): readonly ReceivedMessage[] {
    return this.#setting.records.messages;
  }
  get unacceptedMessages(): readonly ReceivedMessage[] {
    return this.#setting.records.unacceptedMessages;
  }
  get counts(): MxCounts {
    return this.#setting.records.counts;
  }
  get connections(): number {
    return this.#connections;
  }
  get openConnections(): number {
    return this.#sockets.size;
  }
  get commands(): readonly MxCommand[] {
    return this.#setting.records.commands;
  }
  get violations(): readonly string[] {
    return this.#setting.records.violations;
  }

  async waitForMessages(count: number, options: WaitOptions = {}): Promise<readonly ReceivedMessage[]> {
    const timeoutMs = options.timeoutMs ?? defaultTimeoutMs;
    const { promise, resolve, reject } = Promise.withResolvers<undefined>();
    const check = (): void => {
      if (this.counts.accepted >= count) resolve(undefined);
    };
    const timer = setTimeout(() => {
      reject(this.#describeMissing(count, timeoutMs));
    }, timeoutMs);
    const abort = (): void => {
      reject(new Error('aborted', { cause: options.signal?.reason }));
    };
    options.signal?.addEventListener('abort', abort, { once: true });
    const remove = this.#setting.records.onAccepted(check);
    try {
      check();
      await promise;
      return this.messages;
    } finally {
      clearTimeout(timer);
      options.signal?.removeEventListener('abort', abort);
      remove();
    }
  }

  close(): Promise<void> {
    return (this.#closing ??= this.#shutDown());
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  #accept(socket: Socket): void {
    this.#connections += 1;
    this.#sockets.add(socket);
    socket.once('close', () => this.#sockets.delete(socket));
    const wire = new Wire(socket);
    if (this.#setting.tls === 'implicit') wire.startTls(this.#setting.secureContext);
    const connection = this.#connections;
    new MxSession(wire, this.#setting, connection).run().catch((error: unknown) => {
      // Expected: the abort of a late reply. Anything else is a fault of the script, which the test must see.
      if (!this.#stopping.signal.aborted) {
        this.#setting.records.addViolation(connection, `the session failed: ${String(error)}`);
      }
      socket.destroy();
    });
  }

  async #shutDown(): Promise<void> {
    this.#stopping.abort();
    const closed = once(this.#server, 'close');
    this.#server.close();
    for (const socket of this.#sockets) socket.destroy();
    await closed;
  }

  #describeMissing(count: number, timeoutMs: number): Error {
    const { accepted, unaccepted } = this.counts;
    const last = this.commands
      .slice(-shownCommands)
      .map(({ connection, line }) => `  ${connection}: ${line}`);
    const facts = `${accepted} accepted, ${unaccepted} not accepted, ${this.connections} connections`;
    return new Error(
      [
        `${count} messages expected within ${timeoutMs} ms, but: ${facts}; last commands:`,
        ...last,
        ...this.violations,
      ].join('\n'),
    );
  }
}
