import { formatAddress, parseAddress, type Address } from '@smtpy/mail';
import type { Queryable, Tx } from '../db/index.ts';
import type { Mailbox, MailboxState } from './mailbox.ts';

/** A row of `mailboxes`. */
export interface MailboxRow {
  readonly id: string;
  readonly number: number;
  readonly organization_id: string;
  readonly address: string;
  readonly state: MailboxState;
  readonly created_at: Date;
  readonly confirmed_at: Date | null;
  readonly paused_at: Date | null;
  readonly pause_reason: string | null;
  readonly wants_delay_notice: boolean;
  readonly is_default: boolean;
}

/** The columns of {@link MailboxRow}. */
export const mailboxColumns = `id, number, organization_id, address, state, created_at, confirmed_at, paused_at, pause_reason,
  wants_delay_notice, is_default`;

/** A row as the rest of the program sees it. Throws when its address is none, which only a foreign hand can cause. */
export function mailboxOf(row: MailboxRow): Mailbox {
  const address = parseAddress(row.address);
  if (!address.ok) throw new Error(`mailbox ${row.id} has no valid address: ${address.reason}`);
  return {
    id: row.id,
    number: row.number,
    organizationId: row.organization_id,
    address: address.value,
    state: row.state,
    createdAt: row.created_at,
    confirmedAt: row.confirmed_at ?? undefined,
    pausedAt: row.paused_at ?? undefined,
    pauseReason: row.pause_reason ?? undefined,
    wantsDelayNotice: row.wants_delay_notice,
    isDefault: row.is_default,
  };
}

/** A mailbox of an organization by address, in any case. */
export async function findMailbox(
  db: Queryable,
  organizationId: string,
  address: Address,
): Promise<Mailbox | undefined> {
  const [row] = await db.query<MailboxRow>({
    text: `select ${mailboxColumns} from mailboxes where organization_id = $1 and lower(address) = lower($2) order by number limit 1`,
    params: [organizationId, formatAddress(address)],
  });
  return row && mailboxOf(row);
}

/** The confirmed mailboxes of an organization among `ids`. */
export async function findConfirmedMailboxes(
  db: Queryable,
  organizationId: string,
  ids: readonly string[],
): Promise<readonly Mailbox[]> {
  const rows = await db.query<MailboxRow>({
    name: 'mailboxes-confirmed',
    text: `select ${mailboxColumns} from mailboxes
      where organization_id = $1 and id = any ($2::uuid[]) and state = 'confirmed' order by number`,
    params: [organizationId, ids],
  });
  return rows.map(mailboxOf);
}

/** A mailbox by id, of whatever organization. */
export async function loadMailbox(db: Queryable, mailboxId: string): Promise<Mailbox | undefined> {
  const [row] = await db.query<MailboxRow>({
    name: 'mailbox-load',
    text: `select ${mailboxColumns} from mailboxes where id = $1`,
    params: [mailboxId],
  });
  return row && mailboxOf(row);
}

/** The mailboxes of this address, in any case, in every organization; oldest first. */
export async function findMailboxesOfAddress(db: Queryable, address: Address): Promise<readonly Mailbox[]> {
  const rows = await db.query<MailboxRow>({
    // Asked by operators alone, so no index carries it.
    text: `select ${mailboxColumns} from mailboxes where lower(address) = lower($1) order by number`,
    params: [formatAddress(address)],
  });
  return rows.map(mailboxOf);
}

/** The mailboxes of an organization, oldest first. */
export async function listMailboxes(db: Queryable, organizationId: string): Promise<readonly Mailbox[]> {
  const rows = await db.query<MailboxRow>({
    text: `select ${mailboxColumns} from mailboxes where organization_id = $1 order by number`,
    params: [organizationId],
  });
  return rows.map(mailboxOf);
}

/** A mailbox to insert. */
export interface NewMailbox {
  readonly id: string;
  readonly organizationId: string;
  readonly address: Address;
  readonly state: MailboxState;
  readonly createdAt: Date;
}

/**
 * Lets one transaction at a time add, confirm and remove mailboxes of an organization, and choose its default, until it ends. Without it
 * two additions of an address in different cases would both find nothing, and two confirmations would both make a default.
 */
export async function lockMailboxes(tx: Tx, organizationId: string): Promise<void> {
  await tx.query({
    text: `select pg_advisory_xact_lock(hashtextextended('mailboxes ' || $1, 0))`,
    params: [organizationId],
  });
}

/** Keeps mailboxes of an organization as they are until `tx` ends, for what refers to them; others may rely on them at the same time. */
export async function relyOnMailboxes(tx: Tx, organizationId: string): Promise<void> {
  await tx.query({
    text: `select pg_advisory_xact_lock_shared(hashtextextended('mailboxes ' || $1, 0))`,
    params: [organizationId],
  });
}

/** Inserts a mailbox unless the organization has the address in some case; then undefined. */
export async function insertMailbox(tx: Tx, mailbox: NewMailbox): Promise<Mailbox | undefined> {
  await lockMailboxes(tx, mailbox.organizationId);
  const [row] = await tx.query<MailboxRow>({
    text: `insert into mailboxes (id, organization_id, address, state, created_at, confirmed_at)
      select $1::uuid, $2::uuid, $3, $4, $5::timestamptz, case when $4 = 'confirmed' then $5::timestamptz end
      where not exists (select 1 from mailboxes where organization_id = $2 and lower(address) = lower($3))
      returning ${mailboxColumns}`,
    params: [
      mailbox.id,
      mailbox.organizationId,
      formatAddress(mailbox.address),
      mailbox.state,
      mailbox.createdAt,
    ],
  });
  return row && mailboxOf(row);
}

/** Sets whether delays are told; undefined when there is no such mailbox. */
export async function updateDelayNotice(
  db: Queryable,
  change: { readonly mailboxId: string; readonly wantsDelayNotice: boolean },
): Promise<Mailbox | undefined> {
  const [row] = await db.query<MailboxRow>({
    text: `update mailboxes set wants_delay_notice = $2 where id = $1 returning ${mailboxColumns}`,
    params: [change.mailboxId, change.wantsDelayNotice],
  });
  return row && mailboxOf(row);
}

/** Confirms a pending mailbox; undefined when it is confirmed already or not the organization's. */
export async function confirmMailbox(
  tx: Tx,
  confirmation: { readonly organizationId: string; readonly mailboxId: string; readonly at: Date },
): Promise<Mailbox | undefined> {
  const [row] = await tx.query<MailboxRow>({
    text: `update mailboxes set state = 'confirmed', confirmed_at = $3
      where id = $1 and organization_id = $2 and state = 'pending' returning ${mailboxColumns}`,
    params: [confirmation.mailboxId, confirmation.organizationId, confirmation.at],
  });
  return row && mailboxOf(row);
}
