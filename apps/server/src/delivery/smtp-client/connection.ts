import { isIP } from 'node:net';
import type { ConnectionOptions } from 'node:tls';
import type { OutgoingMessage } from '../transport.ts';
import type { Credentials } from './authentication.ts';
import type { Deadlines } from './deadlines.ts';
import { BrokenConnection, type Failure } from './dialogue.ts';
import type { Extensions } from './extensions.ts';
import { shakeHands, type TlsPolicy } from './handshake.ts';
import { runTransaction, type TransactionResult } from './transaction.ts';
import { Wire } from './wire.ts';

/** Where to connect, and on what terms. */
export interface ConnectionRequest {
  /** Name of the host: for the certificate and for the evidence. */
  readonly host: string;
  /** IP address to dial; absent: the system resolves `host`. */
  readonly address?: string;
  readonly port: number;
  /** Our name in EHLO. */
  readonly hostname: string;
  readonly tlsPolicy: TlsPolicy;
  /** Whether a certificate must be valid and name `host`. */
  readonly isCertificateVerified: boolean;
  /** More trust anchors or a shared secure context, as `node:tls` takes them. */
  readonly tls?: ConnectionOptions;
  readonly credentials?: Credentials;
  /** What the evidence of every message over this connection shall say. */
  readonly remark?: string;
  readonly deadlines: Deadlines;
}

/** How connecting ended. `tls_failed`: STARTTLS did not work out where it need not; the host may be tried in clear. */
export type OpenResult =
  | { readonly kind: 'open'; readonly connection: SmtpConnection }
  | { readonly kind: 'failed'; readonly host: string; readonly failure: Failure }
  | { readonly kind: 'tls_failed'; readonly host: string; readonly failure: Failure };

/** Connects and makes the connection ready for its first message. Never rejects for what network or host do. */
export async function openConnection(request: ConnectionRequest, signal: AbortSignal): Promise<OpenResult> {
  const { host, address = host, port, deadlines } = request;
  let wire: Wire;
  try {
    wire = await Wire.connect({ address, port }, { timeoutMs: deadlines.connectMs, signal });
  } catch (error) {
    // Expected: BrokenConnection, for a host that cannot be reached.
    if (!(error instanceof BrokenConnection)) throw error;
    return { kind: 'failed', host: describeHost(request, address), failure: error.failure };
  }
  return makeReady(wire, request, signal);
}

function tlsOptions({ host, isCertificateVerified, tls }: ConnectionRequest): ConnectionOptions {
  return {
    ...tls,
    rejectUnauthorized: isCertificateVerified,
    // RFC 6066 §3: an address is no server name. Node checks the certificate for `host` then.
    ...(isIP(host) === 0 ? { servername: host } : { host }),
  };
}

async function makeReady(wire: Wire, request: ConnectionRequest, signal: AbortSignal): Promise<OpenResult> {
  const { tlsPolicy, hostname, credentials, deadlines } = request;
  const host = describeHost(request, wire.remoteAddress);
  const stop = wire.stopOn(signal);
  try {
    const tls = tlsOptions(request);
    const result = await shakeHands(wire, { hostname, tlsPolicy, tls, credentials, deadlines });
    if (result.kind === 'ready') {
      const { extensions } = result;
      const { remark } = request;
      return { kind: 'open', connection: new SmtpConnection({ wire, host, extensions, remark, deadlines }) };
    }
    // Never rejects, and ends by itself in time; the next host need not wait for it.
    void wire.close(deadlines.quitMs);
    return { kind: result.kind, host, failure: result.failure };
  } catch (error) {
    // Expected: BrokenConnection, for a connection that ended during the handshake.
    if (!(error instanceof BrokenConnection)) throw error;
    return { kind: 'failed', host, failure: error.failure };
  } finally {
    stop();
  }
}

function describeHost({ host, port }: ConnectionRequest, address: string | undefined): string {
  return address === undefined || address === host
    ? `${host}:${String(port)}`
    : `${host} [${address}]:${String(port)}`;
}

interface ConnectionParts {
  readonly wire: Wire;
  readonly host: string;
  readonly extensions: Extensions;
  readonly remark: string | undefined;
  readonly deadlines: Deadlines;
}

/** A connection past its handshake. It takes one message at a time. */
export class SmtpConnection {
  /** e.g. `mx1.example.com [192.0.2.1]:25`. */
  readonly host: string;
  /** e.g. `TLSv1.3`; undefined without TLS. */
  readonly tls: string | undefined;
  /** The remark of the request it was opened by. */
  readonly remark: string | undefined;
  readonly #wire: Wire;
  readonly #extensions: Extensions;
  readonly #deadlines: Deadlines;
  #transactions = 0;
  #isResetNeeded = false;

  constructor({ wire, host, extensions, remark, deadlines }: ConnectionParts) {
    this.#wire = wire;
    this.host = host;
    this.tls = wire.tlsVersion;
    this.remark = remark;
    this.#extensions = extensions;
    this.#deadlines = deadlines;
  }

  /** Transactions begun on this connection. */
  get transactions(): number {
    return this.#transactions;
  }

  /** Whether another message may be sent: the connection stands and the host said nothing out of turn. */
  get isUsable(): boolean {
    return this.#wire.isQuiet;
  }

  /** Resolves when the connection is gone, whoever ended it. */
  get closed(): Promise<unknown> {
    return this.#wire.closed;
  }

  /** Sends one message. When `signal` aborts, the connection is broken. Rejects only when the chunks cannot be read. */
  async send(message: OutgoingMessage, signal: AbortSignal): Promise<TransactionResult> {
    this.#transactions += 1;
    const stop = this.#wire.stopOn(signal);
    try {
      const result = await runTransaction(this.#wire, message, {
        extensions: this.#extensions,
        deadlines: this.#deadlines,
        isResetNeeded: this.#isResetNeeded,
      });
      this.#isResetNeeded = result.kind !== 'accepted';
      return result;
    } finally {
      stop();
    }
  }

  /** Says QUIT and closes; the host has `quitMs` to close its side. */
  async close(): Promise<void> {
    if (this.#wire.isQuiet) this.#wire.write('QUIT\r\n');
    await this.#wire.close(this.#deadlines.quitMs);
  }
}
