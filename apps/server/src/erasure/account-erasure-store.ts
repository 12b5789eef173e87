import type { Queryable, Tx } from '../db/index.ts';

/** An erasure that was asked for. */
export interface AccountErasure {
  readonly requestedAt: Date;
  /** From when on a job erases the account. */
  readonly eraseAt: Date;
}

const columns = 'requested_at as "requestedAt", erase_at as "eraseAt"';

/** The erasure that a person asked for. */
export async function findAccountErasure(db: Queryable, userId: string): Promise<AccountErasure | undefined> {
  const [row] = await db.query<AccountErasure>({
    text: `select ${columns} from account_erasures where user_id = $1`,
    params: [userId],
  });
  return row;
}

/** Writes an erasure down; undefined where there is one already. */
export async function insertAccountErasure(
  tx: Tx,
  { userId, requestedAt, eraseAt }: AccountErasure & { readonly userId: string },
): Promise<AccountErasure | undefined> {
  const [row] = await tx.query<AccountErasure>({
    text: `insert into account_erasures (user_id, requested_at, erase_at) values ($1, $2, $3)
      on conflict do nothing returning ${columns}`,
    params: [userId, requestedAt, eraseAt],
  });
  return row;
}

/** Calls an erasure off; false: there is none. Waits for a job that is erasing just now. */
export async function deleteAccountErasure(tx: Tx, userId: string): Promise<boolean> {
  const rows = await tx.query({
    text: 'delete from account_erasures where user_id = $1 returning user_id',
    params: [userId],
  });
  return rows.length > 0;
}

/** Takes the erasure that is due longest for `tx`, of those that no other process has taken. */
export async function lockDueErasure(tx: Tx, now: Date): Promise<{ readonly userId: string } | undefined> {
  const [row] = await tx.query<{ readonly userId: string }>({
    text: `select user_id as "userId" from account_erasures where erase_at <= $1
      order by erase_at limit 1 for update skip locked`,
    params: [now],
  });
  return row;
}

/** Puts an erasure off. */
export async function postponeErasure(
  tx: Tx,
  { userId, eraseAt }: { readonly userId: string; readonly eraseAt: Date },
): Promise<void> {
  await tx.query({
    text: 'update account_erasures set erase_at = $2 where user_id = $1',
    params: [userId, eraseAt],
  });
}

/** Where a person is written to, and whose mail that is: the personal organization's. */
export async function findRecipient(
  tx: Tx,
  userId: string,
): Promise<{ readonly headerTo: string; readonly organizationId: string } | undefined> {
  const [row] = await tx.query<{ readonly headerTo: string; readonly organizationId: string }>({
    text: `select u.email as "headerTo", o.id as "organizationId" from auth."user" u
      join auth.organization o on o.slug = 'personal-' || u.id where u.id = $1`,
    params: [userId],
  });
  return row;
}
