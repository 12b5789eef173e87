import type { Address, DomainName } from '@smtpy/mail';
import type { Queryable, Tx } from '../db/index.ts';
import type { Alias, AliasMode, WhenDisabled } from './alias.ts';

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
  readonly created_at: Date;
  readonly deleted_at: Date | null;
}

const columns = `a.id, a.number, a.organization_id, a.domain_id, d.name as domain_name, a.local_part, a.is_enabled,
  a.when_disabled, a.mode, a.display_name, a.created_at, a.deleted_at`;

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
    createdAt: row.created_at,
  };
}

/** An alias by normalised address, with whether it was deleted. */
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

/** The aliases of an organization that were not deleted, oldest first. */
export async function listAliases(db: Queryable, organizationId: string): Promise<readonly Alias[]> {
  const rows = await db.query<AliasRow>({
    text: `select ${columns} from aliases a join domains d on d.id = a.domain_id
      where a.organization_id = $1 and a.deleted_at is null order by a.number`,
    params: [organizationId],
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
  await tx.query({
    text: `insert into alias_mailboxes (alias_id, mailbox_id)
      select $1, id from mailboxes where id = any($2::uuid[]) and organization_id = $3`,
    params: [alias.id, alias.mailboxIds, alias.organizationId],
  });
  return true;
}

/** Whose alias is changed. */
export interface OwnedAlias {
  readonly organizationId: string;
  readonly aliasId: string;
}

/** Switches an alias; undefined when the organization has no such alias. */
export async function updateEnabled(
  tx: Tx,
  alias: OwnedAlias,
  change: { readonly isEnabled: boolean; readonly whenDisabled: WhenDisabled | undefined },
): Promise<Alias | undefined> {
  const [row] = await tx.query<AliasRow>({
    text: `update aliases a set is_enabled = $3, when_disabled = coalesce($4, a.when_disabled) from domains d
      where a.id = $1 and a.organization_id = $2 and a.deleted_at is null and d.id = a.domain_id returning ${columns}`,
    params: [alias.aliasId, alias.organizationId, change.isEnabled, change.whenDisabled],
  });
  return row && aliasOf(row);
}

/** Changes how an alias forwards and is shown; undefined when the organization has no such alias. */
export async function updateAlias(
  tx: Tx,
  alias: OwnedAlias,
  change: { readonly mode: AliasMode | undefined; readonly displayName: string | null | undefined },
): Promise<Alias | undefined> {
  const [row] = await tx.query<AliasRow>({
    text: `update aliases a set mode = coalesce($3, a.mode), display_name = case when $4::boolean then $5 else a.display_name end
      from domains d
      where a.id = $1 and a.organization_id = $2 and a.deleted_at is null and d.id = a.domain_id returning ${columns}`,
    params: [
      alias.aliasId,
      alias.organizationId,
      change.mode,
      change.displayName !== undefined,
      change.displayName ?? null,
    ],
  });
  return row && aliasOf(row);
}

/** Marks an alias as deleted; undefined when the organization has no such alias. */
export async function markDeleted(tx: Tx, alias: OwnedAlias, at: Date): Promise<Alias | undefined> {
  const [row] = await tx.query<AliasRow>({
    text: `update aliases a set deleted_at = $3 from domains d
      where a.id = $1 and a.organization_id = $2 and a.deleted_at is null and d.id = a.domain_id returning ${columns}`,
    params: [alias.aliasId, alias.organizationId, at],
  });
  return row && aliasOf(row);
}
