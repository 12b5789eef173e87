import type { Tx } from '../db/index.ts';

/** A mailbox, and another of the same organization. */
interface Move {
  readonly organizationId: string;
  readonly mailboxId: string;
  readonly toMailboxId: string;
}

/** Aliases outside of the trash, and catch-alls that are on, that forward to the mailbox alone; counted up to `limit`. */
export async function countSoleAliases(
  tx: Tx,
  {
    organizationId,
    mailboxId,
    limit,
  }: { readonly organizationId: string; readonly mailboxId: string; readonly limit: number },
): Promise<number> {
  const [row] = await tx.query<{ readonly count: number }>({
    text: `select count(*)::integer as count from (
        select 1 from alias_mailboxes am join aliases a on a.id = am.alias_id join domains d on d.id = a.domain_id
        where am.mailbox_id = $2 and a.organization_id = $1 and a.deleted_at is null
          and (a.local_part <> '*' or d.catch_all <> 'off')
          and not exists (select 1 from alias_mailboxes o where o.alias_id = a.id and o.mailbox_id <> $2)
        limit $3) sole`,
    params: [organizationId, mailboxId, limit],
  });
  return row?.count ?? 0;
}

/** Lets all aliases of a mailbox, those in the trash too, forward to another as well. */
export async function addToAliasesOf(
  tx: Tx,
  { organizationId, mailboxId, toMailboxId }: Move,
): Promise<void> {
  await tx.query({
    text: `insert into alias_mailboxes (alias_id, mailbox_id)
      select am.alias_id, $3::uuid from alias_mailboxes am join aliases a on a.id = am.alias_id
      where am.mailbox_id = $2 and a.organization_id = $1 on conflict do nothing`,
    params: [organizationId, mailboxId, toMailboxId],
  });
}

/** Longest that a delivery can be on its way after its mailbox is gone: 5 days in the queue, 30 held, and room. */
const keptKeyDays = 60;

/** Deletes a mailbox. Its key is kept for what is on its way to it; keys that nothing can be on its way for are forgotten. */
export async function deleteMailbox(
  tx: Tx,
  { organizationId, mailboxId }: Omit<Move, 'toMailboxId'>,
): Promise<void> {
  await tx.query({
    text: `insert into removed_mailbox_keys
        (mailbox_id, organization_id, public_key, fingerprint, source, hides_subject, expires_at, created_at)
      select k.mailbox_id, m.organization_id, k.public_key, k.fingerprint, k.source, k.hides_subject, k.expires_at, k.created_at
      from mailbox_keys k join mailboxes m on m.id = k.mailbox_id where m.id = $1 and m.organization_id = $2`,
    params: [mailboxId, organizationId],
  });
  await tx.query({
    text: 'delete from mailboxes where id = $1 and organization_id = $2',
    params: [mailboxId, organizationId],
  });
  await tx.query({
    text: `delete from removed_mailbox_keys where removed_at < now() - $1 * interval '1 day'`,
    params: [keptKeyDays],
  });
}
