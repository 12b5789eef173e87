import { type Db, type Subscription, Wakeup } from '../db/index.ts';
import { listEventIds } from '../facts/index.ts';
import type { Clock, Events } from '../observe/index.ts';
import { Turns } from '../turns/index.ts';
import { AccessChecks } from './access-checks.ts';
import { Connection, type LiveSocket } from './connection.ts';
import { Feeds } from './feeds.ts';
import {
  liveChannel,
  parseHint,
  planResume,
  usualBounds,
  usualTiming,
  type LiveBounds,
  type LiveTiming,
} from './rules.ts';
import { Seats, type Reservation } from './seats.ts';

/** What {@link createLive} needs. */
export interface LiveDependencies {
  readonly db: Pick<Db, 'query' | 'listen'>;
  readonly clock: Clock;
  readonly events: Pick<Events, 'failed' | 'liveConnected' | 'liveDisconnected'>;
  /** Names this process among all; a part of it belongs to this life of the process alone. */
  readonly node: string;
  readonly timing?: LiveTiming;
  readonly bounds?: LiveBounds;
}

/** Who connects, and to what. */
export interface Viewer {
  readonly userId: string;
  readonly organizationId: string;
  /** Names the session or key, so that its connections are asked about together. */
  readonly credentialId: string;
  /** The last event that the viewer knows; undefined: the connection begins now. */
  readonly after: string | undefined;
  /** Whether the viewer would be let in now. Rejects when that cannot be said. */
  readonly mayStill: () => Promise<boolean>;
}

/** How a socket tells of its other side. */
export interface SocketReports {
  /** It answered a ping. */
  heard(): void;
  /** It sent something. */
  spoke(): void;
  /** It is gone. */
  closed(): void;
}

/** Reads of feeds and of those who come back that run at once; each takes a connection to the database. */
const readsAtOnce = 3;
/** Of what was missed, as many are read and sent at once. */
const sentAtOnce = 100;

/** Disposing it says goodbye to all connections (1001) and cuts off those that do not answer. */
export interface Live extends AsyncDisposable {
  /** A place for another connection of a person. To be given back when the connection is gone. */
  reserve(userId: string): Reservation;
  /** Serves a connection until it is gone. */
  serve(viewer: Viewer, socket: LiveSocket): SocketReports;
}

/** Live events of this process. Resolves once it hears of hints; rejects when the database cannot be listened to. */
export async function createLive(dependencies: LiveDependencies): Promise<Live> {
  const live = new LiveHub(dependencies);
  await live.start();
  return live;
}

class LiveHub implements Live {
  readonly #deps: LiveDependencies;
  readonly #timing: LiveTiming;
  readonly #bounds: LiveBounds;
  readonly #seats: Seats;
  readonly #connections = new Set<Connection>();
  readonly #feeds: Feeds;
  readonly #checks: AccessChecks;
  readonly #wakeup = new Wakeup();
  readonly #stop = new AbortController();
  readonly #serving = new Set<Promise<void>>();
  #subscription: Subscription | undefined;
  #running: Promise<void> | undefined;
  #closing: Promise<void> | undefined;

