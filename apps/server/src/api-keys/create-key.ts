import type { Actor } from '../api/index.ts';
import { newId, type Tx } from '../db/index.ts';
import type { ApiKey, CreateKey, CreateKeyRefusal, CreateKeyResult } from './api-key.ts';
import type { ApiKeysDependencies } from './dependencies.ts';
import { keyCreatedLetter } from './letters.ts';
import { generateKey, hashKey, startOf } from './key-text.ts';
import { coversScopes, findScopeAbove, isLater, reasons, refuseScope } from './rules.ts';
import { countKeys, findKey, findRecipient, insertKey, lockHolder } from './store.ts';

/** Makes a key while the member is locked, so that calls at once count one after the other. */
export async function createKey(
  dependencies: ApiKeysDependencies,
  input: CreateKey,
): Promise<CreateKeyResult> {
  const { db, clock, audit, installation } = dependencies;
  // Before the lock, which is to be held for short.
  const { keysPerMember } = await installation.load();
  return db.transaction(async (tx): Promise<CreateKeyResult> => {
    const createdAt = clock.now();
    const refusal = await findRefusal(tx, { input, keysPerMember, now: createdAt });
    if (refusal !== undefined) return refusal;
    const text = generateKey();
    const { organizationId, userId, name, scopes, expiresAt } = input;
    const id = newId(createdAt);
    const start = startOf(text);
    const hash = hashKey(text);
    await insertKey(tx, { id, organizationId, userId, name, start, hash, scopes, createdAt, expiresAt });
    await audit.record(tx, {
      action: 'key.created',
      actor: input.actor,
      organizationId,
      subject: { kind: 'key', id, label: name },
      after: {
        name,
        start,
        user_id: userId,
        scopes: scopes ?? null,
        expires_at: expiresAt?.toISOString() ?? null,
      },
    });
    const key = await getKey(tx, id, organizationId);
    await tellOwner(dependencies, tx, { key, actor: input.actor });
    return { kind: 'created', text, key };
  });
}

/** A key outlives sessions and passwords: its owner hears of it by mail. */
async function tellOwner(
  { serviceMail }: ApiKeysDependencies,
  tx: Tx,
  { key, actor }: { readonly key: ApiKey; readonly actor: Actor },
): Promise<void> {
  const recipient = await findRecipient(tx, key.userId);
  if (recipient === undefined) throw new Error('somebody has no personal organization to send mail from');
  await serviceMail.send(tx, { ...recipient, letter: keyCreatedLetter(key, actor) });
}

async function getKey(tx: Tx, keyId: string, organizationId: string): Promise<ApiKey> {
  const key = await findKey(tx, { keyId, reach: { kind: 'organization', organizationId } });
  if (key === undefined) throw new Error('the key is gone within the transaction that made it');
  return key;
}

interface Wanted {
  readonly input: CreateKey;
  readonly keysPerMember: number;
  readonly now: Date;
}

async function findRefusal(
  tx: Tx,
  { input, keysPerMember, now }: Wanted,
): Promise<CreateKeyRefusal | undefined> {
  const holder = await lockHolder(tx, input);
  if (holder === undefined) return refuse('unknown_member');
  const scopeAbove = findScopeAbove(input.scopes, holder);
  if (scopeAbove !== undefined) return refuseScope(scopeAbove);
  if (input.expiresAt !== undefined && input.expiresAt <= now) return refuse('already_expired');
  const refusal = await findRefusalByKey(tx, input);
  if (refusal !== undefined) return refusal;
  if ((await countKeys(tx, input)) < keysPerMember) return undefined;
  return {
    kind: 'limit_reached',
    reason: `A member has ${String(keysPerMember)} keys at most; delete one first`,
  };
}

/** A key makes none that may more or works for longer than itself. */
async function findRefusalByKey(tx: Tx, input: CreateKey): Promise<CreateKeyRefusal | undefined> {
  const { actingKey, organizationId, userId, scopes, expiresAt } = input;
  if (actingKey === undefined) return undefined;
  if (!coversScopes(actingKey, scopes)) return refuse('above_key');
  const acting = await findKey(tx, {
    keyId: actingKey.keyId,
    reach: { kind: 'member', organizationId, userId },
  });
  // A key that was revoked meanwhile makes nothing any more.
  if (acting === undefined) return refuse('above_key');
  return isLater(expiresAt, acting.expiresAt) ? refuse('outlives_key') : undefined;
}

function refuse(kind: Exclude<CreateKeyRefusal['kind'], 'above_role' | 'limit_reached'>): CreateKeyRefusal {
  return { kind, reason: reasons[kind] };
}
