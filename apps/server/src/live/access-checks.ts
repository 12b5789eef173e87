import type { Events } from '../observe/index.ts';
import type { Connection } from './connection.ts';

/**
 * Asks whether who is connected still may be, one question after the other: the checks of a thousand connections must not take the
 * database's connections from requests.
 */
export class AccessChecks {
  readonly #events: Pick<Events, 'failed'>;
  readonly #connections: ReadonlySet<Connection>;
  readonly #due = new Set<string>();
  #running: Promise<void> | undefined;

  constructor(connections: ReadonlySet<Connection>, events: Pick<Events, 'failed'>) {
    this.#connections = connections;
    this.#events = events;
  }

  /** Has those asked about that the condition names. */
  ask(isMeant: (connection: Connection) => boolean): void {
    for (const connection of this.#connections) if (isMeant(connection)) this.#due.add(connection.accessKey);
    if (this.#due.size === 0) return;
    this.#running ??= this.#run().finally(() => {
      this.#running = undefined;
    });
  }

  /** Resolves when nothing is under way. */
  async settle(): Promise<void> {
    await this.#running;
  }

  async #run(): Promise<void> {
    for (const accessKey of this.#due) {
      // Taken before it is asked: what changes meanwhile is asked again.
      this.#due.delete(accessKey);
      // Expected: the database is away; the next round asks again.
      try {
        await this.#check(accessKey);
      } catch (error) {
        this.#events.failed('checking live access', error);
      }
    }
  }

  async #check(accessKey: string): Promise<void> {
    const meant = [...this.#connections].filter((connection) => connection.accessKey === accessKey);
    if (meant[0] === undefined || (await meant[0].mayStill())) return;
    for (const connection of meant) connection.close('accessEnded');
  }
}
