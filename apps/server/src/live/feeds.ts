import { idFloor, type Db } from '../db/index.ts';
import { listEventIds, type EventId } from '../facts/index.ts';
import type { Clock, Events } from '../observe/index.ts';
import type { Turns } from '../turns/index.ts';
import type { Connection } from './connection.ts';
import { Feed } from './feed.ts';
import type { LiveBounds, LiveTiming } from './rules.ts';
import { deleteLapsedWatches, deleteWatches, saveWatches } from './watch-store.ts';

/** What the feeds of a process need. */
export interface FeedsDependencies {
  readonly db: Pick<Db, 'query'>;
  readonly clock: Clock;
  readonly events: Pick<Events, 'failed'>;
  readonly node: string;
  readonly timing: LiveTiming;
  readonly bounds: Pick<LiveBounds, 'dueEvents'>;
  readonly turns: Turns;
}

/** As many ids of one organization are read by a poll: more events than the mail path makes within the time that it looks back. */
const polledEvents = 20_000;

interface Entry {
  readonly feed: Feed;
  /** Rejects when the database is away. */
  readonly begun: Promise<void>;
  /** Connections that wait for it to begin. */
  joining: number;
}

/** The feeds of a process, one for each organization that somebody is connected for, and what keeps them told. */
export class Feeds {
  readonly #deps: FeedsDependencies;
  readonly #feeds = new Map<string, Entry>();

  constructor(deps: FeedsDependencies) {
    this.#deps = deps;
  }

  /** Tells a connection of whatever commits from now on. Rejects when the database is away. */
  async join(connection: Connection): Promise<void> {
    const { organizationId } = connection;
    const entry = this.#feeds.get(organizationId) ?? this.#begin(organizationId);
    entry.joining += 1;
    try {
      await entry.begun;
      if (!connection.isClosed) entry.feed.connections.add(connection);
    } finally {
      entry.joining -= 1;
    }
  }

  leave(connection: Connection): void {
    this.#feeds.get(connection.organizationId)?.feed.connections.delete(connection);
  }

  hear(organizationId: string, ids: readonly string[]): void {
    this.#feeds.get(organizationId)?.feed.hear(ids);
  }

  /** Messages of events of the connection's organization, so many at once. */
  async *readInParts(
    { organizationId }: Connection,
    ids: readonly string[],
    atOnce: number,
  ): AsyncIterable<ReadonlyMap<string, string>> {
    for (let start = 0; start < ids.length; start += atOnce) {
      const feed = this.#feeds.get(organizationId)?.feed;
      if (feed === undefined) return;
      yield await feed.read(ids.slice(start, start + atOnce));
    }
  }

  /** Keeps the process told of its organizations, and ends the feeds that nobody hears. A page that loads anew finds its feed still there. */
  async renew(): Promise<void> {
    for (const [id, { feed, joining }] of this.#feeds)
      if (feed.connections.size === 0 && joining === 0) this.#feeds.delete(id);
    const { db, node, timing } = this.#deps;
    await deleteLapsedWatches(db);
    const organizationIds = [...this.#feeds.keys()];
    if (organizationIds.length > 0)
      await saveWatches(db, { node, organizationIds, lifetimeMs: timing.watchMs });
  }

  /** Looks for what no hint told of. */
  async poll(): Promise<void> {
    const found = await this.#listRecent([...this.#feeds.keys()]);
    const byOrganization = Map.groupBy(found, ({ organizationId }) => organizationId);
    for (const [organizationId, events] of byOrganization)
      this.hear(
        organizationId,
        events.map(({ id }) => id),
      );
    const forgottenMs = this.#deps.clock.now().getTime() - 2 * this.#deps.timing.overlapMs;
    for (const { feed } of this.#feeds.values()) feed.forgetBefore(forgottenMs);
  }

  #begin(organizationId: string): Entry {
    const feed = new Feed({ ...this.#deps, organizationId });
    const begun = this.#watch(organizationId, feed);
    const entry: Entry = { feed, begun, joining: 0 };
    this.#feeds.set(organizationId, entry);
    begun.catch(() => {
      // The next connection begins another one.
      if (this.#feeds.get(organizationId) === entry) this.#feeds.delete(organizationId);
    });
    return entry;
  }

  /** First the watch, then what there is already: what commits between the two is hinted at or found by the next poll. */
  async #watch(organizationId: string, feed: Feed): Promise<void> {
    const { db, node, timing } = this.#deps;
    await saveWatches(db, { node, organizationIds: [organizationId], lifetimeMs: timing.watchMs });
    const found = await this.#listRecent([organizationId]);
    feed.begin(found.map(({ id }) => id));
  }

  async #listRecent(organizationIds: readonly string[]): Promise<readonly EventId[]> {
    if (organizationIds.length === 0) return [];
    const { db, clock, timing } = this.#deps;
    const afterId = idFloor(new Date(clock.now().getTime() - timing.overlapMs));
    return listEventIds(db, { organizationIds, afterId, limit: polledEvents });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all(Array.from(this.#feeds.values(), ({ feed }) => feed.settle()));
    const { db, node } = this.#deps;
    // Expected: the database is gone; the watches lapse by themselves.
    await deleteWatches(db, node).catch(() => undefined);
    this.#feeds.clear();
  }
}
