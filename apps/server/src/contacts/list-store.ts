import { formatAddress, parseAddress, type DomainName } from '@smtpy/mail';
import { instantKey, type Queryable } from '../db/index.ts';
import type { Contact } from './contact.ts';
import { contactColumns, contactOf, type ContactRow } from './store.ts';

/** A contact as its owner sees it. */
export interface ListedContact {
  readonly contact: Contact;
  /** A short id for programs that know numbers only. */
  readonly number: number;
  /** Under which the contact knows the owner. */
  readonly aliasAddress: string;
  /** Whether the alias blocks exactly this address. */
  readonly isBlocked: boolean;
  readonly createdAt: Date;
}

/** What lists are sorted by. */
export type ContactOrder = 'created_at' | 'address';

/** Which page of which list, without contacts of aliases in the trash. */
export interface ListContacts {
  readonly organizationId: string;
  /** Absent: of all aliases. */
  readonly aliasId: string | undefined;
  /** A part of address or name, in any case; no pattern. */
  readonly search: string | undefined;
  readonly order: ContactOrder;
  readonly isDescending: boolean;
  readonly after: { readonly key: string; readonly id: string } | undefined;
  readonly limit: number;
}

interface ListedRow extends ContactRow {
  readonly number: number;
  readonly created_at: Date;
  readonly local_part: string;
  readonly is_blocked: boolean;
}

/**
 * It reads the tables of aliases and of blocked senders: a question to each feature would be a round trip each. The address of a contact is
 * stored in the form in which entries name their subjects.
 */
const listedColumns = `${contactColumns}, c.number, c.created_at, a.local_part,
  exists (select from sender_entries e where e.organization_id = c.organization_id and e.alias_id = c.alias_id
    and e.subject = c.address and e.verdict = 'block') as is_blocked`;
const listedTables =
  'contacts c join domains d on d.id = c.domain_id join aliases a on a.id = c.alias_id and a.deleted_at is null';

function listedOf(row: ListedRow): ListedContact {
  const contact = contactOf(row);
  return {
    contact,
    number: row.number,
    aliasAddress: formatAddress({
      localPart: contact.writtenTo === '' ? row.local_part : contact.writtenTo,
      // Only names that were parsed are stored.
      domain: row.domain_name as DomainName,
    }),
    isBlocked: row.is_blocked,
    createdAt: row.created_at,
  };
}

/** What is searched; the index `contacts_search` is of the same expression. */
const searched = `lower(c.address || E'\\n' || coalesce(c.display_name, ''))`;

const sortKeys: Readonly<
  Record<
    ContactOrder,
    {
      readonly sql: string;
      readonly type: string;
      readonly text: string;
      readonly isKey: (key: string) => boolean;
    }
  >
> = {
  created_at: { sql: 'c.created_at', ...instantKey('c.created_at') },
  address: { sql: 'c.address', type: 'text', text: 'c.address', isKey: (key) => parseAddress(key).ok },
};

/** Whether a key can be one of this order. */
export function isKeyOf(order: ContactOrder, key: string): boolean {
  return sortKeys[order].isKey(key);
}

/** The statement of a page. Only what was asked for is in it, so that it is planned for what it does. */
export function listStatement(list: ListContacts): {
  readonly text: string;
  readonly params: readonly unknown[];
} {
  const { organizationId, aliasId, search, order, isDescending, after, limit } = list;
  const params: unknown[] = [];
  const place = (value: unknown): string => `$${String(params.push(value))}`;
  const { sql, type, text } = sortKeys[order];
  const [direction, comparison] = isDescending ? ['desc', '<'] : ['asc', '>'];
  const conditions = [
    `c.organization_id = ${place(organizationId)}`,
    aliasId !== undefined && `c.alias_id = ${place(aliasId)}`,
    search !== undefined && `${searched} like ${place(containing(search))}`,
    after !== undefined &&
      `(${sql}, c.id) ${comparison} (${place(after.key)}::${type}, ${place(after.id)}::uuid)`,
  ].filter((condition) => condition !== false);
  return {
    text: `select ${listedColumns}, ${text} as sort_key from ${listedTables} where ${conditions.join(' and ')}
      order by ${sql} ${direction}, c.id ${direction} limit ${place(limit)}`,
    params,
  };
}

/** A pattern of LIKE for a part of a text. */
function containing(part: string): string {
  return `%${part.toLowerCase().replaceAll(/[\\%_]/g, String.raw`\$&`)}%`;
}

/** A contact of a list, with what the next page goes on after. */
export interface PlacedContact {
  readonly listed: ListedContact;
  readonly place: readonly [key: string, id: string];
}

/** A page of contacts. */
export async function listContactPage(db: Queryable, list: ListContacts): Promise<readonly PlacedContact[]> {
  const rows = await db.query<ListedRow & { readonly sort_key: string }>(listStatement(list));
  return rows.map((row) => ({ listed: listedOf(row), place: [row.sort_key, row.id] }));
}

/** A contact of an organization by id; undefined where it has no such contact, or its alias is in the trash. */
export async function findListed(
  db: Queryable,
  { organizationId, contactId }: { readonly organizationId: string; readonly contactId: string },
): Promise<ListedContact | undefined> {
  const [row] = await db.query<ListedRow>({
    text: `select ${listedColumns} from ${listedTables} where c.organization_id = $1 and c.id = $2`,
    params: [organizationId, contactId],
  });
  return row && listedOf(row);
}

/** Where the reply addresses of an alias lie; undefined where the organization has no such alias outside the trash. */
export async function findAliasPlace(
  db: Queryable,
  { organizationId, aliasId }: { readonly organizationId: string; readonly aliasId: string },
): Promise<{ readonly domainId: string; readonly domainName: DomainName } | undefined> {
  const [row] = await db.query<{ readonly domain_id: string; readonly name: DomainName }>({
    text: `select a.domain_id, d.name from aliases a join domains d on d.id = a.domain_id
      where a.organization_id = $1 and a.id = $2 and a.deleted_at is null and not a.is_catch_all`,
    params: [organizationId, aliasId],
  });
  return row && { domainId: row.domain_id, domainName: row.name };
}

/** Names a contact. */
export async function updateDisplayName(
  db: Queryable,
  change: {
    readonly organizationId: string;
    readonly contactId: string;
    readonly displayName: string | null;
  },
): Promise<void> {
  await db.query({
    text: 'update contacts set display_name = $3 where organization_id = $1 and id = $2',
    params: [change.organizationId, change.contactId, change.displayName],
  });
}

/** Deletes a contact; what stands for it is retired by the database. */
export async function deleteContact(
  db: Queryable,
  { organizationId, contactId }: { readonly organizationId: string; readonly contactId: string },
): Promise<void> {
  await db.query({
    text: 'delete from contacts where organization_id = $1 and id = $2',
    params: [organizationId, contactId],
  });
}
