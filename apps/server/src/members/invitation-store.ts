import type { InvitationState, MemberRole } from '@smtpy/contract';
import type { Queryable, Tx } from '../db/index.ts';
import type { Invitation } from './invitation.ts';
import type { Listed } from './member.ts';

interface InvitationRow {
  readonly id: string;
  readonly organization_id: string;
  readonly organization_name: string;
  readonly email: string;
  readonly role: MemberRole;
  readonly status: Exclude<InvitationState, 'expired'>;
  readonly inviter_name: string | null;
  readonly created_at: Date;
  readonly expires_at: Date;
}

const select = `select i.id, i."organizationId" as organization_id, o.name as organization_name, i.email, i.role, i.status,
    u.name as inviter_name, i."createdAt" as created_at, i."expiresAt" as expires_at
  from auth.invitation i join auth.organization o on o.id = i."organizationId" left join auth."user" u on u.id = i."inviterId"`;

function invitationOf(row: InvitationRow, now: Date): Invitation {
  const { id, email, role, status } = row;
  return {
    id,
    organizationId: row.organization_id,
    organizationName: row.organization_name,
    email,
    role,
    state: status === 'pending' && row.expires_at <= now ? 'expired' : status,
    inviterName: row.inviter_name ?? undefined,
    createdAt: row.created_at,
    expiresAt: row.expires_at,
  };
}

/** One invitation: of an organization by its id, or of whoever has the token. */
export async function findInvitation(
  db: Queryable,
  wanted: { readonly now: Date } & (
    | { readonly organizationId: string; readonly invitationId: string }
    | { readonly tokenHash: Buffer }
    | { readonly email: string; readonly invitationId: string }
  ),
): Promise<Invitation | undefined> {
  const [condition, params] =
    'tokenHash' in wanted
      ? ['i."tokenHash" = $1', [wanted.tokenHash]]
      : 'email' in wanted
        ? ['i.id = $1 and i.email = $2', [wanted.invitationId, wanted.email]]
        : ['i.id = $1 and i."organizationId" = $2', [wanted.invitationId, wanted.organizationId]];
  const [row] = await db.query<InvitationRow>({ text: `${select} where ${condition}`, params });
  return row && invitationOf(row, wanted.now);
}

/** Invitations, newest first: those of an organization, or those to an address. */
export async function listInvitations(
  db: Queryable,
  wanted: {
    readonly now: Date;
    readonly state: InvitationState | undefined;
    readonly limit: number;
    readonly beforeId: string | undefined;
  } & ({ readonly organizationId: string } | { readonly email: string }),
): Promise<Listed<Invitation>> {
  const { now, state, limit, beforeId } = wanted;
  const [column, value] =
    'organizationId' in wanted ? ['i."organizationId"', wanted.organizationId] : ['i.email', wanted.email];
  const filter = `${column} = $1 and ($2::text is null or $2 =
    case when i.status = 'pending' and i."expiresAt" <= $3 then 'expired' else i.status end)`;
  const params = [value, state ?? null, now];
  const rows = await db.query<InvitationRow>({
    text: `${select} where ${filter} and ($4::uuid is null or i.id < $4) order by i.id desc limit $5`,
    params: [...params, beforeId ?? null, limit],
  });
  const [count] = await db.query<{ readonly total: number }>({
    text: `select count(*)::integer as total from auth.invitation i where ${filter}`,
    params,
  });
  return { rows: rows.map((row) => invitationOf(row, now)), total: count?.total ?? 0 };
}

/** Invitations of an organization that can still be accepted. */
export async function countPending(
  db: Queryable,
  { organizationId, now }: { readonly organizationId: string; readonly now: Date },
): Promise<number> {
  const [row] = await db.query<{ readonly pending: number }>({
    text: `select count(*)::integer as pending from auth.invitation
      where "organizationId" = $1 and status = 'pending' and "expiresAt" > $2`,
    params: [organizationId, now],
  });
  return row?.pending ?? 0;
}

/** A pending invitation of the organization to an address, expired or not: there is one at most. */
export async function findPendingId(
  db: Queryable,
  { organizationId, email }: { readonly organizationId: string; readonly email: string },
): Promise<string | undefined> {
  const [row] = await db.query<{ readonly id: string }>({
    text: `select id from auth.invitation where "organizationId" = $1 and email = $2 and status = 'pending'`,
    params: [organizationId, email],
  });
  return row?.id;
}

/** An invitation to write. */
export interface NewInvitation {
  readonly id: string;
  readonly organizationId: string;
  readonly email: string;
  readonly role: MemberRole;
  readonly tokenHash: Buffer;
  readonly inviterId: string | undefined;
  readonly createdAt: Date;
  readonly expiresAt: Date;
}

/** Adds a pending invitation. */
export async function insertInvitation(tx: Tx, invitation: NewInvitation): Promise<void> {
  await tx.query({
    text: `insert into auth.invitation (id, "organizationId", email, role, "tokenHash", "inviterId", "createdAt", "expiresAt")
      values ($1, $2, $3, $4, $5, $6, $7, $8)`,
    params: [
      invitation.id,
      invitation.organizationId,
      invitation.email,
      invitation.role,
      invitation.tokenHash,
      invitation.inviterId ?? null,
      invitation.createdAt,
      invitation.expiresAt,
    ],
  });
}

/** Gives an invitation a new link; the one before stops working. */
export async function renewInvitation(
  tx: Tx,
  {
    id,
    tokenHash,
    inviterId,
    expiresAt,
  }: Pick<NewInvitation, 'id' | 'tokenHash' | 'inviterId' | 'expiresAt'>,
): Promise<void> {
  await tx.query({
    text: `update auth.invitation set "tokenHash" = $2, "inviterId" = $3, "expiresAt" = $4 where id = $1 and status = 'pending'`,
    params: [id, tokenHash, inviterId ?? null, expiresAt],
  });
}

/** Ends a pending invitation. */
export async function endInvitation(
  tx: Tx,
  { id, status }: { readonly id: string; readonly status: 'accepted' | 'declined' | 'cancelled' },
): Promise<void> {
  await tx.query({
    text: `update auth.invitation set status = $2 where id = $1 and status = 'pending'`,
    params: [id, status],
  });
}

/** Calls back what a person invited with one of these roles; gives what was called back. */
export async function cancelInvitationsOf(
  tx: Tx,
  wanted: {
    readonly organizationId: string;
    readonly inviterId: string;
    readonly roles: readonly MemberRole[];
  },
): Promise<readonly { readonly id: string; readonly email: string }[]> {
  return await tx.query<{ readonly id: string; readonly email: string }>({
    text: `update auth.invitation set status = 'cancelled'
      where "organizationId" = $1 and "inviterId" = $2 and status = 'pending' and role = any($3) returning id, email`,
    params: [wanted.organizationId, wanted.inviterId, wanted.roles],
  });
}

/** How a person can be written to, as it is now. */
export async function findInvited(
  db: Queryable,
  userId: string,
): Promise<{ readonly email: string; readonly isVerified: boolean } | undefined> {
  const [row] = await db.query<{ readonly email: string; readonly is_verified: boolean }>({
    text: `select email, "emailVerified" as is_verified from auth."user" where id = $1`,
    params: [userId],
  });
  return row && { email: row.email, isVerified: row.is_verified };
}
