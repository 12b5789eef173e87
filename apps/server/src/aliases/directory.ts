import { addressKey, foldAddress, type Address } from '@smtpy/mail';
import { ReadThroughCache } from '../cache/index.ts';
import type { Db } from '../db/index.ts';
import { directoryChannel, parseDirectoryChange } from '../domains/index.ts';
import type { Clock } from '../observe/index.ts';
import type { DirectoryAlias, DirectoryEntry } from './directory-entry.ts';
import { loadDirectoryAlias, lookUp } from './directory-store.ts';

/** How old an entry may be when its NOTIFY was lost: what an owner who switched an alias off accepts to wait. */
const lifetimeMs = 5_000;
/** The same for addresses that do not exist: shorter, because someone may be waiting for a new alias to work. */
const absenceLifetimeMs = 1_000;
/** About 1 KiB each, so 50 MiB per process in the worst case; a flood of invented addresses drops the oldest entries alone. */
const maxEntries = 50_000;

/** What {@link createDirectory} needs. */
export interface DirectoryDependencies {
  /** Answers look-ups, and tells of changes on the directory channel. */
  readonly db: Pick<Db, 'query' | 'listen'>;
  readonly clock: Clock;
}

/** Says what an address is to us. Disposing it stops listening for changes. */
export interface Directory extends AsyncDisposable {
  /** One round trip to the database at most; none when the address was asked for in the last seconds. */
  lookUp(address: Address): Promise<DirectoryEntry>;
  /** An alias by id, whatever its state, as old as a look-up may be; undefined when there is none. */
  loadAlias(aliasId: string): Promise<DirectoryAlias | undefined>;
}

/** The directory of a process. Resolves once it hears of changes; rejects when the database cannot be listened to. */
export async function createDirectory({ db, clock }: DirectoryDependencies): Promise<Directory> {
  const cache = new ReadThroughCache<DirectoryEntry>({ maxEntries, lifetimeMs: entryLifetimeMs, clock });
  const aliases = new ReadThroughCache<DirectoryAlias | undefined>({
    maxEntries,
    lifetimeMs: (alias) => (alias === undefined ? absenceLifetimeMs : lifetimeMs),
    clock,
  });
  const subscription = await db.listen(
    directoryChannel,
    (payload) => {
      forgetChanged(cache, payload);
      aliases.clear();
    },
    () => {
      cache.clear();
      aliases.clear();
    },
  );
  return {
    lookUp: (address) => cache.get(addressKey(address), () => lookUp(db, foldAddress(address))),
    loadAlias: (aliasId) => aliases.get(aliasId, () => loadDirectoryAlias(db, aliasId)),
    [Symbol.asyncDispose]: () => subscription[Symbol.asyncDispose](),
  };
}

function entryLifetimeMs(entry: DirectoryEntry): number {
  switch (entry.kind) {
    case 'unknown_alias':
    case 'unknown_domain':
      return absenceLifetimeMs;
    case 'alias':
    case 'reply_address':
    case 'deleted_alias':
    case 'suspended_domain':
      return lifetimeMs;
  }
}

function forgetChanged(cache: ReadThroughCache<DirectoryEntry>, payload: string): void {
  const change = parseDirectoryChange(payload);
  switch (change?.subject) {
    case undefined:
      cache.clear();
      break;
    case 'alias':
      cache.forget(change.name);
      cache.forgetWhere(
        (entry) => entry.kind === 'reply_address' && addressKey(entry.alias.address) === change.name,
      );
      break;
    case 'domain':
      cache.forgetWhere((_entry, key) => key.endsWith(`@${change.name}`));
      break;
    case 'organization':
      cache.forgetWhere((entry) => organizationOf(entry) === change.name);
      break;
  }
}

/** Whose mailboxes an entry shows, or would. */
function organizationOf(entry: DirectoryEntry): string | undefined {
  switch (entry.kind) {
    case 'alias':
    case 'reply_address':
      return entry.alias.organizationId;
    case 'unknown_alias':
      return entry.domain.organizationId;
    case 'deleted_alias':
    case 'suspended_domain':
    case 'unknown_domain':
      return undefined;
  }
}
