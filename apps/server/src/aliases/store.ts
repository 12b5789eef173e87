import { parseAddress, type Address, type DomainName } from '@smtpy/mail';
import type { Queryable, Tx } from '../db/index.ts';
import type { Alias, AliasMode, AliasPage, AliasSettings, Pinning, WhenDisabled } from './alias.ts';
import { cleanTags } from './rules.ts';

/** A row of {@link aliasColumns}. */
export interface AliasRow {
  readonly id: string;
  readonly number: number;
  readonly organization_id: string;
  readonly domain_id: string;
  readonly domain_name: string;
  readonly local_part: string;
  readonly is_enabled: boolean;
  readonly when_disabled: WhenDisabled;
  readonly mode: AliasMode;
  readonly display_name: string | null;
  readonly plus_addressing: boolean;
  readonly expires_at: Date | null;
  readonly messages_left: number | null;
  readonly pinning: Pinning;
  readonly holds_for_preview: boolean;
  readonly note: string | null;
  readonly tags: readonly string[];
  readonly is_pinned: boolean;
  readonly origin: Alias['origin'];
  readonly mailboxes: readonly string[];
  readonly created_at: Date;
  readonly deleted_at: Date | null;
}

/** Of an alias `a` of a domain `d`. The mode of a catch-all is the default of its domain. */
export const aliasColumns = `a.id, a.number, a.organization_id, a.domain_id, d.name as domain_name, a.local_part, a.is_enabled,
  a.when_disabled, case when a.is_catch_all then d.default_mode else a.mode end as mode, a.display_name, a.plus_addressing,
  a.expires_at, a.messages_left, a.pinning, a.holds_for_preview, a.note, a.tags, a.is_pinned, a.origin, a.created_at, a.deleted_at,
  array(select m.address from alias_mailboxes am join mailboxes m on m.id = am.mailbox_id
    where am.alias_id = a.id order by m.number) as mailboxes`;

/** An alias of a row. */
export function aliasOf(row: AliasRow): Alias {
  return {
    id: row.id,
    number: row.number,
    organizationId: row.organization_id,
    domainId: row.domain_id,
    // Only names that were parsed are stored.
    address: { localPart: row.local_part, domain: row.domain_name as DomainName },
    isEnabled: row.is_enabled,
    whenDisabled: row.when_disabled,
    mode: row.mode,
    displayName: row.display_name ?? undefined,
    plusAddressing: row.plus_addressing,
    expiresAt: row.expires_at ?? undefined,
    messagesLeft: row.messages_left ?? undefined,
    pinning: row.pinning,
    holdsForPreview: row.holds_for_preview,
    note: row.note ?? undefined,
    tags: row.tags,
    isPinned: row.is_pinned,
    mailboxes: readAddresses(row.mailboxes),
    origin: row.origin,
    createdAt: row.created_at,
  };
}

/** Stored addresses. Only what was parsed is stored, so nothing is left out. */
export function readAddresses(texts: readonly string[]): readonly Address[] {
  return texts.map(parseAddress).flatMap((parsed) => (parsed.ok ? [parsed.value] : []));
}

/** An alias by normalised address (`*` for that of a catch-all), with whether it was deleted. */
export async function findAlias(
  db: Queryable,
  organizationId: string,
  address: Address,
): Promise<{ readonly alias: Alias; readonly isDeleted: boolean } | undefined> {
  const [row] = await db.query<AliasRow>({
    text: `select ${aliasColumns} from aliases a join domains d on d.id = a.domain_id
      where a.organization_id = $1 and d.name = $2 and a.local_part = $3`,
    params: [organizationId, address.domain, address.localPart],
  });
  return row && { alias: aliasOf(row), isDeleted: row.deleted_at !== null };
}

/** An alias by normalised address, of whatever organization; never a deleted one, nor that of a catch-all. */
export async function findAliasAnywhere(db: Queryable, address: Address): Promise<Alias | undefined> {
  const [row] = await db.query<AliasRow>({
    text: `select ${aliasColumns} from aliases a join domains d on d.id = a.domain_id
      where d.name = $1 and a.local_part = $2 and a.deleted_at is null and not a.is_catch_all
      order by d.state = 'pending', a.number limit 1`,
    params: [address.domain, address.localPart],
  });
  return row && aliasOf(row);
}

/** The aliases of an organization that were not deleted, oldest first, without those of catch-alls. */
export async function listAliases(
  db: Queryable,
  organizationId: string,
  { domainId, limit, afterId }: AliasPage = {},
): Promise<readonly Alias[]> {
  const rows = await db.query<AliasRow>({
    text: `select ${aliasColumns} from aliases a join domains d on d.id = a.domain_id
      where a.organization_id = $1 and a.deleted_at is null and not a.is_catch_all
        and ($2::uuid is null or a.domain_id = $2)
        and ($3::uuid is null or a.number > (select number from aliases where id = $3))
      order by a.number limit $4`,
    params: [organizationId, domainId ?? null, afterId ?? null, limit ?? null],
  });
  return rows.map(aliasOf);
}

