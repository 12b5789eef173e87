import type { Queryable, Tx } from '../db/index.ts';
import type { ListedUser, ShownUser } from './user.ts';

/** Columns of a listed user. */
export interface UserRow {
  readonly id: string;
  readonly email: string;
  readonly is_email_verified: boolean;
  readonly username: string | null;
  readonly name: string;
  readonly is_administrator: boolean;
  readonly is_two_factor_enabled: boolean;
  readonly created_at: Date;
  readonly suspended_at: Date | null;
  readonly suspended_reason: string | null;
}

/** What a statement selects of `auth."user" u` for {@link listedUserOf}. */
export const userColumns = `u.id, u.email, u."emailVerified" as is_email_verified, coalesce(u."displayUsername", u.username) as username, u.name,
  u.role = 'admin' as is_administrator, u."twoFactorEnabled" as is_two_factor_enabled, u."createdAt" as created_at,
  u."suspendedAt" as suspended_at, u."suspendedReason" as suspended_reason`;

/** A row as a value. */
export function listedUserOf(row: UserRow): ListedUser {
  return {
    id: row.id,
    email: row.email,
    isEmailVerified: row.is_email_verified,
    username: row.username ?? undefined,
    name: row.name,
    isAdministrator: row.is_administrator,
    isTwoFactorEnabled: row.is_two_factor_enabled,
    createdAt: row.created_at,
    suspendedAt: row.suspended_at ?? undefined,
    suspendedReason: row.suspended_reason ?? undefined,
  };
}

interface ShownRow extends UserRow {
  readonly session_count: number;
  readonly passkey_count: number;
  readonly key_count: number;
  readonly erase_at: Date | null;
}

interface MembershipRow {
  readonly id: string;
  readonly name: string;
  readonly role: ShownUser['organizations'][number]['role'];
  readonly is_personal: boolean;
  readonly is_suspended: boolean;
}

/** A user with what belongs to the person, all of one instant. */
export async function findShownUser(db: Queryable, userId: string): Promise<ShownUser | undefined> {
  const [row] = await db.query<ShownRow & { readonly organizations: readonly MembershipRow[] | null }>({
    text: `select ${userColumns},
        (select count(*) from auth.session s where s."userId" = u.id and s."expiresAt" > now()) as session_count,
        (select count(*) from auth.passkey p where p."userId" = u.id) as passkey_count,
        (select count(*) from api_keys k where k.user_id = u.id) as key_count,
        (select e.erase_at from account_erasures e where e.user_id = u.id) as erase_at,
        (select jsonb_agg(jsonb_build_object('id', o.id, 'name', o.name, 'role', m.role, 'is_personal', o.slug = 'personal-' || u.id,
            'is_suspended', o."suspendedAt" is not null) order by o.slug = 'personal-' || u.id desc, o.name, o.id)
          from auth.member m join auth.organization o on o.id = m."organizationId" where m."userId" = u.id) as organizations
      from auth."user" u where u.id = $1`,
    params: [userId],
  });
  if (row === undefined) return undefined;
  return {
    ...listedUserOf(row),
    organizations: (row.organizations ?? []).map(
      ({ id, name, role, is_personal: isPersonal, is_suspended: isSuspended }) => ({
        id,
        name,
        role,
        isPersonal,
        isSuspended,
      }),
    ),
    sessionCount: row.session_count,
    passkeyCount: row.passkey_count,
    keyCount: row.key_count,
    eraseAt: row.erase_at ?? undefined,
  };
}

/** A user whom nothing else changes until `tx` ends. Sessions of the person can still begin. */
export async function findUserForChange(tx: Tx, userId: string): Promise<ListedUser | undefined> {
  const [row] = await tx.query<UserRow>({
    text: `select ${userColumns} from auth."user" u where u.id = $1 for no key update`,
    params: [userId],
  });
  return row && listedUserOf(row);
}

/** Writes what administration decides about a user; what is undefined stays. */
export async function saveUser(
  tx: Tx,
  change: {
    readonly userId: string;
    readonly isAdministrator: boolean | undefined;
    readonly isEmailVerified: boolean | undefined;
    readonly name?: string | undefined;
  },
): Promise<void> {
  await tx.query({
    text: `update auth."user" set role = coalesce($2, role), "emailVerified" = coalesce($3, "emailVerified"), name = coalesce($4, name),
        "updatedAt" = now() where id = $1`,
    params: [
      change.userId,
      change.isAdministrator === undefined ? null : change.isAdministrator ? 'admin' : 'user',
      change.isEmailVerified ?? null,
      change.name ?? null,
    ],
  });
}

/** Marks a user as suspended; the first instant stays when it is done again, and the reason when no other is given. */
export async function markUserSuspended(
  tx: Tx,
  { userId, reason }: { readonly userId: string; readonly reason: string | undefined },
): Promise<void> {
  await tx.query({
    text: `update auth."user" set "suspendedAt" = coalesce("suspendedAt", now()), "suspendedReason" = coalesce($2, "suspendedReason"),
        "updatedAt" = now() where id = $1`,
    params: [userId, reason ?? null],
  });
}

/**
 * The personal organization of a person, where its suspension is the person's: neither is suspended, or both were by one decision, for one
 * reason. One that was suspended or resumed by itself goes its own way: undefined.
 */
export async function findSharingSuspension(tx: Tx, userId: string): Promise<string | undefined> {
  const [row] = await tx.query<{ readonly id: string }>({
    text: `select o.id from auth."user" u join auth.organization o on o.slug = 'personal-' || u.id
      where u.id = $1 and u."suspendedAt" is not distinct from o."suspendedAt"
        and u."suspendedReason" is not distinct from o."suspendedReason"`,
    params: [userId],
  });
  return row?.id;
}

/** Ends the suspension of a user. */
export async function markUserResumed(tx: Tx, userId: string): Promise<void> {
  await tx.query({
    text: `update auth."user" set "suspendedAt" = null, "suspendedReason" = null, "updatedAt" = now() where id = $1`,
    params: [userId],
  });
}
