import type { Address, DomainName } from '@smtpy/mail';
import type { Queryable, Tx } from '../db/index.ts';
import type { CatchAllMode } from '../domains/index.ts';
import { readAddresses } from './store.ts';

/** The catch-all of a domain as it is stored. */
export interface StoredCatchAll {
  readonly mode: CatchAllMode;
  readonly pattern: string | undefined;
  /** Undefined where it was never switched on. */
  readonly aliasId: string | undefined;
  readonly mailboxes: readonly Address[];
}

/** The catch-all of a domain of an organization; undefined when it has no such domain. */
export async function findCatchAll(
  db: Queryable,
  domain: { readonly organizationId: string; readonly domainId: string },
): Promise<StoredCatchAll | undefined> {
  const [row] = await db.query<{
    catch_all: CatchAllMode;
    catch_all_pattern: string | null;
    alias_id: string | null;
    mailboxes: readonly string[];
  }>({
    text: `select d.catch_all, d.catch_all_pattern, a.id as alias_id, array(select m.address from alias_mailboxes am
          join mailboxes m on m.id = am.mailbox_id where am.alias_id = a.id order by m.number) as mailboxes
      from domains d left join aliases a on a.domain_id = d.id and a.local_part = '*'
      where d.id = $1 and d.organization_id = $2`,
    params: [domain.domainId, domain.organizationId],
  });
  return (
    row && {
      mode: row.catch_all,
      pattern: row.catch_all_pattern ?? undefined,
      aliasId: row.alias_id ?? undefined,
      mailboxes: readAddresses(row.mailboxes),
    }
  );
}

/** Makes sure of the alias of a catch-all, and locks it; gives its id. The domain must be the organization's. */
export async function ensureCatchAllAlias(
  tx: Tx,
  alias: {
    /** Of the alias, where there is none yet. */
    readonly newId: string;
    readonly organizationId: string;
    readonly domainId: string;
    readonly createdAt: Date;
  },
): Promise<string> {
  const [row] = await tx.query<{ id: string }>({
    // An update that changes nothing gives the row that is there.
    text: `insert into aliases (id, organization_id, domain_id, local_part, is_catch_all, created_at)
      select $1, organization_id, id, '*', true, $4 from domains where id = $2 and organization_id = $3
      on conflict (domain_id, local_part) do update set is_catch_all = true returning id`,
    params: [alias.newId, alias.domainId, alias.organizationId, alias.createdAt],
  });
  if (row === undefined) throw new Error(`domain ${alias.domainId} is gone`);
  return row.id;
}

/** The pattern of a domain whose catch-all makes aliases; undefined when it makes none. */
export async function findCreatingPattern(
  db: Queryable,
  domainId: string,
): Promise<{ readonly pattern: string | undefined } | undefined> {
  const [row] = await db.query<{ catch_all_pattern: string | null }>({
    text: `select catch_all_pattern from domains where id = $1 and catch_all = 'create' and state in ('active', 'degraded')`,
    params: [domainId],
  });
  return row && { pattern: row.catch_all_pattern ?? undefined };
}

/**
 * Inserts an alias with the mailboxes of the domain's catch-all, and gives the name of the domain; undefined when the domain has the local
 * part already (deleted aliases and reply addresses included), and when its catch-all makes no aliases.
 */
export async function insertFromCatchAll(
  tx: Tx,
  alias: {
    readonly id: string;
    readonly domainId: string;
    readonly localPart: string;
    readonly createdAt: Date;
  },
): Promise<DomainName | undefined> {
  // Only names that were parsed are stored.
  const [row] = await tx.query<{ name: DomainName }>({
    text: `with inserted as (
        insert into aliases (id, organization_id, domain_id, local_part, mode, created_at, origin)
        select $1, d.organization_id, d.id, $3, d.default_mode, $4, 'catch_all' from domains d
        where d.id = $2 and d.catch_all = 'create' and d.state in ('active', 'degraded')
          and not exists (select 1 from contacts c where c.domain_id = d.id and c.reply_local_part = $3)
          and not exists (select 1 from retired_addresses r
            where r.domain_id = d.id and r.local_part_hash = sha256(convert_to($3, 'UTF8')))
        on conflict (domain_id, local_part) do nothing returning domain_id)
      select d.name from inserted i join domains d on d.id = i.domain_id`,
    params: [alias.id, alias.domainId, alias.localPart, alias.createdAt],
  });
  if (row === undefined) return undefined;
  await tx.query({
    text: `insert into alias_mailboxes (alias_id, mailbox_id)
      select $1, am.mailbox_id from aliases a join alias_mailboxes am on am.alias_id = a.id
      where a.domain_id = $2 and a.local_part = '*'`,
    params: [alias.id, alias.domainId],
  });
  return row.name;
}

/** The id of an alias that was not deleted; never that of a catch-all. */
export async function findAliasId(
  db: Queryable,
  { domainId, localPart }: { readonly domainId: string; readonly localPart: string },
): Promise<string | undefined> {
  const [row] = await db.query<{ id: string }>({
    text: 'select id from aliases where domain_id = $1 and local_part = $2 and deleted_at is null and not is_catch_all',
    params: [domainId, localPart],
  });
  return row?.id;
}
