import type { MemberRole, Scope } from '@smtpy/contract';
import type { Principal } from '../api/index.ts';
import type { Queryable, Tx } from '../db/index.ts';
import type { ApiKey, KeyPage, KeyReach } from './api-key.ts';
import type { Holder } from './rules.ts';

interface KeyRow {
  readonly id: string;
  readonly organization_id: string;
  readonly user_id: string;
  readonly user_email: string;
  readonly name: string;
  readonly start: string;
  readonly scopes: readonly Scope[] | null;
  readonly created_at: Date;
  readonly expires_at: Date | null;
  readonly last_used_at: Date | null;
  readonly last_used_ip: string | null;
}

const selectKeys = `select k.id, k.organization_id, k.user_id, u.email as user_email, k.name, k.start, k.scopes, k.created_at,
    k.expires_at, k.last_used_at, k.last_used_ip
  from api_keys k join auth."user" u on u.id = k.user_id`;

function keyOf(row: KeyRow): ApiKey {
  return {
    id: row.id,
    organizationId: row.organization_id,
    userId: row.user_id,
    userEmail: row.user_email,
    name: row.name,
    start: row.start,
    scopes: row.scopes ?? undefined,
    createdAt: row.created_at,
    expiresAt: row.expires_at ?? undefined,
    lastUsedAt: row.last_used_at ?? undefined,
    lastUsedIp: row.last_used_ip ?? undefined,
  };
}

type Place = (value: unknown) => string;

function createPlaces(): { readonly params: readonly unknown[]; readonly place: Place } {
  const params: unknown[] = [];
  return { params, place: (value) => `$${String(params.push(value))}` };
}

function reachCondition(reach: KeyReach, place: Place): string {
  switch (reach.kind) {
    case 'member':
      return `k.organization_id = ${place(reach.organizationId)} and k.user_id = ${place(reach.userId)}`;
    case 'organization':
      return `k.organization_id = ${place(reach.organizationId)}`;
    case 'person':
      return `k.user_id = ${place(reach.userId)}`;
    case 'installation':
      return 'true';
  }
}

/** Keys within reach, newest first. */
export async function findKeys(
  db: Queryable,
  { reach, beforeId, limit }: KeyPage,
): Promise<readonly ApiKey[]> {
  const { params, place } = createPlaces();
  const condition = reachCondition(reach, place);
  const page = beforeId === undefined ? '' : `and k.id < ${place(beforeId)}`;
  const rows = await db.query<KeyRow>({
    text: `${selectKeys} where ${condition} ${page} order by k.id desc limit ${place(limit)}`,
    params,
  });
  return rows.map(keyOf);
}

/** What names one key, and within whose. */
export interface WantedKey {
  readonly keyId: string;
  readonly reach: KeyReach;
}

/** A key; undefined also for one out of reach. */
export async function findKey(db: Queryable, wanted: WantedKey): Promise<ApiKey | undefined> {
  return findOneKey(db, wanted, '');
}

/** The same, and nobody else changes it before `tx` ends. */
export async function lockKey(tx: Tx, wanted: WantedKey): Promise<ApiKey | undefined> {
  return findOneKey(tx, wanted, 'for update of k');
}

async function findOneKey(
  db: Queryable,
  { keyId, reach }: WantedKey,
  locking: string,
): Promise<ApiKey | undefined> {
  const { params, place } = createPlaces();
  const [row] = await db.query<KeyRow>({
    text: `${selectKeys} where k.id = ${place(keyId)} and ${reachCondition(reach, place)} ${locking}`,
    params,
  });
  return row && keyOf(row);
}

/** A member, locked against other additions of keys until `tx` ends; undefined when the person is none. */
export async function lockHolder(
  tx: Tx,
  { organizationId, userId }: { readonly organizationId: string; readonly userId: string },
): Promise<Holder | undefined> {
  const [row] = await tx.query<{ readonly role: MemberRole; readonly is_administrator: boolean }>({
    text: `select m.role, u.role = 'admin' as is_administrator
      from auth.member m join auth."user" u on u.id = m."userId"
      where m."organizationId" = $1 and m."userId" = $2 for no key update of m`,
    params: [organizationId, userId],
  });
  return row && { role: row.role, isAdministrator: row.is_administrator };
}

/** How many keys a member has, those that have expired included. */
export async function countKeys(
  tx: Tx,
  { organizationId, userId }: { readonly organizationId: string; readonly userId: string },
): Promise<number> {
  const [row] = await tx.query<{ readonly keys: number }>({
    text: `select count(*)::integer as keys from api_keys where organization_id = $1 and user_id = $2`,
    params: [organizationId, userId],
  });
  return row?.keys ?? 0;
}

