import { isUuid, type Tx } from '../db/index.ts';
import type { ApiKey, ChangeKey, ChangeKeyResult, RevokeKey, RevokeKeyResult } from './api-key.ts';
import type { ApiKeysDependencies } from './dependencies.ts';
import { coversScopes, isLater, reasons } from './rules.ts';
import { deleteKey, findKey, lockKey, updateKey } from './store.ts';

const unknown = { kind: 'unknown', reason: reasons.unknown } as const;

/** Changes a key; what stays as it is leaves no entry in the log. */
export async function changeKey(
  { db, clock, audit }: ApiKeysDependencies,
  input: ChangeKey,
): Promise<ChangeKeyResult> {
  if (!isUuid(input.keyId)) return unknown;
  return db.transaction(async (tx): Promise<ChangeKeyResult> => {
    const key = await lockKey(tx, input);
    if (key === undefined) return unknown;
    const wanted = applyChange(key, input);
    const refusal = await findRefusal(tx, { key, wanted, input, now: clock.now() });
    if (refusal !== undefined) return { kind: refusal, reason: reasons[refusal] };
    const changed = changedNames.filter((name) => factsOf(key)[name] !== factsOf(wanted)[name]);
    if (changed.length === 0) return { kind: 'changed', key };
    await updateKey(tx, wanted);
    await audit.record(tx, {
      action: 'key.changed',
      actor: input.actor,
      organizationId: key.organizationId,
      subject: { kind: 'key', id: key.id, label: wanted.name },
      before: pick(factsOf(key), changed),
      after: pick(factsOf(wanted), changed),
    });
    return { kind: 'changed', key: wanted };
  });
}

function applyChange(key: ApiKey, { name, expiresAt }: ChangeKey): ApiKey {
  return {
    ...key,
    name: name ?? key.name,
    expiresAt: expiresAt === undefined ? key.expiresAt : (expiresAt ?? undefined),
  };
}

const changedNames = ['name', 'expires_at'] as const;

type Facts = Readonly<Record<(typeof changedNames)[number], string | null>>;

function factsOf({ name, expiresAt }: ApiKey): Facts {
  return { name, expires_at: expiresAt?.toISOString() ?? null };
}

function pick(facts: Facts, names: readonly (keyof Facts)[]): Partial<Facts> {
  return Object.fromEntries(names.map((name) => [name, facts[name]]));
}

interface Change {
  readonly key: ApiKey;
  readonly wanted: ApiKey;
  readonly input: ChangeKey;
  readonly now: Date;
}

/** Whoever may change a key may shorten it; to lengthen it is to give away rights. */
async function findRefusal(
  tx: Tx,
  { key, wanted, input, now }: Change,
): Promise<'already_expired' | 'not_own' | 'above_key' | 'outlives_key' | undefined> {
  const isGiven = input.expiresAt !== undefined;
  if (isGiven && wanted.expiresAt !== undefined && wanted.expiresAt <= now) return 'already_expired';
  if (!isLater(wanted.expiresAt, key.expiresAt)) return undefined;
  if (input.actor.userId !== undefined && input.actor.userId !== key.userId) return 'not_own';
  if (input.actingKey === undefined) return undefined;
  if (!coversScopes(input.actingKey, key.scopes)) return 'above_key';
  const acting = await findKey(tx, { keyId: input.actingKey.keyId, reach: input.reach });
  return acting === undefined || isLater(wanted.expiresAt, acting.expiresAt) ? 'outlives_key' : undefined;
}

/** Deletes a key. The trigger of the table tells all processes when the transaction commits. */
export async function revokeKey(
  { db, audit }: ApiKeysDependencies,
  input: RevokeKey,
): Promise<RevokeKeyResult> {
  if (!isUuid(input.keyId)) return unknown;
  return db.transaction(async (tx): Promise<RevokeKeyResult> => {
    const key = await lockKey(tx, input);
    if (key === undefined) return unknown;
    await deleteKey(tx, key.id);
    await audit.record(tx, {
      action: 'key.revoked',
      actor: input.actor,
      organizationId: key.organizationId,
      subject: { kind: 'key', id: key.id, label: key.name },
      before: { start: key.start, user_id: key.userId, scopes: key.scopes ?? null },
    });
    return { kind: 'revoked', key };
  });
}
