import type { Queryable } from '../db/index.ts';
import type { KeySource, MailboxKey } from './mailbox-key.ts';

interface Row {
  readonly mailbox_id: string;
  readonly public_key: string;
  readonly fingerprint: string;
  readonly source: KeySource;
  readonly hides_subject: boolean;
  readonly expires_at: Date | null;
  readonly created_at: Date;
}

const columns = `k.mailbox_id, k.public_key, k.fingerprint, k.source, k.hides_subject, k.expires_at, k.created_at`;

/**
 * For the mail path: the key of a mailbox of whatever organization, also of one that was removed while mail was on its way to it.
 */
export async function loadKeyToEncrypt(db: Queryable, mailboxId: string): Promise<MailboxKey | undefined> {
  const [row] = await db.query<Row>({
    name: 'mailbox-key-to-encrypt',
    text: `select ${columns} from mailbox_keys k where k.mailbox_id = $1
      union all select ${columns} from removed_mailbox_keys k where k.mailbox_id = $1 limit 1`,
    params: [mailboxId],
  });
  return row && keyOf(row);
}

/** The key of a mailbox of an organization. */
export async function loadKey(
  db: Queryable,
  { mailboxId, organizationId }: { readonly mailboxId: string; readonly organizationId: string },
): Promise<MailboxKey | undefined> {
  const [row] = await db.query<Row>({
    name: 'mailbox-key-load',
    text: `select ${columns} from mailbox_keys k join mailboxes m on m.id = k.mailbox_id
      where k.mailbox_id = $1 and m.organization_id = $2`,
    params: [mailboxId, organizationId],
  });
  return row && keyOf(row);
}

/** Saves the key of a mailbox in place of the one that it had; undefined when the organization has no such mailbox. */
export async function saveKey(
  db: Queryable,
  organizationId: string,
  key: MailboxKey,
): Promise<MailboxKey | undefined> {
  const [row] = await db.query<Row>({
    text: `insert into mailbox_keys as k (mailbox_id, public_key, fingerprint, source, hides_subject, expires_at, created_at)
      select m.id, $3, $4, $5, $6, $7, $8 from mailboxes m where m.id = $1 and m.organization_id = $2
      on conflict (mailbox_id) do update set public_key = excluded.public_key, fingerprint = excluded.fingerprint,
        source = excluded.source, hides_subject = excluded.hides_subject, expires_at = excluded.expires_at,
        created_at = excluded.created_at
      returning ${columns}`,
    params: [
      key.mailboxId,
      organizationId,
      key.publicKey,
      key.fingerprint,
      key.source,
      key.hidesSubject,
      key.expiresAt ?? null,
      key.createdAt,
    ],
  });
  return row && keyOf(row);
}

/** Deletes the key of a mailbox. Whether there was one. */
export async function deleteKey(
  db: Queryable,
  { mailboxId, organizationId }: { readonly mailboxId: string; readonly organizationId: string },
): Promise<boolean> {
  const rows = await db.query({
    text: `delete from mailbox_keys k using mailboxes m
      where k.mailbox_id = $1 and m.id = k.mailbox_id and m.organization_id = $2 returning k.mailbox_id`,
    params: [mailboxId, organizationId],
  });
  return rows.length > 0;
}

function keyOf(row: Row): MailboxKey {
  return {
    mailboxId: row.mailbox_id,
    publicKey: row.public_key,
    fingerprint: row.fingerprint,
    source: row.source,
    hidesSubject: row.hides_subject,
    expiresAt: row.expires_at ?? undefined,
    createdAt: row.created_at,
  };
}
