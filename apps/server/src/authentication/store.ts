import type { Queryable, Tx } from '../db/index.ts';

/** A user as authentication sees it. */
export interface AuthUser {
  readonly id: string;
  readonly email: string;
  readonly name: string;
  readonly username: string | undefined;
  readonly isEmailVerified: boolean;
  readonly hasSecondFactor: boolean;
  readonly createdAt: Date;
}

interface UserRow {
  readonly id: string;
  readonly email: string;
  readonly name: string;
  readonly username: string | null;
  readonly verified: boolean;
  readonly second_factor: boolean;
  readonly created_at: Date;
}

const userColumns = `id, email, name, username, "emailVerified" as verified, "twoFactorEnabled" as second_factor, "createdAt" as created_at`;

function userOf(row: UserRow): AuthUser {
  return {
    id: row.id,
    email: row.email,
    name: row.name,
    username: row.username ?? undefined,
    isEmailVerified: row.verified,
    hasSecondFactor: row.second_factor,
    createdAt: row.created_at,
  };
}

/** By email or username, in lower case. */
export async function findUserByLogin(db: Queryable, login: string): Promise<AuthUser | undefined> {
  const [row] = await db.query<UserRow>({
    text: `select ${userColumns} from auth."user" where email = $1 or username = $1`,
    params: [login],
  });
  return row && userOf(row);
}

/** By id. */
export async function findUserById(db: Queryable, userId: string): Promise<AuthUser | undefined> {
  const [row] = await db.query<UserRow>({
    text: `select ${userColumns} from auth."user" where id = $1`,
    params: [userId],
  });
  return row && userOf(row);
}

/** The same, and nobody else changes the user until the transaction ends. */
export async function lockUser(tx: Tx, userId: string): Promise<AuthUser | undefined> {
  const [row] = await tx.query<UserRow>({
    text: `select ${userColumns} from auth."user" where id = $1 for update`,
    params: [userId],
  });
  return row && userOf(row);
}

/** Whether the operator suspended a user. */
export async function isSuspended(db: Queryable, userId: string): Promise<boolean> {
  const rows = await db.query({
    text: `select 1 from auth."user" where id = $1 and "suspendedAt" is not null`,
    params: [userId],
  });
  return rows.length > 0;
}

/** A user to insert, everything normalised. */
export interface NewAuthUser {
  readonly id: string;
  readonly accountId: string;
  readonly name: string;
  readonly email: string;
  readonly username: string | undefined;
  readonly displayUsername: string | undefined;
  readonly isEmailVerified: boolean;
  readonly passwordHash: string;
  readonly createdAt: Date;
}

/** Inserts user and credential; false, and nothing was written, when email or username is taken. */
export async function insertUser(tx: Tx, user: NewAuthUser): Promise<boolean> {
  const inserted = await tx.query({
    text: `insert into auth."user" (id, name, email, "emailVerified", username, "displayUsername", "createdAt", "updatedAt")
      values ($1, $2, $3, $4, $5, $6, $7, $7) on conflict do nothing returning id`,
    params: [
      user.id,
      user.name,
      user.email,
      user.isEmailVerified,
      user.username,
      user.displayUsername,
      user.createdAt,
    ],
  });
  if (inserted.length === 0) return false;
  await insertPassword(tx, {
    id: user.accountId,
    userId: user.id,
    hash: user.passwordHash,
    at: user.createdAt,
  });
  return true;
}

async function insertPassword(
  tx: Tx,
  password: { readonly id: string; readonly userId: string; readonly hash: string; readonly at: Date },
): Promise<void> {
  await tx.query({
    text: `insert into auth.account (id, "accountId", "providerId", "userId", password, "createdAt", "updatedAt")
      values ($1, $2::uuid, 'credential', $2::uuid, $3, $4, $4)`,
    params: [password.id, password.userId, password.hash, password.at],
  });
}

/** The hash of a user's password; undefined where there is none. */
export async function findPasswordHash(db: Queryable, userId: string): Promise<string | undefined> {
  const [row] = await db.query<{ readonly password: string | null }>({
    text: `select password from auth.account where "userId" = $1 and "providerId" = 'credential'`,
    params: [userId],
  });
  return row?.password ?? undefined;
}

/** Puts a hash in the place of the one before, or in the place of none; `id` is for a new credential. */
export async function savePassword(
  tx: Tx,
  password: { readonly id: string; readonly userId: string; readonly hash: string; readonly at: Date },
): Promise<void> {
  const updated = await tx.query({
    text: `update auth.account set password = $2, "updatedAt" = $3 where "userId" = $1 and "providerId" = 'credential' returning 1`,
    params: [password.userId, password.hash, password.at],
  });
  if (updated.length === 0) await insertPassword(tx, password);
}

/** Notes that an address was confirmed; false when it was already. */
export async function markEmailVerified(tx: Tx, userId: string, at: Date): Promise<boolean> {
  const rows = await tx.query({
    text: `update auth."user" set "emailVerified" = true, "updatedAt" = $2 where id = $1 and not "emailVerified" returning 1`,
    params: [userId, at],
  });
  return rows.length > 0;
}

/** Changes the address, which was confirmed. Rejects with a unique violation when another user has it. */
export async function updateEmail(
  tx: Tx,
  change: { readonly userId: string; readonly email: string; readonly at: Date },
): Promise<void> {
  await tx.query({
    text: `update auth."user" set email = $2, "emailVerified" = true, "updatedAt" = $3 where id = $1`,
    params: [change.userId, change.email, change.at],
  });
}

/** What changes of a profile; undefined stays. */
export interface ProfileChange {
  readonly name: string | undefined;
  readonly username: string | undefined;
  readonly displayUsername: string | undefined;
}

/** Changes a profile. Rejects with a unique violation when another user has the username. */
export async function updateProfile(
  tx: Tx,
  userId: string,
  change: ProfileChange & { readonly at: Date },
): Promise<void> {
  await tx.query({
    text: `update auth."user" set name = coalesce($2, name), username = coalesce($3, username),
        "displayUsername" = coalesce($4, "displayUsername"), "updatedAt" = $5 where id = $1`,
    params: [userId, change.name, change.username, change.displayUsername, change.at],
  });
}

/** Whether a passkey is known already, whoever's it is. */
export async function hasPasskey(db: Queryable, credentialId: string): Promise<boolean> {
  const rows = await db.query({
    text: `select 1 from auth.passkey where "credentialID" = $1`,
    params: [credentialId],
  });
  return rows.length > 0;
}

/** A passkey of a user, for the log. */
export async function findPasskey(
  db: Queryable,
  passkey: { readonly id: string; readonly userId: string },
): Promise<{ readonly name: string | undefined } | undefined> {
  const [row] = await db.query<{ readonly name: string | null }>({
    text: `select name from auth.passkey where id = $1 and "userId" = $2`,
    params: [passkey.id, passkey.userId],
  });
  return row && { name: row.name ?? undefined };
}

/** How many passkeys a user has. */
export async function countPasskeys(db: Queryable, userId: string): Promise<number> {
  const [row] = await db.query<{ readonly passkeys: number }>({
    text: `select count(*)::integer as passkeys from auth.passkey where "userId" = $1`,
    params: [userId],
  });
  return row?.passkeys ?? 0;
}

/** Whose passkey it is. */
export async function findPasskeyOwner(db: Queryable, credentialId: string): Promise<AuthUser | undefined> {
  const [row] = await db.query<UserRow>({
    text: `select ${userColumns} from auth."user" where id = (select "userId" from auth.passkey where "credentialID" = $1)`,
    params: [credentialId],
  });
  return row && userOf(row);
}