/** How many keys a person has in all organizations, those that have expired left out. */
export async function countKeysOfPerson(db: Queryable, userId: string): Promise<number> {
  const [row] = await db.query<{ readonly keys: number }>({
    text: `select count(*)::integer as keys from api_keys where user_id = $1 and (expires_at is null or expires_at > now())`,
    params: [userId],
  });
  return row?.keys ?? 0;
}

/** Where a person is told of keys, and whose mail that is: the personal organization's. */
export async function findRecipient(
  db: Queryable,
  userId: string,
): Promise<{ readonly headerTo: string; readonly organizationId: string } | undefined> {
  const [row] = await db.query<{ readonly headerTo: string; readonly organizationId: string }>({
    text: `select u.email as "headerTo", o.id as "organizationId" from auth."user" u
      join auth.organization o on o.slug = 'personal-' || u.id where u.id = $1`,
    params: [userId],
  });
  return row;
}

/** A key to insert. */
export interface NewKey extends Pick<
  ApiKey,
  'id' | 'organizationId' | 'userId' | 'name' | 'start' | 'scopes' | 'createdAt' | 'expiresAt'
> {
  readonly hash: Buffer;
}

/** Inserts a key for which the caller has made sure, under the lock of the member, that there is room. */
export async function insertKey(tx: Tx, key: NewKey): Promise<void> {
  await tx.query({
    text: `insert into api_keys (id, organization_id, user_id, name, start, hash, scopes, created_at, expires_at)
      values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
    params: [
      key.id,
      key.organizationId,
      key.userId,
      key.name,
      key.start,
      key.hash,
      key.scopes,
      key.createdAt,
      key.expiresAt,
    ],
  });
}

/** Writes name and end of a key. */
export async function updateKey(
  tx: Tx,
  { id, name, expiresAt }: Pick<ApiKey, 'id' | 'name' | 'expiresAt'>,
): Promise<void> {
  await tx.query({
    text: 'update api_keys set name = $2, expires_at = $3 where id = $1',
    params: [id, name, expiresAt],
  });
}

/** Deletes a key. */
export async function deleteKey(tx: Tx, keyId: string): Promise<void> {
  await tx.query({ text: 'delete from api_keys where id = $1', params: [keyId] });
}

/** A key that was found by its hash, with who it stands for. */
export interface VerifiedKey {
  readonly principal: Principal;
  readonly keyId: string;
  readonly expiresAt: Date | undefined;
}

/** The key with this hash; it may have expired. */
export async function findKeyByHash(db: Queryable, hash: Buffer): Promise<VerifiedKey | undefined> {
  const [row] = await db.query<{
    readonly id: string;
    readonly organization_id: string;
    readonly scopes: readonly Scope[] | null;
    readonly expires_at: Date | null;
    readonly user_id: string;
    readonly email: string;
    readonly is_email_verified: boolean;
    readonly is_administrator: boolean;
    readonly is_suspended: boolean;
  }>({
    name: 'api-keys-verify',
    text: `select k.id, k.organization_id, k.scopes, k.expires_at, k.user_id, u.email, u."emailVerified" as is_email_verified,
        u.role = 'admin' as is_administrator, u."suspendedAt" is not null as is_suspended
      from api_keys k join auth."user" u on u.id = k.user_id where k.hash = $1`,
    params: [hash],
  });
  if (row === undefined) return undefined;
  const { id: keyId, organization_id: organizationId, scopes } = row;
  return {
    keyId,
    expiresAt: row.expires_at ?? undefined,
    principal: {
      userId: row.user_id,
      email: row.email,
      isEmailVerified: row.is_email_verified,
      isAdministrator: row.is_administrator,
      isSuspended: row.is_suspended,
      credential: { kind: 'key', keyId, scopes: scopes ?? undefined, organizationId },
    },
  };
}

/** Notes a use, where none was noted in the minute before, by whatever process. */
export async function updateLastUse(
  db: Queryable,
  { keyId, usedAt, ip }: { readonly keyId: string; readonly usedAt: Date; readonly ip: string },
): Promise<void> {
  await db.query({
    name: 'api-keys-used',
    text: `update api_keys set last_used_at = $2, last_used_ip = $3
      where id = $1 and (last_used_at is null or last_used_at <= $2::timestamptz - interval '1 minute')`,
    params: [keyId, usedAt, ip],
  });
}
