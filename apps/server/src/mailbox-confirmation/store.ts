import { createHash } from 'node:crypto';
import type { Queryable, Tx } from '../db/index.ts';
import { inboxOf } from '../request-limits/index.ts';

/** A pending mailbox that waits for an answer. */
export interface AskedMailbox {
  readonly mailboxId: string;
  readonly organizationId: string;
  readonly organizationName: string;
  readonly address: string;
  readonly expiresAt: Date;
}

interface AskedRow {
  readonly id: string;
  readonly organization_id: string;
  readonly organization_name: string;
  readonly address: string;
  readonly expires_at: Date;
}

/** The pending mailbox of a link that works at `now`. */
export async function findAsked(
  db: Queryable,
  { tokenHash, now }: { readonly tokenHash: Buffer; readonly now: Date },
): Promise<AskedMailbox | undefined> {
  const [row] = await db.query<AskedRow>({
    text: `select m.id, m.organization_id, o.name as organization_name, m.address, c.expires_at
      from mailbox_confirmations c join mailboxes m on m.id = c.mailbox_id join auth.organization o on o.id = m.organization_id
      where c.token_hash = $1 and m.state = 'pending' and c.expires_at > $2`,
    params: [tokenHash, now],
  });
  if (row === undefined) return undefined;
  const {
    id: mailboxId,
    organization_id: organizationId,
    organization_name: organizationName,
    address,
  } = row;
  return { mailboxId, organizationId, organizationName, address, expiresAt: row.expires_at };
}

/** A mailbox of an organization as asking for its confirmation needs it. */
export async function findMailboxToAsk(
  tx: Tx,
  { organizationId, mailboxId }: { readonly organizationId: string; readonly mailboxId: string },
): Promise<{ readonly address: string; readonly state: string } | undefined> {
  const [row] = await tx.query<{ readonly address: string; readonly state: string }>({
    text: 'select address, state from mailboxes where id = $1 and organization_id = $2',
    params: [mailboxId, organizationId],
  });
  return row;
}

/** The name of an organization. */
export async function loadOrganizationName(tx: Tx, organizationId: string): Promise<string> {
  const [row] = await tx.query<{ readonly name: string }>({
    text: 'select name from auth.organization where id = $1',
    params: [organizationId],
  });
  if (row === undefined) throw new Error(`there is no organization ${organizationId}`);
  return row.name;
}

/** A link, of which there is one for each mailbox. */
export interface Link {
  readonly mailboxId: string;
  readonly tokenHash: Buffer;
  readonly requestedAt: Date;
  readonly expiresAt: Date;
}

/** Gives a mailbox a link in place of the one before. */
export async function saveLink(tx: Tx, link: Link): Promise<void> {
  await tx.query({
    text: `insert into mailbox_confirmations (mailbox_id, token_hash, requested_at, expires_at) values ($1, $2, $3, $4)
      on conflict (mailbox_id) do update set token_hash = excluded.token_hash, requested_at = excluded.requested_at,
        expires_at = excluded.expires_at`,
    params: [link.mailboxId, link.tokenHash, link.requestedAt, link.expiresAt],
  });
}

/** Ends the link of a mailbox. */
export async function deleteLink(tx: Tx, mailboxId: string): Promise<void> {
  await tx.query({ text: 'delete from mailbox_confirmations where mailbox_id = $1', params: [mailboxId] });
}

/** Mailboxes of an organization that are not confirmed. */
export async function countPending(tx: Tx, organizationId: string): Promise<number> {
  const [row] = await tx.query<{ readonly count: number }>({
    text: `select count(*)::integer as count from mailboxes where organization_id = $1 and state = 'pending'`,
    params: [organizationId],
  });
  return row?.count ?? 0;
}

/** An organization and the address of somebody who wants no more mail from it. */
interface Refusal {
  readonly organizationId: string;
  readonly address: string;
}

/** Nobody needs the address itself, so it is not kept. Providers take local parts in any case and with any detail, and so does who is asked. */
function hashAddress(address: string): Buffer {
  return createHash('sha256').update(inboxOf(address)).digest();
}

/** Whether the owner of the address has refused. */
export async function hasRefused(tx: Tx, { organizationId, address }: Refusal): Promise<boolean> {
  const rows = await tx.query({
    text: 'select 1 as found from mailbox_refusals where organization_id = $1 and address_hash = $2',
    params: [organizationId, hashAddress(address)],
  });
  return rows.length > 0;
}

/** Keeps that the owner of the address has refused. */
export async function saveRefusal(tx: Tx, refusal: Refusal & { readonly at: Date }): Promise<void> {
  await tx.query({
    text: `insert into mailbox_refusals (organization_id, address_hash, created_at) values ($1, $2, $3) on conflict do nothing`,
    params: [refusal.organizationId, hashAddress(refusal.address), refusal.at],
  });
}

/** Forgets that the owner of the address has refused: the address was proven otherwise since. */
export async function deleteRefusal(tx: Tx, { organizationId, address }: Refusal): Promise<void> {
  await tx.query({
    text: 'delete from mailbox_refusals where organization_id = $1 and address_hash = $2',
    params: [organizationId, hashAddress(address)],
  });
}
