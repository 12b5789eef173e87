import type { Db } from '../db/index.ts';
import { findEvents, formatEvent, type EventRow } from '../facts/index.ts';
import type { Events } from '../observe/index.ts';
import type { Turns } from '../turns/index.ts';
import type { Connection } from './connection.ts';
import { timeOfId, type LiveBounds } from './rules.ts';

/** As many as one statement reads at once. */
const readAtOnce = 200;

/** What a feed needs. */
export interface FeedOptions {
  readonly organizationId: string;
  readonly db: Pick<Db, 'query'>;
  readonly events: Pick<Events, 'failed'>;
  /** Bounds the reads of all feeds of the process. */
  readonly turns: Turns;
  readonly bounds: Pick<LiveBounds, 'dueEvents'>;
}

/** The events of one organization as this process tells them: each once, to whoever is connected then. */
export class Feed {
  readonly connections = new Set<Connection>();
  readonly #options: FeedOptions;
  /** Events that were told, or that happened before the feed began; as far back as a poll looks. */
  readonly #told = new Set<string>();
  /** Events that are known by their ids alone. */
  readonly #due = new Set<string>();
  #isBegun = false;
  #draining: Promise<void> | undefined;

  constructor(options: FeedOptions) {
    this.#options = options;
  }

  /** What is there already is told to nobody: who connects now loads it. */
  begin(ids: readonly string[]): void {
    for (const id of ids) {
      this.#told.add(id);
      this.#due.delete(id);
    }
    this.#isBegun = true;
    this.#drainSoon();
  }

  /** These have happened. */
  hear(ids: readonly string[]): void {
    for (const id of ids) if (!this.#told.has(id)) this.#due.add(id);
    if (this.#due.size > this.#options.bounds.dueEvents) this.#giveUp();
    this.#drainSoon();
  }

  /** Forgets what no poll can give again. */
  forgetBefore(instantMs: number): void {
    const isOld = (id: string): boolean => timeOfId(id) < instantMs;
    for (const id of this.#told) if (isOld(id)) this.#told.delete(id);
    for (const connection of this.connections) connection.forgetCaughtUp(isOld);
  }

  /** Resolves when nothing is under way. */
  async settle(): Promise<void> {
    await this.#draining;
  }

  /** There is more than can be read: pages load anew what they show instead. */
  #giveUp(): void {
    this.#takeAll();
    for (const connection of this.connections) connection.say({ kind: 'resync' });
  }

  #drainSoon(): void {
    if (!this.#isBegun || this.#due.size === 0) return;
    this.#draining ??= this.#drain().finally(() => {
      this.#draining = undefined;
    });
  }

  async #drain(): Promise<void> {
    // Expected: the database is away; what is due stays so, and the next hint or poll tries again.
    try {
      while (this.#due.size > 0) {
        if (this.connections.size === 0) this.#takeAll();
        else await this.#tellSome();
      }
    } catch (error) {
      this.#options.events.failed('reading live events', error);
    }
  }

  #takeAll(): void {
    for (const id of this.#due) this.#told.add(id);
    this.#due.clear();
  }

  async #tellSome(): Promise<void> {
    const ids = [...this.#due].toSorted().slice(0, readAtOnce);
    const texts = await this.read(ids);
    for (const id of ids) {
      this.#due.delete(id);
      this.#told.add(id);
    }
    for (const [id, text] of texts) for (const connection of this.connections) connection.tell(id, text);
  }

  /** The messages of events by their ids, oldest first; without those that are for the timeline alone. */
  async read(ids: readonly string[]): Promise<ReadonlyMap<string, string>> {
    const { db, organizationId, turns } = this.#options;
    const keys = ids.map((eventId) => ({ eventId }));
    const rows = await turns.take(() => findEvents(db, organizationId, keys));
    return new Map(rows.flatMap(messageOf));
  }
}

function messageOf(row: EventRow): readonly (readonly [id: string, text: string])[] {
  const event = formatEvent(row);
  return event === undefined ? [] : [[row.id, JSON.stringify({ kind: 'event', event })]];
}
