import { parseAddress, type Address, type DomainName } from '@smtpy/mail';
import type { Queryable, Tx } from '../db/index.ts';
import type { Alias, AliasMode, AliasPage, Pinning, WhenDisabled } from './alias.ts';

interface AliasRow {
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
  readonly origin: Alias['origin'];
  readonly mailboxes: readonly string[];
  readonly created_at: Date;
  readonly deleted_at: Date | null;
}

/** The mode of a catch-all is the default of its domain. */
const columns = `a.id, a.number, a.organization_id, a.domain_id, d.name as domain_name, a.local_part, a.is_enabled,
  a.when_disabled, case when a.is_catch_all then d.default_mode else a.mode end as mode, a.display_name, a.plus_addressing,
  a.expires_at, a.messages_left, a.pinning, a.holds_for_preview, a.origin, a.created_at, a.deleted_at,
  array(select m.address from alias_mailboxes am join mailboxes m on m.id = am.mailbox_id
    where am.alias_id = a.id order by m.number) as mailboxes`;

function aliasOf(row: AliasRow): Alias {
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
    text: `select ${columns} from aliases a join domains d on d.id = a.domain_id
      where a.organization_id = $1 and d.name = $2 and a.local_part = $3`,
    params: [organizationId, address.domain, address.localPart],
  });
  return row && { alias: aliasOf(row), isDeleted: row.deleted_at !== null };
}

/** The aliases of an organization that were not deleted, oldest first, without those of catch-alls. */
export async function listAliases(
  db: Queryable,
  organizationId: string,
  { domainId, limit, afterId }: AliasPage = {},
): Promise<readonly Alias[]> {
  const rows = await db.query<AliasRow>({
    text: `select ${columns} from aliases a join domains d on d.id = a.domain_id
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
}

/** Inserts an alias with its mailboxes; false when the domain has the local part, deleted ones included. */
export async function insertAlias(tx: Tx, alias: NewAlias): Promise<boolean> {
  const rows = await tx.query({
    text: `insert into aliases (id, organization_id, domain_id, local_part, mode, created_at, display_name)
      values ($1, $2, $3, $4, $5, $6, $7) on conflict (domain_id, local_part) do nothing returning id`,
    params: [
      alias.id,
      alias.organizationId,
      alias.domainId,
      alias.localPart,
      alias.mode,
      alias.createdAt,
      alias.displayName,
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
const isOwned =
  'a.id = $1 and a.organization_id = $2 and a.deleted_at is null and not a.is_catch_all and d.id = a.domain_id';

/** Switches an alias; undefined when the organization has no such alias. */
export async function updateEnabled(
  tx: Tx,
  alias: OwnedAlias,
  change: { readonly isEnabled: boolean; readonly whenDisabled: WhenDisabled | undefined },
): Promise<Alias | undefined> {
  const [row] = await tx.query<AliasRow>({
    text: `update aliases a set is_enabled = $3, when_disabled = coalesce($4, a.when_disabled) from domains d
      where ${isOwned} returning ${columns}`,
    params: [alias.aliasId, alias.organizationId, change.isEnabled, change.whenDisabled],
  });
  return row && aliasOf(row);
}

/** What to change; what is absent stays, null takes away. */
export interface AliasChanges {
  readonly mode: AliasMode | undefined;
  readonly displayName: string | null | undefined;
  readonly plusAddressing: boolean | undefined;
  readonly expiresAt: Date | null | undefined;
  readonly messagesLeft: number | null | undefined;
  readonly pinning: Pinning | undefined;
  readonly holdsForPreview: boolean | undefined;
}

/** Changes an alias; undefined when the organization has no such alias. */
export async function updateAlias(
  tx: Tx,
  alias: OwnedAlias,
  changes: AliasChanges,
): Promise<Alias | undefined> {
  const [row] = await tx.query<AliasRow>({
    text: `update aliases a set mode = coalesce($3, a.mode), plus_addressing = coalesce($4, a.plus_addressing),
        pinning = coalesce($5, a.pinning), holds_for_preview = coalesce($6, a.holds_for_preview),
        display_name = case when $7::boolean then $8 else a.display_name end,
        expires_at = case when $9::boolean then $10::timestamptz else a.expires_at end,
        messages_left = case when $11::boolean then $12::integer else a.messages_left end
      from domains d where ${isOwned} returning ${columns}`,
    params: [
      alias.aliasId,
      alias.organizationId,
      changes.mode,
      changes.plusAddressing,
      changes.pinning,
      changes.holdsForPreview,
      ...[changes.displayName, changes.expiresAt, changes.messagesLeft].flatMap((value) => [
        value !== undefined,
        value ?? null,
      ]),
    ],
  });
  return row && aliasOf(row);
}

/** An alias by id; undefined when the organization has no such alias. */
export async function loadAlias(db: Queryable, alias: OwnedAlias): Promise<Alias | undefined> {
  const [row] = await db.query<AliasRow>({
    text: `select ${columns} from aliases a join domains d on ${isOwned}`,
    params: [alias.aliasId, alias.organizationId],
  });
  return row && aliasOf(row);
}

/** Marks an alias as deleted; undefined when the organization has no such alias. */
export async function markDeleted(tx: Tx, alias: OwnedAlias, at: Date): Promise<Alias | undefined> {
  const [row] = await tx.query<AliasRow>({
    text: `update aliases a set deleted_at = $3 from domains d where ${isOwned} returning ${columns}`,
    params: [alias.aliasId, alias.organizationId, at],
  });
  return row && aliasOf(row);
}
