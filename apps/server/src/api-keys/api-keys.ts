import type { Principal } from '../api/index.ts';
import { ReadThroughCache } from '../cache/index.ts';
import { isUuid } from '../db/index.ts';
import type {
  ApiKey,
  ChangeKey,
  ChangeKeyResult,
  CreateKey,
  CreateKeyResult,
  KeyPage,
  RevokeKey,
  RevokeKeyResult,
} from './api-key.ts';
import { changeKey, revokeKey } from './change-key.ts';
import { createKey } from './create-key.ts';
import type { ApiKeysDependencies } from './dependencies.ts';
import { hashKey, isKeyText } from './key-text.ts';
import { findKey, findKeyByHash, findKeys, updateLastUse, type WantedKey } from './store.ts';

/** The keys of the HTTP API. */
export interface ApiKeys {
  /** Makes a key; of any number of calls at once, no more succeed than there is room. */
  create(input: CreateKey): Promise<CreateKeyResult>;
  /** Keys, newest first. */
  list(page: KeyPage): Promise<readonly ApiKey[]>;
  /** A key by its id; undefined also for one out of reach and for what is no id. */
  find(wanted: WantedKey): Promise<ApiKey | undefined>;
  /** Changes name or end of a key. */
  change(input: ChangeKey): Promise<ChangeKeyResult>;
  /** Ends a key for good. */
  revoke(input: RevokeKey): Promise<RevokeKeyResult>;
  /**
   * Who stands behind a key as a client sent it, suspended persons included; undefined when there is no such key or it has expired. Notes the
   * use, once a minute at most. Rejects when the database fails.
   */
  verifyKey(text: string, use: { readonly ip: string }): Promise<Principal | undefined>;
}

/** Keys on a database. */
export function createApiKeys(dependencies: ApiKeysDependencies): ApiKeys {
  const { db } = dependencies;
  return {
    create: (input) => createKey(dependencies, input),
    list: (page) => findKeys(db, page),
    find: async (wanted) => (isUuid(wanted.keyId) ? findKey(db, wanted) : undefined),
    change: (input) => changeKey(dependencies, input),
    revoke: (input) => revokeKey(dependencies, input),
    verifyKey: createVerification(dependencies),
  };
}

/** How old the noted time of a key's last use may be, so that it is no write each time. The statement says the same. */
const lastUseRefreshMs = 60_000;
const maxNotedUses = 10_000;

function createVerification({ db, clock }: ApiKeysDependencies): ApiKeys['verifyKey'] {
  // Of each key, that its use was noted: what is kept is not noted again.
  const uses = new ReadThroughCache<true>({
    maxEntries: maxNotedUses,
    lifetimeMs: () => lastUseRefreshMs,
    clock,
  });
  return async (text, { ip }) => {
    if (!isKeyText(text)) return undefined;
    // Not from memory: a key that was revoked at another node ends with the next request.
    const found = await findKeyByHash(db, hashKey(text));
    const usedAt = clock.now();
    if (found === undefined || (found.expiresAt !== undefined && found.expiresAt <= usedAt)) return undefined;
    const { keyId, principal } = found;
    if (!principal.isSuspended) {
      await uses.get(keyId, async () => {
        await updateLastUse(db, { keyId, usedAt, ip });
        return true;
      });
    }
    return principal;
  };
}
