import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import type { Events } from '../observe/index.ts';
import { settlesWithin } from './deadline.ts';
import { toDatabaseError } from './errors.ts';
import type { Subscription } from './port.ts';
import type { DriverStatement } from './session.ts';

/** What a subscriber wants to be told; see `Db.listen`. */
export interface Subscriber {
  readonly onPayload: (payload: string) => void;
  readonly onGap: () => void;
}

/** What the listener needs. */
export interface ListenerDependencies {
  /** Makes an unconnected connection. */
  readonly createClient: () => pg.Client;
  /** How long `listen` waits for the server to confirm. */
  readonly connectTimeoutMs: number;
  readonly events: Events;
}

/** A dead server is noticed within this time and the deadline of the question together, also behind a silent proxy. */
const healthIntervalMs = 30_000;
const healthTimeoutMs = 10_000;
const firstPauseMs = 100;
const maxPauseMs = 5_000;
const goodbyeMs = 1_000;

/**
 * One connection for all subscriptions of a process, opened with the first and re-made until `close`. Between a break and
 * the new connection hints are lost, and every subscriber is told so.
 */
export class NotificationListener {
  readonly #dependencies: ListenerDependencies;
  readonly #channels = new Map<string, Set<Subscriber>>();
  readonly #stop = new AbortController();
  /** Present while connected and listening to every channel. */
  #client: pg.Client | undefined;
  #running: Promise<void> | undefined;
  #lastError: unknown;
  /** Ends with the last statement: a connection takes one at a time. */
  #tail: Promise<unknown> = Promise.resolve();

  constructor(dependencies: ListenerDependencies) {
    this.#dependencies = dependencies;
  }

  /** Resolves when the server has confirmed; rejects when it has not within the deadline. */
  async listen(channel: string, { onPayload, onGap }: Subscriber): Promise<Subscription> {
    if (this.#stop.signal.aborted) throw new Error('the database connection is closed');
    const confirmed = Promise.withResolvers<undefined>();
    const subscriber: Subscriber = {
      onPayload,
      onGap: () => {
        confirmed.resolve(undefined);
        onGap();
      },
    };
    this.#add(channel, subscriber);
    this.#running ??= this.#run();
    const isConfirmed = await settlesWithin(this.#dependencies.connectTimeoutMs, confirmed.promise);
    if (isConfirmed) return { [Symbol.asyncDispose]: () => this.#remove(channel, subscriber) };
    await this.#remove(channel, subscriber);
    throw new Error(`the database did not confirm LISTEN ${channel}`, { cause: this.#lastError });
  }

  async close(): Promise<void> {
    this.#stop.abort();
    await this.#running;
    this.#channels.clear();
  }

  #add(channel: string, subscriber: Subscriber): void {
    const subscribers = this.#channels.get(channel) ?? new Set();
    subscribers.add(subscriber);
    this.#channels.set(channel, subscribers);
    if (this.#client === undefined) return;
    this.#query(this.#client, `listen ${pg.escapeIdentifier(channel)}`).then(() => {
      this.#call(subscriber.onGap);
    }, this.#abandonClient);
  }

  /** Runs a statement after those before it. Each has a deadline, so that none behind a dead server waits for ever. */
  #query(client: pg.Client, text: string): Promise<unknown> {
    const statement: DriverStatement = { text, query_timeout: healthTimeoutMs };
    const result = this.#tail.then(() => client.query(statement));
    this.#tail = result.catch(() => undefined);
    return result;
  }

  async #remove(channel: string, subscriber: Subscriber): Promise<void> {
    const subscribers = this.#channels.get(channel);
    subscribers?.delete(subscriber);
    if (subscribers?.size !== 0) return;
    this.#channels.delete(channel);
    // Expected: the connection is gone, and with it the channel.
    const client = this.#client;
    if (client === undefined) return;
    await this.#query(client, `unlisten ${pg.escapeIdentifier(channel)}`).catch(() => undefined);
  }

  async #run(): Promise<void> {
    let pauseMs = firstPauseMs;
    while (!this.#stop.signal.aborted) {
      // Expected: the server is not there, or the connection broke.
      try {
        await this.#serveConnection(() => {
          pauseMs = firstPauseMs;
        });
      } catch (error) {
        this.#lastError = toDatabaseError(error);
        this.#dependencies.events.failed('listening for notifications', this.#lastError);
      }
      // Jitter, so that many processes do not come back at the same moment. Expected: aborted by `close`.
      const jitteredMs = pauseMs * (0.5 + Math.random());
      await pause(jitteredMs, undefined, { signal: this.#stop.signal }).catch(() => undefined);
      pauseMs = Math.min(pauseMs * 2, maxPauseMs);
    }
  }

  /** Connects, listens, and resolves on `close`; rejects when the connection breaks. */
  async #serveConnection(onConnected: () => void): Promise<void> {
    const client = this.#dependencies.createClient();
    this.#tail = Promise.resolve();
    const ended = new Promise<never>((_resolve, reject) => {
      client.on('error', reject);
      client.on('end', () => {
        reject(new Error('the connection for notifications ended'));
      });
    });
    // Heard here as well, because it may come while something else is awaited.
    ended.catch(() => undefined);
    client.on('notification', ({ channel, payload }) => {
      this.#deliver(channel, payload ?? '');
    });
    try {
      await client.connect();
      for (const channel of this.#channels.keys()) {
        await this.#query(client, `listen ${pg.escapeIdentifier(channel)}`);
      }
      this.#client = client;
      onConnected();
      for (const subscriber of [...this.#channels.values()].flatMap((set) => [...set]))
        this.#call(subscriber.onGap);
      await Promise.race([ended, this.#checkHealth(client)]);
    } finally {
      this.#client = undefined;
      await settlesWithin(goodbyeMs, client.end());
    }
  }

  /** Asks the server now and then whether it is there; resolves on `close`, rejects when it does not answer. */
  async #checkHealth(client: pg.Client): Promise<void> {
    for (;;) {
      // Expected: aborted by `close`.
      await pause(healthIntervalMs, undefined, { signal: this.#stop.signal }).catch(() => undefined);
      if (this.#stop.signal.aborted) return;
      await this.#query(client, 'select 1');
    }
  }

  readonly #abandonClient = (): void => {
    // The loop hears the end of the connection and makes a new one, which listens to every channel.
    void this.#client?.end();
  };

  #deliver(channel: string, payload: string): void {
    for (const { onPayload } of this.#channels.get(channel) ?? []) {
      this.#call(() => {
        onPayload(payload);
      });
    }
  }

  /** A subscriber that throws must not break the others. */
  #call(callback: () => void): void {
    try {
      callback();
    } catch (error) {
      this.#dependencies.events.failed('handling a notification', error);
    }
  }
}
