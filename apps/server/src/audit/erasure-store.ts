import { idFloor, type Tx } from '../db/index.ts';

/** Lets `work` change the log, which the database refuses otherwise, and nothing after it in the same transaction. */
async function withErasure<T>(tx: Tx, work: () => Promise<T>): Promise<T> {
  await tx.query({ text: `select set_config('smtpy.audit_erasure', 'on', true)` });
  const result = await work();
  await tx.query({ text: `select set_config('smtpy.audit_erasure', 'off', true)` });
  return result;
}

/** Removes the oldest entries that were written before an instant, `limit` at most; gives how many. */
export async function deleteOldest(
  tx: Tx,
  { before, limit }: { readonly before: Date; readonly limit: number },
): Promise<number> {
  const rows = await withErasure(tx, () =>
    tx.query({
      text: `delete from audit_entries where id in (select id from audit_entries where id < $1 order by id limit $2) returning 1`,
      params: [idFloor(before), limit],
    }),
  );
  return rows.length;
}

/** A person whom the log is to forget. */
export interface ErasedPerson {
  readonly userId: string;
  /** Lower case. */
  readonly email: string;
}

/**
 * Takes away from all entries what tells who a person was; that somebody did something stays. Entries of all organizations name a person by the
 * address of then, also those that the person left or never joined.
 */
export async function clearPerson(tx: Tx, { userId, email }: ErasedPerson): Promise<void> {
  const emails = [email, ...(await findFormerEmails(tx, userId))];
  await withErasure(tx, async () => {
    await clearLabels(tx, emails);
    await clearOwnValues(tx, { userId, emails });
    await tx.query({
      text: `update audit_entries set actor_label = null, ip = null, user_agent = null where actor_user_id = $1`,
      params: [userId],
    });
    await tx.query({
      text: `update audit_entries set subject_label = null, before = null, after = null where subject_kind = 'user' and subject_id = $1`,
      params: [userId],
    });
  });
}

/** Addresses that a person had before, without those that are somebody else's by now. */
async function findFormerEmails(tx: Tx, userId: string): Promise<readonly string[]> {
  const rows = await tx.query<{ readonly email: string }>({
    text: `select distinct a.before ->> 'email' as email from audit_entries a
      where a.subject_kind = 'user' and a.subject_id = $1::text and a.action = 'user.email_changed' and a.before ->> 'email' is not null
        and not exists (select from auth."user" u where u.email = a.before ->> 'email' and u.id <> $1::uuid)`,
    params: [userId],
  });
  return rows.map(({ email }) => email);
}

/** Whole labels alone: the address of one person may be the end of another's. */
async function clearLabels(tx: Tx, emails: readonly string[]): Promise<void> {
  await tx.query({
    text: `update audit_entries set actor_label = case when actor_label = any ($1::text[]) then null else actor_label end,
        subject_label = case when subject_label = any ($1::text[]) then null else subject_label end
      where subject_label = any ($1::text[]) or actor_label = any ($1::text[])`,
    params: [emails],
  });
}

/** The person's own address among what was there before or after the person did something; the rest of it stays. */
async function clearOwnValues(
  tx: Tx,
  { userId, emails }: { readonly userId: string; readonly emails: readonly string[] },
): Promise<void> {
  const without = (column: string): string =>
    `(select jsonb_object_agg(key, case when value #>> '{}' = any ($2::text[]) then 'null' else value end) from jsonb_each(${column}))`;
  await tx.query({
    text: `update audit_entries set before = ${without('before')}, after = ${without('after')}
      where actor_user_id = $1 and (before is not null or after is not null)
        and exists (select from jsonb_each_text(before) b where b.value = any ($2::text[])
          union all select from jsonb_each_text(after) a where a.value = any ($2::text[]))`,
    params: [userId, emails],
  });
}

/** Removes entries of an erased organization, `limit` at most; that it was deleted stays known. Gives how many. */
export async function deleteOfOrganization(
  tx: Tx,
  { organizationId, limit }: { readonly organizationId: string; readonly limit: number },
): Promise<number> {
  const rows = await withErasure(tx, () =>
    tx.query({
      text: `delete from audit_entries where id = any (array(
          select id from audit_entries where organization_id = $1 and action <> 'organization.deleted'
          order by id limit $2)) returning id`,
      params: [organizationId, limit],
    }),
  );
  return rows.length;
}
