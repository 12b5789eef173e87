import type { MemberRole } from '@smtpy/contract';
import type { Queryable } from '../db/index.ts';

/** An organization as one of its members has it. */
export interface OverviewOrganization {
  readonly id: string;
  readonly name: string;
  readonly role: MemberRole;
  readonly isPersonal: boolean;
  readonly isSuspended: boolean;
}

/** A person with the organizations, as that person sees them. */
export interface Overview {
  readonly id: string;
  readonly email: string;
  readonly isEmailVerified: boolean;
  /** As it was typed. */
  readonly username: string | undefined;
  readonly name: string;
  readonly isAdministrator: boolean;
  readonly isTwoFactorEnabled: boolean;
  readonly createdAt: Date;
  /** The personal one first, the others by name. */
  readonly organizations: readonly OverviewOrganization[];
}

interface UserRow extends Omit<Overview, 'username' | 'organizations'> {
  readonly username: string | null;
}

/** Loads a person; undefined when there is none. */
export async function findOverview(db: Queryable, userId: string): Promise<Overview | undefined> {
  const [user] = await db.query<UserRow>({
    text: `select id, email, "emailVerified" as "isEmailVerified", coalesce("displayUsername", username) as username, name,
        role = 'admin' as "isAdministrator", "twoFactorEnabled" as "isTwoFactorEnabled", "createdAt"
      from auth."user" where id = $1`,
    params: [userId],
  });
  if (user === undefined) return undefined;
  const organizations = await db.query<OverviewOrganization>({
    text: `select o.id, o.name, m.role, o.slug = 'personal-' || m."userId" as "isPersonal",
        o."suspendedAt" is not null as "isSuspended"
      from auth.member m join auth.organization o on o.id = m."organizationId"
      where m."userId" = $1 order by "isPersonal" desc, lower(o.name), o.id`,
    params: [userId],
  });
  return { ...user, username: user.username ?? undefined, organizations };
}
