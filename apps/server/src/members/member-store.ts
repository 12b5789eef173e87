import type { MemberRole } from '@smtpy/contract';
import type { Membership } from '../api/index.ts';
import type { Queryable, Tx } from '../db/index.ts';
import type { Member } from './member.ts';

interface MemberRow {
  readonly id: string;
  readonly user_id: string;
  readonly name: string;
  readonly email: string;
  readonly role: MemberRole;
  readonly joined_at: Date;
}

/** For a query of `auth.member m join auth."user" u`. */
export const memberColumns =
  'm.id, m."userId" as user_id, u.name, u.email, m.role, m."createdAt" as joined_at';

/** A member out of {@link memberColumns}. */
export function memberOf({ id, user_id, name, email, role, joined_at }: MemberRow): Member {
  return { id, userId: user_id, name, email, role, joinedAt: joined_at };
}

/** An organization while nobody else changes its members. */
export interface LockedOrganization {
  readonly id: string;
  readonly name: string;
  readonly isPersonal: boolean;
  readonly isSuspended: boolean;
}

/**
 * Makes all other changes of members, roles and invitations of the organization wait until `tx` ends: whatever is counted after it stays
 * true. Rows that refer to the organization can still be made. Undefined: there is none.
 */
export async function lockOrganization(
  tx: Tx,
  organizationId: string,
): Promise<LockedOrganization | undefined> {
  const [row] = await tx.query<{
    readonly id: string;
    readonly name: string;
    readonly is_personal: boolean;
    readonly is_suspended: boolean;
  }>({
    text: `select id, name, slug like 'personal-%' as is_personal, "suspendedAt" is not null as is_suspended
      from auth.organization where id = $1 for no key update`,
    params: [organizationId],
  });
  return row && { id: row.id, name: row.name, isPersonal: row.is_personal, isSuspended: row.is_suspended };
}

interface MembershipRow {
  readonly organization_id: string;
  readonly role: MemberRole;
  readonly is_suspended: boolean;
}

const membershipQuery = `select o.id as organization_id, m.role, o."suspendedAt" is not null as is_suspended
  from auth.member m join auth.organization o on o.id = m."organizationId" where m."userId" = $1`;

function membershipOf(row: MembershipRow | undefined): Membership | undefined {
  return (
    row && {
      organizationId: row.organization_id,
      role: row.role,
      isOrganizationSuspended: row.is_suspended,
    }
  );
}

/** What a person is in an organization. */
export async function findMembership(
  db: Queryable,
  { userId, organizationId }: { readonly userId: string; readonly organizationId: string },
): Promise<Membership | undefined> {
  const [row] = await db.query<MembershipRow>({
    name: 'membership',
    text: `${membershipQuery} and m."organizationId" = $2`,
    params: [userId, organizationId],
  });
  return membershipOf(row);
}

/** A person's own organization. */
export async function findPersonal(db: Queryable, userId: string): Promise<Membership | undefined> {
  const [row] = await db.query<MembershipRow>({
    name: 'membership-personal',
    text: `${membershipQuery} and o.slug = 'personal-' || $1::uuid::text`,
    params: [userId],
  });
  return membershipOf(row);
}

/** A member of an organization by the id of the membership, of the person, or by the email in lower case. */
export async function findMember(
  db: Queryable,
  wanted: { readonly organizationId: string } & (
    { readonly memberId: string } | { readonly userId: string } | { readonly email: string }
  ),
): Promise<Member | undefined> {
  const [condition, value] =
    'memberId' in wanted
      ? ['m.id = $2', wanted.memberId]
      : 'userId' in wanted
        ? ['u.id = $2', wanted.userId]
        : ['u.email = $2', wanted.email];
  const [row] = await db.query<MemberRow>({
    text: `select ${memberColumns} from auth.member m join auth."user" u on u.id = m."userId"
      where m."organizationId" = $1 and ${condition}`,
    params: [wanted.organizationId, value],
  });
  return row && memberOf(row);
}

/** How many members an organization has, and how many of them own it. */
export async function countMembers(
  db: Queryable,
  organizationId: string,
): Promise<{ readonly members: number; readonly owners: number }> {
  const [row] = await db.query<{ readonly members: number; readonly owners: number }>({
    text: `select count(*)::integer as members, (count(*) filter (where role = 'owner'))::integer as owners
      from auth.member where "organizationId" = $1`,
    params: [organizationId],
  });
  return row ?? { members: 0, owners: 0 };
}

/** Adds a member. Rejects when the person is one already. */
export async function insertMember(
  tx: Tx,
  member: {
    readonly id: string;
    readonly organizationId: string;
    readonly userId: string;
    readonly role: MemberRole;
    readonly joinedAt: Date;
  },
): Promise<void> {
  await tx.query({
    text: 'insert into auth.member (id, "organizationId", "userId", role, "createdAt") values ($1, $2, $3, $4, $5)',
    params: [member.id, member.organizationId, member.userId, member.role, member.joinedAt],
  });
}

/** Writes a role. */
export async function updateRole(
  tx: Tx,
  {
    organizationId,
    memberId,
    role,
  }: { readonly organizationId: string; readonly memberId: string; readonly role: MemberRole },
): Promise<void> {
  await tx.query({
    text: 'update auth.member set role = $3 where "organizationId" = $1 and id = $2',
    params: [organizationId, memberId, role],
  });
}

/** Ends a membership; the keys of the person there go with it. */
export async function deleteMember(
  tx: Tx,
  { organizationId, memberId }: { readonly organizationId: string; readonly memberId: string },
): Promise<void> {
  await tx.query({
    text: 'delete from auth.member where "organizationId" = $1 and id = $2',
    params: [organizationId, memberId],
  });
}

/**
 * How many organizations a person owns besides the personal one; it stays so until `tx` ends, since whoever makes a person an owner asks
 * here first. To be called after the lock of an organization, never before: all take their locks in that order.
 */
export async function countOwnedUnderLock(tx: Tx, userId: string): Promise<number> {
  await tx.query({ text: 'select 1 from auth."user" where id = $1 for no key update', params: [userId] });
  const [row] = await tx.query<{ readonly owned: number }>({
    text: `select count(*)::integer as owned from auth.member m join auth.organization o on o.id = m."organizationId"
      where m."userId" = $1 and m.role = 'owner' and o.slug <> 'personal-' || m."userId"`,
    params: [userId],
  });
  return row?.owned ?? 0;
}
