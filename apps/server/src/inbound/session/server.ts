import type { Socket } from 'node:net';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';
import type { ConnectionPolicy } from './connection-policy.ts';
import { InboundConnection } from './connection.ts';

/** Commands of the library that have no place on any port. */
const disabledCommands = ['XCLIENT', 'XFORWARD', 'LHLO', 'WIZ', 'SHELL', 'KILL'];

/** What happens in a session, and on which terms it runs. */
export interface InboundServerOptions extends Required<
  Pick<SMTPServerOptions, 'onMailFrom' | 'onRcptTo' | 'onData'>
> {
  readonly hostname: string;
  readonly maxMessageBytes: number;
  readonly idleTimeoutMs: number;
  /** PEM. */
  readonly tls: { readonly key: string; readonly cert: string };
  readonly policy: ConnectionPolicy;
  /** Absent on the public port, where nobody logs in. */
  readonly submission?: SubmissionTerms;
}

/** What is different on a port for mail programs of owners. */
export interface SubmissionTerms {
  readonly Connection: typeof InboundConnection;
  /** Whether TLS begins with the first octet (RFC 8314 §3.3). */
  readonly isImplicitTls: boolean;
  readonly onAuth: NonNullable<SMTPServerOptions['onAuth']>;
}

/** The library's server with our connections. */
export class InboundServer extends SMTPServer {
  readonly #policy: ConnectionPolicy;
  readonly #Connection: typeof InboundConnection;

  constructor(options: InboundServerOptions) {
    super({
      ...loginTerms(options.submission),
      name: options.hostname,
      banner: 'SMTPy',
      heloResponse: '%s',
      size: options.maxMessageBytes,
      socketTimeout: options.idleTimeoutMs,
      key: options.tls.key,
      cert: options.tls.cert,
      hideENHANCEDSTATUSCODES: false,
      disableReverseLookup: true,
      logger: false,
      onMailFrom: options.onMailFrom,
      onRcptTo: options.onRcptTo,
      onData: options.onData,
    });
    this.#policy = options.policy;
    this.#Connection = options.submission?.Connection ?? InboundConnection;
    // A broken connection has told its policy already; without a listener the process would end.
    this.on('error', () => undefined);
  }

  override connect(socket: Socket, options: object): void {
    const connection = new this.#Connection(this, socket, { ...options, policy: this.#policy });
    this.connections.add(connection);
    connection.on('error', () => undefined);
    connection.init();
  }

  /**
   * Stops listening, says goodbye to idle clients, gives the others until the deadline, and breaks what is left then. Resolves when
   * every connection is closed.
   */
  async shutDown(deadlineMs: number): Promise<void> {
    const sockets = [...this.connections].map(({ _socket: socket }) => socket);
    this.options.closeTimeout = Math.max(1, deadlineMs);
    const closed = new Promise<void>((resolve) => {
      this.close(() => {
        resolve();
      });
    });
    for (const connection of this.connections) {
      if (connection instanceof InboundConnection) connection.shutDown();
    }
    await closed;
    for (const socket of sockets) socket.destroy();
  }
}

function loginTerms(submission: SubmissionTerms | undefined): SMTPServerOptions {
  if (submission === undefined) return { disabledCommands: [...disabledCommands, 'AUTH'] };
  return {
    disabledCommands,
    onAuth: submission.onAuth,
    authMethods: ['PLAIN', 'LOGIN'],
    // Our own limits count what a session does; the library's end it before a third try with LOGIN.
    maxAllowedUnauthenticatedCommands: false,
    secure: submission.isImplicitTls,
    // The handshake is the connection's business then, where it is counted and has its deadline.
    needsUpgrade: submission.isImplicitTls,
  };
}
