import type { Principal } from '../api/index.ts';
import type { Queryable, Tx } from '../db/index.ts';

/** A session with the person whose it is. */
export interface FoundSession {
  readonly sessionId: string;
  readonly startedAt: Date;
  readonly userId: string;
  readonly email: string;
  readonly isEmailVerified: boolean;
  readonly isAdministrator: boolean;
  readonly isSuspended: boolean;
}

/** The session of a token, while it is in force. */
export async function findSessionByToken(
  db: Queryable,
  token: string,
  now: Date,
): Promise<FoundSession | undefined> {
  const [row] = await db.query<{
    readonly session_id: string;
    readonly started_at: Date;
    readonly user_id: string;
    readonly email: string;
    readonly verified: boolean;
    readonly role: string;
    readonly suspended: boolean;
  }>({
    name: 'authentication-session',
    text: `select s.id as session_id, s."createdAt" as started_at, u.id as user_id, u.email, u."emailVerified" as verified, u.role,
        u."suspendedAt" is not null as suspended
      from auth.session s join auth."user" u on u.id = s."userId" where s.token = $1 and s."expiresAt" > $2`,
    params: [token, now],
  });
  return (
    row && {
      sessionId: row.session_id,
      startedAt: row.started_at,
      userId: row.user_id,
      email: row.email,
      isEmailVerified: row.verified,
      isAdministrator: row.role === 'admin',
      isSuspended: row.suspended,
    }
  );
}

/** A session as its owner sees it in the list. */
export interface ListedSession {
  readonly id: string;
  readonly userId: string;
  readonly token: string;
  readonly expiresAt: Date;
  readonly createdAt: Date;
  readonly updatedAt: Date;
  readonly ipAddress: string | null;
  readonly userAgent: string | null;
}

/** Those in force, newest first. */
export function listSessions(db: Queryable, userId: string, now: Date): Promise<readonly ListedSession[]> {
  return db.query<ListedSession & Record<string, unknown>>({
    text: `select id, "userId", token, "expiresAt", "createdAt", "updatedAt", "ipAddress", "userAgent" from auth.session
      where "userId" = $1 and "expiresAt" > $2 order by "createdAt" desc, id desc`,
    params: [userId, now],
  });
}

/** Which sessions of a user to end. */
export type EndedSessions =
  | { readonly kind: 'all' }
  | { readonly kind: 'one'; readonly token: string }
  | { readonly kind: 'all_but'; readonly sessionId: string };

/** Ends sessions of a user at once on all nodes; gives their ids. */
export async function deleteSessions(
  tx: Tx,
  userId: string,
  ended: EndedSessions,
): Promise<readonly string[]> {
  const rows = await tx.query<{ readonly id: string }>({
    text: `delete from auth.session where "userId" = $1 and ($2::text is null or token = $2) and ($3::uuid is null or id <> $3)
      returning id`,
    params: [
      userId,
      ended.kind === 'one' ? ended.token : null,
      ended.kind === 'all_but' ? ended.sessionId : null,
    ],
  });
  return rows.map(({ id }) => id);
}

/** Ends the session that a request came with, where another one takes its place: nobody has a use for it any more. */
export async function deleteSessionOf(tx: Tx, { userId, credential }: Principal): Promise<void> {
  if (credential.kind !== 'session') return;
  await tx.query({
    text: 'delete from auth.session where "userId" = $1 and id = $2',
    params: [userId, credential.sessionId],
  });
}

/** Ends sign-ins that wait for their second factor. What waits for one names the user alone. */
export async function deleteChallenges(tx: Tx, userId: string): Promise<void> {
  await tx.query({ text: 'delete from auth.verification where value = $1', params: [userId] });
}

/** Deletes sessions and one-time things that lapsed; gives how many. For a job. */
export async function deleteLapsed(db: Queryable, now: Date): Promise<number> {
  const rows = await db.query({
    text: `with sessions as (delete from auth.session where "expiresAt" < $1 returning 1),
        verifications as (delete from auth.verification where "expiresAt" < $1 returning 1)
      select 1 from sessions union all select 1 from verifications`,
    params: [now],
  });
  return rows.length;
}
