import { ReadThroughCache } from '../cache/index.ts';
import type { Db, Tx } from '../db/index.ts';
import { announceDirectoryChange, directoryChannel, parseDirectoryChange } from '../domains/index.ts';
import type { Clock } from '../observe/index.ts';

/** How old a value may be when its NOTIFY was lost. */
const lifetimeMs = 5_000;
const maxEntries = 10_000;

/** What belongs to nobody but the operator is kept under this name. */
export const operatorName = 'operator';

/** Something that every organization has, read often and changed seldom. Disposing it stops listening for changes. */
export interface OrganizationCache<Value> extends AsyncDisposable {
  /** The value of an organization, or of {@link operatorName}; a few seconds old at most. Rejects when it cannot be loaded. */
  get(organizationId: string): Promise<Value>;
}

/** Resolves once it hears of changes; rejects when the database cannot be listened to. */
export async function createOrganizationCache<Value>({
  db,
  clock,
  load,
}: {
  readonly db: Pick<Db, 'listen'>;
  readonly clock: Clock;
  readonly load: (organizationId: string) => Promise<Value>;
}): Promise<OrganizationCache<Value>> {
  const cache = new ReadThroughCache<Value>({ maxEntries, lifetimeMs: () => lifetimeMs, clock });
  const clear = (): void => {
    cache.clear();
  };
  const subscription = await db.listen(
    directoryChannel,
    (payload) => {
      const change = parseDirectoryChange(payload);
      if (change === undefined) clear();
      else if (change.subject === 'organization') cache.forget(change.name);
    },
    clear,
  );
  return {
    get: (organizationId) => cache.get(organizationId, () => load(organizationId)),
    [Symbol.asyncDispose]: () => subscription[Symbol.asyncDispose](),
  };
}

/** Tells all processes, when `tx` commits, that something of an organization (or of {@link operatorName}) has changed. */
export function announceOrganizationChange(tx: Tx, organizationId: string): Promise<void> {
  return announceDirectoryChange(tx, { subject: 'organization', name: organizationId });
}
