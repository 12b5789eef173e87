import type { Queryable, Tx } from '../db/index.ts';
import type { Mailbox } from './mailbox.ts';
import { mailboxColumns, mailboxOf, type MailboxRow } from './store.ts';

/**
 * The default of an organization; undefined while no mailbox is confirmed. Where a node of an older version confirmed the first one, that is
 * taken for it.
 */
export async function findDefaultMailbox(
  db: Queryable,
  organizationId: string,
): Promise<Mailbox | undefined> {
  const [row] = await db.query<MailboxRow>({
    name: 'mailbox-default',
    text: `select ${mailboxColumns} from mailboxes where organization_id = $1 and state = 'confirmed'
      order by is_default desc, number limit 1`,
    params: [organizationId],
  });
  return row && mailboxOf(row);
}

/**
 * Makes the oldest confirmed mailbox the default where an organization has none; gives it. The caller holds the lock of
 * the organization's mailboxes.
 */
export async function ensureDefault(tx: Tx, organizationId: string): Promise<Mailbox | undefined> {
  const [row] = await tx.query<MailboxRow>({
    text: `update mailboxes set is_default = true
      where id = (select id from mailboxes where organization_id = $1 and state = 'confirmed' order by number limit 1)
        and not exists (select 1 from mailboxes where organization_id = $1 and is_default)
      returning ${mailboxColumns}`,
    params: [organizationId],
  });
  return row && mailboxOf(row);
}

/** Makes a confirmed mailbox the default in place of the one before. The caller holds the lock, and has seen that it is confirmed. */
export async function makeDefault(
  tx: Tx,
  { organizationId, mailboxId }: { readonly organizationId: string; readonly mailboxId: string },
): Promise<void> {
  // Two statements: the index that allows one default looks at each row as it changes.
  await tx.query({
    text: 'update mailboxes set is_default = false where organization_id = $1 and is_default and id <> $2',
    params: [organizationId, mailboxId],
  });
  await tx.query({
    text: `update mailboxes set is_default = true where organization_id = $1 and id = $2 and state = 'confirmed'`,
    params: [organizationId, mailboxId],
  });
}
