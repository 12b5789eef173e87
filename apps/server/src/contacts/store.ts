import { formatAddress, parseAddress, type Address, type DomainName } from '@smtpy/mail';
import type { Queryable } from '../db/index.ts';
import type { Contact } from './contact.ts';

/** A row of {@link contactColumns}. */
export interface ContactRow {
  readonly id: string;
  readonly organization_id: string;
  readonly alias_id: string;
  readonly written_to: string;
  readonly address: string;
  readonly reply_local_part: string;
  readonly domain_name: string;
  readonly display_name: string | null;
}

/** Of a contact `c` on a domain `d`. */
export const contactColumns = `c.id, c.organization_id, c.alias_id, c.written_to, c.address, c.reply_local_part,
  c.display_name, d.name as domain_name`;
const selectContact = `select ${contactColumns} from contacts c join domains d on d.id = c.domain_id`;

/** A contact of a row. */
export function contactOf(row: ContactRow): Contact {
  const address = parseAddress(row.address);
  if (!address.ok) throw new Error(`contact ${row.id} has no valid address: ${address.reason}`);
  return {
    id: row.id,
    organizationId: row.organization_id,
    aliasId: row.alias_id,
    writtenTo: row.written_to,
    address: address.value,
    // Only names that were parsed are stored.
    replyAddress: { localPart: row.reply_local_part, domain: row.domain_name as DomainName },
    displayName: row.display_name ?? undefined,
  };
}

/** The contact of an alias with this normalised address, and the local part that it knows. */
export async function findContact(
  db: Queryable,
  wanted: Pick<NewContact, 'organizationId' | 'aliasId' | 'writtenTo' | 'address'>,
): Promise<Contact | undefined> {
  const [row] = await db.query<ContactRow>({
    name: 'contacts-find',
    text: `${selectContact} where c.alias_id = $1 and c.address = $2 and c.written_to = $3 and c.organization_id = $4`,
    params: [wanted.aliasId, formatAddress(wanted.address), wanted.writtenTo, wanted.organizationId],
  });
  return row && contactOf(row);
}

/** A contact by id, of any organization: for the delivery of mail that names it. */
export async function loadContact(db: Queryable, id: string): Promise<Contact | undefined> {
  const [row] = await db.query<ContactRow>({
    name: 'contacts-load',
    text: `${selectContact} where c.id = $1`,
    params: [id],
  });
  return row && contactOf(row);
}

/** The contacts behind reply addresses of one organization; those that are none are left out. Local parts in lower case. */
export async function findByReplyAddresses(
  db: Queryable,
  organizationId: string,
  replyAddresses: readonly Address[],
): Promise<readonly Contact[]> {
  const rows = await db.query<ContactRow>({
    name: 'contacts-find-by-reply-addresses',
    text: `${selectContact} join unnest($2::text[], $3::text[]) as wanted (local_part, domain_name)
        on wanted.domain_name = d.name and wanted.local_part = c.reply_local_part
      where c.organization_id = $1`,
    params: [
      organizationId,
      replyAddresses.map(({ localPart }) => localPart),
      replyAddresses.map(({ domain }) => domain),
    ],
  });
  return rows.map(contactOf);
}

/** The contacts of an alias, oldest first. */
export async function listContacts(
  db: Queryable,
  { organizationId, aliasId }: { readonly organizationId: string; readonly aliasId: string },
): Promise<readonly Contact[]> {
  const rows = await db.query<ContactRow>({
    text: `${selectContact} where c.organization_id = $1 and c.alias_id = $2 order by c.number`,
    params: [organizationId, aliasId],
  });
  return rows.map(contactOf);
}

/** A contact to insert. */
export interface NewContact {
  readonly id: string;
  readonly organizationId: string;
  readonly aliasId: string;
  readonly domainId: string;
  readonly writtenTo: string;
  readonly address: Address;
  readonly displayName: string | undefined;
  readonly replyLocalPart: string;
  readonly createdAt: Date;
}

/**
 * Inserts a contact. False when the alias has it already, when the reply address is taken by a contact or an alias, when the alias is
 * not this organization's on this domain, and when something was written to that is not a catch-all (which is why the statement reads
 * aliases).
 * No NOTIFY: nobody knows a reply address before the message that carries it was delivered, and a NOTIFY here would make
 * the commits of the mail path wait for each other.
 */
export async function insertContact(db: Queryable, contact: NewContact): Promise<boolean> {
  const rows = await db.query({
    name: 'contacts-insert',
    text: `insert into contacts (id, organization_id, alias_id, domain_id, address, display_name, reply_local_part, created_at,
        written_to)
      select $1::uuid, organization_id, id, domain_id, $5, $6, $7, $8, $9::text
      from aliases where id = $3 and organization_id = $2 and domain_id = $4 and is_catch_all = ($9::text <> '')
        and not exists (select 1 from aliases where domain_id = $4 and local_part = $7)
      on conflict do nothing returning id`,
    params: [
      contact.id,
      contact.organizationId,
      contact.aliasId,
      contact.domainId,
      formatAddress(contact.address),
      contact.displayName,
      contact.replyLocalPart,
      contact.createdAt,
      contact.writtenTo,
    ],
  });
  return rows.length > 0;
}

/** Whether a local part stands for a contact of the domain, or did; also where it was somebody's alias that left no row. */
export async function isReplyAddress(db: Queryable, domainId: string, localPart: string): Promise<boolean> {
  const rows = await db.query({
    text: `select 1 from contacts where domain_id = $1 and reply_local_part = $2
      union all select 1 from retired_addresses where domain_id = $1 and local_part_hash = sha256(convert_to($2, 'UTF8'))`,
    params: [domainId, localPart],
  });
  return rows.length > 0;
}
