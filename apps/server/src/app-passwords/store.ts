import type { Address, DomainName } from '@smtpy/mail';
import type { Queryable, Tx } from '../db/index.ts';
import type { AppPassword, VerifiedAlias } from './app-password.ts';

interface AppPasswordRow {
  readonly id: string;
  readonly alias_id: string;
  readonly name: string;
  readonly created_at: Date;
  readonly last_used_at: Date | null;
}

const columns = 'id, alias_id, name, created_at, last_used_at';

function appPasswordOf(row: AppPasswordRow): AppPassword {
  return {
    id: row.id,
    aliasId: row.alias_id,
    name: row.name,
    createdAt: row.created_at,
    lastUsedAt: row.last_used_at ?? undefined,
  };
}

/** Locks an alias against other additions of passwords. False when it is not this organization's, or deleted. */
export async function lockAlias(
  tx: Tx,
  alias: { readonly organizationId: string; readonly aliasId: string },
): Promise<boolean> {
  const rows = await tx.query({
    text: `select 1 from aliases where id = $1 and organization_id = $2 and deleted_at is null for no key update`,
    params: [alias.aliasId, alias.organizationId],
  });
  return rows.length > 0;
}

/** Whether an organization has such an alias outside the trash. */
export async function hasAlias(
  db: Queryable,
  alias: { readonly organizationId: string; readonly aliasId: string },
): Promise<boolean> {
  const rows = await db.query({
    text: 'select 1 from aliases where id = $1 and organization_id = $2 and deleted_at is null and not is_catch_all',
    params: [alias.aliasId, alias.organizationId],
  });
  return rows.length > 0;
}

/** The passwords of an alias, oldest first; none for another organization's. */
export async function listAppPasswords(
  db: Queryable,
  alias: { readonly organizationId: string; readonly aliasId: string },
): Promise<readonly AppPassword[]> {
  const rows = await db.query<AppPasswordRow>({
    text: `select ${columns} from app_passwords where alias_id = $1 and organization_id = $2 order by id`,
    params: [alias.aliasId, alias.organizationId],
  });
  return rows.map(appPasswordOf);
}

/** A password to insert. */
export interface NewAppPassword {
  readonly id: string;
  readonly organizationId: string;
  readonly aliasId: string;
  readonly name: string;
  readonly hash: Buffer;
  readonly createdAt: Date;
}

/** Inserts a password whose name is free, which the caller has made sure of under the lock of the alias. */
export async function insertAppPassword(tx: Tx, password: NewAppPassword): Promise<void> {
  await tx.query({
    text: `insert into app_passwords (id, organization_id, alias_id, name, hash, created_at) values ($1, $2, $3, $4, $5, $6)`,
    params: [
      password.id,
      password.organizationId,
      password.aliasId,
      password.name,
      password.hash,
      password.createdAt,
    ],
  });
}

/** Deletes a password by its id or its name in any case; undefined when there is none. */
export async function deleteAppPassword(
  db: Queryable,
  wanted: {
    readonly organizationId: string;
    readonly aliasId: string;
    readonly name?: string | undefined;
    readonly appPasswordId?: string | undefined;
  },
): Promise<AppPassword | undefined> {
  const [row] = await db.query<AppPasswordRow>({
    text: `delete from app_passwords where alias_id = $1 and organization_id = $2 and (lower(name) = lower($3) or id = $4) returning ${columns}`,
    params: [wanted.aliasId, wanted.organizationId, wanted.name ?? null, wanted.appPasswordId ?? null],
  });
  return row && appPasswordOf(row);
}

/** A password that was found by its hash. */
export interface FoundPassword {
  readonly passwordId: string;
  readonly lastUsedAt: Date | undefined;
  readonly alias: VerifiedAlias;
}

/**
 * The password with this hash, when it is one of the alias with this normalised address. It takes the same time whether there is
 * such an alias or not, since it is found by the hash; how far an index comes with the hash of a guess tells nothing of other hashes.
 */
export async function findPassword(
  db: Queryable,
  wanted: { readonly hash: Buffer; readonly address: Address | undefined },
): Promise<FoundPassword | undefined> {
  const [row] = await db.query<{
    readonly id: string;
    readonly last_used_at: Date | null;
    readonly alias_id: string;
    readonly organization_id: string;
    readonly local_part: string;
    readonly domain_name: string;
  }>({
    name: 'app-passwords-find',
    text: `select p.id, p.last_used_at, a.id as alias_id, a.organization_id, a.local_part, d.name as domain_name
      from app_passwords p join aliases a on a.id = p.alias_id join domains d on d.id = a.domain_id
      where p.hash = $1 and a.local_part = $2 and d.name = $3 and a.deleted_at is null`,
    params: [wanted.hash, wanted.address?.localPart ?? '', wanted.address?.domain ?? ''],
  });
  if (row === undefined) return undefined;
  return {
    passwordId: row.id,
    lastUsedAt: row.last_used_at ?? undefined,
    alias: {
      id: row.alias_id,
      organizationId: row.organization_id,
      // Only names that were parsed are stored.
      address: { localPart: row.local_part, domain: row.domain_name as DomainName },
    },
  };
}

/** Notes a login. */
export async function updateLastUsed(db: Queryable, passwordId: string, lastUsedAt: Date): Promise<void> {
  await db.query({
    name: 'app-passwords-used',
    text: 'update app_passwords set last_used_at = greatest(last_used_at, $2) where id = $1',
    params: [passwordId, lastUsedAt],
  });
}

/** Whether a password was not revoked and its alias not deleted. */
export async function isInForce(db: Queryable, passwordId: string): Promise<boolean> {
  const rows = await db.query({
    name: 'app-passwords-in-force',
    text: `select 1 from app_passwords p join aliases a on a.id = p.alias_id where p.id = $1 and a.deleted_at is null`,
    params: [passwordId],
  });
  return rows.length > 0;
}
