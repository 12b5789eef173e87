import type { Db } from '../db/index.ts';
import type { Clock, Events } from '../observe/index.ts';
import { WriteBehind } from '../write-behind/index.ts';
import { addActivity, type Activity } from './activity-store.ts';

/** What {@link createAliasActivity} needs. */
export interface AliasActivityDependencies {
  readonly db: Db;
  readonly clock: Clock;
  readonly events: Pick<Events, 'failed'>;
}

/** When aliases were last used, and how often mail to them was refused. Disposing it writes what is left. */
export interface AliasActivity extends AsyncDisposable {
  /** Notes that a message came to these aliases or leaves as them. Neither waits nor throws. */
  noteUse(aliasIds: readonly string[]): void;
  /** Notes that mail to an alias was refused for good. Neither waits nor throws. */
  noteRefusal(aliasId: string): void;
}

/**
 * One statement in so long for all messages of a process, whatever comes: no message waits for the row of an alias, and a busy alias costs one
 * row version in that time. People who look at a list do not mind.
 */
const writeEveryMs = 5_000;
/** Aliases of one statement, and as many as a process remembers while the database is away, at some 150 bytes each. */
const aliasesPerWrite = 1_000;
const maxAliases = 50_000;

/** Activity on a database. */
export function createAliasActivity({ db, clock, events }: AliasActivityDependencies): AliasActivity {
  const gathered = new Map<string, Activity>();
  const writing = new WriteBehind({
    action: 'alias activity',
    write: async () => {
      const batch = [...gathered.values()].slice(0, aliasesPerWrite);
      if (batch.length > 0) await addActivity(db, batch);
      for (const written of batch) forget(gathered, written);
      return { isMoreLeft: gathered.size > 0 };
    },
    minIntervalMs: writeEveryMs,
    retryMs: writeEveryMs,
    events,
  });
  const note = (aliasId: string, news: Omit<Activity, 'aliasId'>): void => {
    const known = gathered.get(aliasId);
    if (known === undefined && gathered.size >= maxAliases) return;
    const refused = (known?.refused ?? 0) + news.refused;
    gathered.set(aliasId, { aliasId, usedAt: news.usedAt ?? known?.usedAt, refused });
    writing.writeWithin(writeEveryMs);
  };
  return {
    noteUse: (aliasIds) => {
      const usedAt = clock.now();
      for (const aliasId of aliasIds) note(aliasId, { usedAt, refused: 0 });
    },
    noteRefusal: (aliasId) => {
      note(aliasId, { usedAt: undefined, refused: 1 });
    },
    [Symbol.asyncDispose]: () => writing[Symbol.asyncDispose](),
  };
}

/** Takes away what was written; what was noted meanwhile stays. */
function forget(gathered: Map<string, Activity>, written: Activity): void {
  const { aliasId } = written;
  const current = gathered.get(aliasId);
  if (current === undefined) return;
  const refused = current.refused - written.refused;
  const usedAt = current.usedAt === written.usedAt ? undefined : current.usedAt;
  if (refused === 0 && usedAt === undefined) gathered.delete(aliasId);
  else gathered.set(aliasId, { aliasId, usedAt, refused });
}
