import type { DomainName } from '@smtpy/mail';
import type { Queryable, Tx } from '../db/index.ts';
import type { OwnedAlias } from './store.ts';

/** Whether one of the domains is pinned. */
export async function judgePins(
  db: Queryable,
  aliasId: string,
  domains: readonly string[],
): Promise<'pinned' | 'other' | 'empty'> {
  const [row] = await db.query<{ is_pinned: boolean | null }>({
    name: 'pins-judge',
    text: 'select bool_or(domain = any($2::text[])) as is_pinned from alias_pins where alias_id = $1',
    params: [aliasId, domains],
  });
  const isPinned = row?.is_pinned ?? undefined;
  return isPinned === undefined ? 'empty' : isPinned ? 'pinned' : 'other';
}

/** Keeps others from adding pins to an alias until `tx` ends. False when there is none, it was deleted or is another organization's. */
export async function lockAlias(
  tx: Tx,
  alias: { readonly aliasId: string; readonly organizationId?: string },
): Promise<boolean> {
  const rows = await tx.query({
    text: `select 1 from aliases where id = $1 and ($2::uuid is null or organization_id = $2) and deleted_at is null
      for no key update`,
    params: [alias.aliasId, alias.organizationId ?? null],
  });
  return rows.length > 0;
}

/** Inserts a pin under the lock of its alias. What the owner says replaces what was learned. False when there are too many. */
export async function insertPin(
  tx: Tx,
  pin: {
    readonly aliasId: string;
    readonly domain: string;
    readonly source: 'learned' | 'owner';
    readonly createdAt: Date;
    readonly maxPins: number;
  },
): Promise<boolean> {
  const rows = await tx.query({
    text: `insert into alias_pins (alias_id, domain, source, created_at)
      select $1, $2, $3, $4 where exists (select 1 from alias_pins where alias_id = $1 and domain = $2)
        or (select count(*) from alias_pins where alias_id = $1) < $5
      on conflict (alias_id, domain) do update
        set source = case when excluded.source = 'owner' then 'owner' else alias_pins.source end
      returning 1`,
    params: [pin.aliasId, pin.domain, pin.source, pin.createdAt, pin.maxPins],
  });
  return rows.length > 0;
}

/** The pins of an alias by domain; none for another organization's. */
export async function listPins(
  db: Queryable,
  alias: OwnedAlias,
): Promise<
  readonly {
    readonly domain: DomainName;
    readonly source: 'learned' | 'owner';
    readonly createdAt: Date;
  }[]
> {
  // Only names that were parsed are stored.
  const rows = await db.query<{ domain: DomainName; source: 'learned' | 'owner'; created_at: Date }>({
    text: `select p.domain, p.source, p.created_at from alias_pins p join aliases a on a.id = p.alias_id
      where a.id = $1 and a.organization_id = $2 order by p.domain`,
    params: [alias.aliasId, alias.organizationId],
  });
  return rows.map(({ domain, source, created_at: createdAt }) => ({ domain, source, createdAt }));
}

/** Deletes a pin; false when there is none. */
export async function deletePin(db: Queryable, alias: OwnedAlias, domain: DomainName): Promise<boolean> {
  const rows = await db.query({
    text: `delete from alias_pins p using aliases a
      where a.id = p.alias_id and a.id = $1 and a.organization_id = $2 and p.domain = $3 returning 1`,
    params: [alias.aliasId, alias.organizationId, domain],
  });
  return rows.length > 0;
}