/** An alias to insert. */
export interface NewAlias {
  readonly id: string;
  readonly organizationId: string;
  readonly domainId: string;
  readonly localPart: string;
  readonly mode: AliasMode;
  readonly displayName: string | undefined;
  readonly mailboxIds: readonly string[];
  readonly createdAt: Date;
  readonly settings?: AliasSettings | undefined;
}

/** Whether nobody may have a local part $2 of a domain $1 again, though no row says so: see `retired_addresses`. */
export const isRetired = `exists (select from retired_addresses r
  where r.domain_id = $1 and r.local_part_hash = sha256(convert_to($2, 'UTF8')))`;

/** Inserts an alias with its mailboxes; false when the domain has or had the local part. */
export async function insertAlias(tx: Tx, alias: NewAlias): Promise<boolean> {
  const { settings = {} } = alias;
  const rows = await tx.query({
    text: `insert into aliases (domain_id, local_part, id, organization_id, mode, created_at, display_name, is_enabled, when_disabled, note,
        tags, is_pinned, plus_addressing, expires_at, messages_left, pinning, holds_for_preview)
      select $1::uuid, $2::text, $3::uuid, $4::uuid, $5, $6::timestamptz, $7, coalesce($8, true), coalesce($9, 'refuse'), $10,
        coalesce($11::text[], '{}'), coalesce($12, false), coalesce($13, true), $14::timestamptz, $15::integer, coalesce($16, 'off'),
        coalesce($17, false)
      where not ${isRetired}
      on conflict (domain_id, local_part) do nothing returning id`,
    params: [
      alias.domainId,
      alias.localPart,
      alias.id,
      alias.organizationId,
      alias.mode,
      alias.createdAt,
      alias.displayName,
      settings.isEnabled,
      settings.whenDisabled,
      settings.note,
      settings.tags && cleanTags(settings.tags),
      settings.isPinned,
      settings.plusAddressing,
      settings.expiresAt,
      settings.messagesLeft,
      settings.pinning,
      settings.holdsForPreview,
    ],
  });
  if (rows.length === 0) return false;
  await addMailboxes(tx, { ...alias, aliasId: alias.id });
  return true;
}

/** Which mailboxes an alias has. */
export interface AliasMailboxes extends OwnedAlias {
  readonly mailboxIds: readonly string[];
}

async function addMailboxes(tx: Tx, { aliasId, organizationId, mailboxIds }: AliasMailboxes): Promise<void> {
  await tx.query({
    text: `insert into alias_mailboxes (alias_id, mailbox_id)
      select $1, id from mailboxes where id = any($2::uuid[]) and organization_id = $3 on conflict do nothing`,
    params: [aliasId, mailboxIds, organizationId],
  });
}

/** Leaves an alias with these mailboxes alone. The caller has its row locked. */
export async function replaceMailboxes(tx: Tx, alias: AliasMailboxes): Promise<void> {
  await tx.query({
    text: 'delete from alias_mailboxes where alias_id = $1 and mailbox_id <> all($2::uuid[])',
    params: [alias.aliasId, alias.mailboxIds],
  });
  await addMailboxes(tx, alias);
}

/** Whose alias is changed. */
export interface OwnedAlias {
  readonly organizationId: string;
  readonly aliasId: string;
}

/** An alias `a` that $2 may change: what belongs to a catch-all is changed with it. */
export const isOwned =
  'a.id = $1 and a.organization_id = $2 and a.deleted_at is null and not a.is_catch_all and d.id = a.domain_id';

/** Keeps others from changing aliases of an organization until `tx` ends; in one order, so that nobody waits in a ring. */
export async function lockAliases(
  tx: Tx,
  { organizationId, aliasIds }: { readonly organizationId: string; readonly aliasIds: readonly string[] },
): Promise<void> {
  await tx.query({
    text: `select from aliases where organization_id = $1 and id = any($2::uuid[]) order by id for no key update`,
    params: [organizationId, aliasIds],
  });
}

/** An alias by id; undefined when the organization has no such alias. */
export async function loadAlias(db: Queryable, alias: OwnedAlias): Promise<Alias | undefined> {
  const [row] = await db.query<AliasRow>({
    text: `select ${aliasColumns} from aliases a join domains d on ${isOwned}`,
    params: [alias.aliasId, alias.organizationId],
  });
  return row && aliasOf(row);
}
