import { ReadThroughCache } from '../../cache/index.ts';
import type { Queryable } from '../../db/index.ts';
import type { Clock } from '../../observe/index.ts';
import { expiryOf, type Pairing } from './rules.ts';
import { deleteExpired, isLearned, saveLearned } from './store.ts';

/** What {@link createLearnedRewrites} needs. */
export interface LearnedRewritesDependencies {
  readonly db: Queryable;
  readonly clock: Clock;
}

/** What the mode `adaptive` has learned. */
export interface LearnedRewrites {
  /** Whether the destination is known to refuse this author's mail unchanged. A few seconds old at most. */
  isLearned(pairing: Pairing): Promise<boolean>;
  /** Notes a refusal; resolves after the commit. */
  remember(pairing: Pairing): Promise<void>;
}

/** How long another process may go on being refused after this one learned; each time costs one more transaction. */
const cacheLifetimeMs = 5_000;
/** About 200 bytes each, so 4 MiB at most. */
const maxCached = 20_000;

/** What was learned, on a database. */
export function createLearnedRewrites({ db, clock }: LearnedRewritesDependencies): LearnedRewrites {
  const cache = new ReadThroughCache<boolean>({
    maxEntries: maxCached,
    lifetimeMs: () => cacheLifetimeMs,
    clock,
  });
  return {
    isLearned: (pairing) => cache.get(keyOf(pairing), () => isLearned(db, pairing, clock.now())),
    remember: async (pairing) => {
      const learnedAt = clock.now();
      await saveLearned(db, { ...pairing, learnedAt, expiresAt: expiryOf(learnedAt) });
      cache.forget(keyOf(pairing));
      await deleteExpired(db, learnedAt);
    },
  };
}

/** No domain holds a space. */
function keyOf({ authorDomain, destinationDomain }: Pairing): string {
  return `${authorDomain} ${destinationDomain}`;
}