  constructor(deps: LiveDependencies) {
    this.#deps = deps;
    this.#timing = deps.timing ?? usualTiming;
    this.#bounds = deps.bounds ?? usualBounds;
    this.#seats = new Seats(this.#bounds);
    this.#checks = new AccessChecks(this.#connections, deps.events);
    this.#feeds = new Feeds({
      ...deps,
      timing: this.#timing,
      bounds: this.#bounds,
      turns: new Turns(readsAtOnce),
    });
  }

  async start(): Promise<void> {
    this.#subscription = await this.#deps.db.listen(
      liveChannel,
      (payload) => this.#hear(payload),
      () => this.#hearAnything(),
    );
    this.#running = this.#run();
  }

  reserve(userId: string): Reservation {
    return this.#seats.reserve(userId);
  }

  serve(viewer: Viewer, socket: LiveSocket): SocketReports {
    const { userId, organizationId, credentialId, mayStill } = viewer;
    const accessKey = `${credentialId} ${organizationId}`;
    const connection = new Connection({
      userId,
      organizationId,
      accessKey,
      mayStill,
      socket,
      bounds: this.#bounds,
    });
    this.#connections.add(connection);
    this.#deps.events.liveConnected();
    const startedAt = performance.now();
    const serving = this.#open(connection, viewer.after).finally(() => this.#serving.delete(serving));
    this.#serving.add(serving);
    if (this.#stop.signal.aborted) connection.close('goingAway');
    return {
      heard: () => connection.heard(),
      spoke: () => connection.close('nothingToSend'),
      closed: () => {
        const reason = connection.closeReason ?? 'client_gone';
        connection.closed();
        if (!this.#connections.delete(connection)) return;
        this.#feeds.leave(connection);
        const durationMs = Math.round(performance.now() - startedAt);
        this.#deps.events.liveDisconnected({ reason, durationMs, userId, organizationId });
      },
    };
  }

  async #open(connection: Connection, after: string | undefined): Promise<void> {
    // Expected: the database is away.
    try {
      await this.#feeds.join(connection);
      connection.greet({
        kind: 'hello',
        organization_id: connection.organizationId,
        ping_seconds: Math.ceil(this.#timing.pingMs / 1_000),
        server_time: this.#deps.clock.now().toISOString(),
      });
      if (after === undefined) connection.goLive();
      else await this.#resume(connection, after);
    } catch (error) {
      this.#deps.events.failed('opening a live connection', error);
      connection.close('tryAgainLater');
    }
  }

  async #resume(connection: Connection, after: string): Promise<void> {
    const ids = await this.#listMissed(connection.organizationId, after);
    if (ids === undefined) {
      connection.say({ kind: 'resync' });
      connection.goLive();
      return;
    }
    await connection.catchUp(after, this.#feeds.readInParts(connection, ids, sentAtOnce));
  }

  /** What happened since, and a little before, oldest first; undefined when it is too much or too long ago. */
  async #listMissed(organizationId: string, after: string): Promise<readonly string[] | undefined> {
    const plan = planResume(after, this.#deps.clock.now(), { ...this.#timing, ...this.#bounds });
    if (plan === undefined) return undefined;
    const limit = this.#bounds.resumedEvents + 1;
    const found = await listEventIds(this.#deps.db, { organizationIds: [organizationId], ...plan, limit });
    const ids = found.map(({ id }) => id).filter((id) => id !== after);
    return ids.length > this.#bounds.resumedEvents ? undefined : ids.toSorted();
  }

  #hear(payload: string): void {
    const hint = parseHint(payload);
    if (hint === undefined) this.#hearAnything();
    else if (hint.kind === 'events') this.#feeds.hear(hint.organizationId, hint.ids);
    else
      this.#checks.ask(
        (connection) => hint.id === (hint.kind === 'user' ? connection.userId : connection.organizationId),
      );
  }

  /** Hints may have been lost. */
  #hearAnything(): void {
    this.#checks.ask(() => true);
    this.#wakeup.wake();
  }

  async #run(): Promise<void> {
    const lastAt = { renewed: performance.now(), checked: performance.now(), pinged: performance.now() };
    const isDue = (work: keyof typeof lastAt, everyMs: number): boolean => {
      if (performance.now() - lastAt[work] < everyMs) return false;
      lastAt[work] = performance.now();
      return true;
    };
    const { pollMs, renewMs, checkMs, pingMs } = this.#timing;
    for (;;) {
      await this.#wakeup.sleep(Math.min(pollMs, renewMs, checkMs, pingMs));
      if (this.#stop.signal.aborted) return;
      if (isDue('pinged', pingMs)) for (const connection of this.#connections) connection.beat();
      if (isDue('checked', checkMs)) this.#checks.ask(() => true);
      await this.#keepUp(isDue('renewed', renewMs));
    }
  }

  async #keepUp(isRenewalDue: boolean): Promise<void> {
    // Expected: the database is away; the next round tries again.
    try {
      if (isRenewalDue) await this.#feeds.renew();
      await this.#feeds.poll();
    } catch (error) {
      this.#deps.events.failed('live events', error);
    }
  }

  [Symbol.asyncDispose](): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  async #close(): Promise<void> {
    this.#stop.abort();
    this.#wakeup.wake();
    for (const connection of this.#connections) connection.close('goingAway');
    await this.#subscription?.[Symbol.asyncDispose]();
    await Promise.all([this.#running, this.#checks.settle(), ...this.#serving]);
    await this.#feeds[Symbol.asyncDispose]();
  }
}
