import { defaultPreferences, type AccountNotice, type MemberRole } from '@smtpy/contract';
import type { Queryable, Tx } from '../db/index.ts';
import { ensurePersonalOrganization } from './personal-organization.ts';
import type { User } from './user.ts';

interface UserRow {
  readonly id: string;
  readonly email: string;
  readonly username: string | null;
  readonly role: 'user' | 'admin';
  readonly created_at: Date;
  readonly organization_id: string;
  readonly password: string | null;
}

/** A user to insert, everything normalised. */
export interface NewUser {
  readonly id: string;
  readonly accountId: string;
  readonly name: string;
  readonly email: string;
  readonly username: string | undefined;
  readonly displayUsername: string | undefined;
  readonly isAdmin: boolean;
  readonly passwordHash: string;
  readonly createdAt: Date;
}

/** A user with what a sign-in is checked against. */
export interface UserWithHash {
  readonly user: User;
  /** Absent when the user has no password. */
  readonly passwordHash: string | undefined;
}

/** Inserts user, credential, personal organization and membership; undefined when email or username is taken. */
export async function insertUser(tx: Tx, user: NewUser): Promise<User | undefined> {
  const inserted = await tx.query({
    text: `insert into auth."user" (id, name, email, "emailVerified", username, "displayUsername", role, "createdAt", "updatedAt")
      values ($1, $2, $3, true, $4, $5, $6, $7, $7) on conflict do nothing returning id`,
    params: [
      user.id,
      user.name,
      user.email,
      user.username,
      user.displayUsername,
      user.isAdmin ? 'admin' : 'user',
      user.createdAt,
    ],
  });
  if (inserted.length === 0) return undefined;
  await tx.query({
    text: `insert into auth.account (id, "accountId", "providerId", "userId", password, "createdAt", "updatedAt")
      values ($1, $2, 'credential', $3, $4, $5, $5)`,
    params: [user.accountId, user.id, user.id, user.passwordHash, user.createdAt],
  });
  const organizationId = await ensurePersonalOrganization(tx, { userId: user.id, name: user.name });
  const { id, email, username, isAdmin, createdAt } = user;
  return { id, email, username, isAdmin, organizationId, createdAt };
}

/** A user by normalised email or username; an `@` cannot be in a username, so at most one matches. */
export async function findUser(db: Queryable, login: string): Promise<UserWithHash | undefined> {
  const [row] = await db.query<UserRow>({
    text: `select u.id, u.email, u.username, u.role, u."createdAt" as created_at, o.id as organization_id, a.password
      from auth."user" u
      join auth.member m on m."userId" = u.id and m.role = 'owner'
      join auth.organization o on o.id = m."organizationId" and o.slug = 'personal-' || u.id
      left join auth.account a on a."userId" = u.id and a."providerId" = 'credential'
      where u.email = $1 or u.username = $1`,
    params: [login],
  });
  return row && { user: userOf(row), passwordHash: row.password ?? undefined };
}

function userOf(row: UserRow): User {
  return {
    id: row.id,
    email: row.email,
    username: row.username ?? undefined,
    isAdmin: row.role === 'admin',
    organizationId: row.organization_id,
    createdAt: row.created_at,
  };
}

/** Whom to tell what happens in an organization. */
export interface ToldMembers {
  readonly organizationId: string;
  readonly roles: readonly MemberRole[];
  /** Of those alone who want to be told of such by mail. */
  readonly notice?: AccountNotice | undefined;
  readonly limit?: number;
}

/** The verified emails of members, owners first, those who are it longest first. */
export async function findMemberEmails(
  db: Queryable,
  { organizationId, roles, notice, limit }: ToldMembers,
): Promise<readonly string[]> {
  const rows = await db.query<{ readonly email: string }>({
    text: `select u.email from auth.member m join auth."user" u on u.id = m."userId"
        left join user_preferences p on p.user_id = u.id
      where m."organizationId" = $1 and m.role = any ($4::text[]) and u."emailVerified"
        and ($2::text is null or coalesce(p.preferences->'notices'->$2, $3::jsonb) = 'true'::jsonb)
      order by m.role = 'owner' desc, m."createdAt", u.id limit $5`,
    params: [
      organizationId,
      notice ?? null,
      notice ? String(defaultPreferences.notices[notice]) : null,
      roles,
      limit ?? null,
    ],
  });
  return rows.map(({ email }) => email);
}

/** Whether an email is taken. */
export async function isEmailTaken(db: Queryable, email: string): Promise<boolean> {
  const rows = await db.query({ text: `select 1 from auth."user" where email = $1`, params: [email] });
  return rows.length > 0;
}

/** How many users there are. */
export async function countUsers(db: Queryable): Promise<number> {
  const [row] = await db.query<{ users: number }>({
    text: `select count(*)::integer as users from auth."user"`,
  });
  return row?.users ?? 0;
}

/** Whether there is an administrator. */
export async function hasAdministrator(db: Queryable): Promise<boolean> {
  const rows = await db.query({ text: `select 1 from auth."user" where role = 'admin' limit 1` });
  return rows.length > 0;
}

/** Lets one transaction at a time make or use setup links, until it ends. Reading stays possible. */
export async function lockSetupLinks(tx: Tx): Promise<void> {
  await tx.query({ text: 'lock table setup_links in share row exclusive mode' });
}

/** Puts a link in the place of every unused one. */
export async function replaceSetupLink(
  tx: Tx,
  link: { readonly tokenHash: Buffer; readonly createdAt: Date },
): Promise<void> {
  await tx.query({ text: 'delete from setup_links where used_at is null' });
  await tx.query({
    text: 'insert into setup_links (token_hash, created_at) values ($1, $2)',
    params: [link.tokenHash, link.createdAt],
  });
}

/** Whether a link may still be used. */
export async function isSetupLinkUnused(db: Queryable, tokenHash: Buffer): Promise<boolean> {
  const rows = await db.query({
    text: 'select 1 from setup_links where token_hash = $1 and used_at is null',
    params: [tokenHash],
  });
  return rows.length > 0;
}

/** Marks a link as used. */
export async function markSetupLinkUsed(
  tx: Tx,
  link: { readonly tokenHash: Buffer; readonly usedAt: Date },
): Promise<void> {
  await tx.query({
    text: 'update setup_links set used_at = $2 where token_hash = $1',
    params: [link.tokenHash, link.usedAt],
  });
}
