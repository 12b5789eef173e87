import type { SmtpConnection } from '../smtp-client/index.ts';

/** How long connections are kept. */
export interface PoolLimits {
  /** Transactions on one connection; hosts that count allow at least this many. */
  readonly maxTransactions: number;
  /** Idle time after which we close; longer only takes the host's places from others. */
  readonly maxIdleMs: number;
  /** Idle connections of the process; the oldest is closed for one more. */
  readonly maxIdleConnections: number;
}

/** 100 transactions and ten seconds are about what Postfix does on both sides (its cache keeps two seconds, its limit is 300 s). */
export const standardPoolLimits: PoolLimits = {
  maxTransactions: 100,
  maxIdleMs: 10_000,
  maxIdleConnections: 200,
};

interface Idle {
  readonly hop: string;
  readonly connection: SmtpConnection;
  readonly timer: NodeJS.Timeout;
}

/** Connections that wait for the next message to their host. A connection is either here or with the one who took it. */
export class ConnectionPool implements AsyncDisposable {
  readonly #limits: PoolLimits;
  /** Oldest first. */
  readonly #idle = new Set<Idle>();
  readonly #closing = new Set<Promise<void>>();
  #isDisposed = false;

  constructor(limits: PoolLimits) {
    this.#limits = limits;
  }

  /** The idle connection to `hop` that was used last, if there is a usable one. */
  take(hop: string): SmtpConnection | undefined {
    for (const idle of [...this.#idle].reverse()) {
      if (idle.hop !== hop) continue;
      this.#forget(idle);
      if (idle.connection.isUsable) return idle.connection;
      this.#close(idle.connection);
    }
    return undefined;
  }

  /** Takes back a connection after a transaction; closes it when it is broken or has served enough. */
  give(hop: string, connection: SmtpConnection): void {
    const isSpent = connection.transactions >= this.#limits.maxTransactions;
    if (this.#isDisposed || isSpent || !connection.isUsable) {
      this.#close(connection);
      return;
    }
    const idle: Idle = {
      hop,
      connection,
      timer: setTimeout(() => {
        this.#drop(idle);
      }, this.#limits.maxIdleMs),
    };
    this.#idle.add(idle);
    void connection.closed.then(() => {
      this.#forget(idle);
    });
    const [oldest] = this.#idle;
    if (this.#idle.size > this.#limits.maxIdleConnections && oldest !== undefined) this.#drop(oldest);
  }

  /** Closes what is idle, and whatever is given back from now on. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#isDisposed = true;
    for (const idle of this.#idle) this.#drop(idle);
    await Promise.all(this.#closing);
  }

  #drop(idle: Idle): void {
    this.#forget(idle);
    this.#close(idle.connection);
  }

  #forget(idle: Idle): void {
    clearTimeout(idle.timer);
    this.#idle.delete(idle);
  }

  #close(connection: SmtpConnection): void {
    const closing = connection.close().finally(() => this.#closing.delete(closing));
    this.#closing.add(closing);
  }
}
