import type { Queryable, Tx } from '../db/index.ts';
import type { AliasMode } from './alias.ts';

/** An address on a domain. */
export interface Place {
  readonly domainId: string;
  readonly localPart: string;
}

/** What keeps an address from being made. */
export interface Occupant {
  readonly domainId: string;
  readonly localPart: string;
  /** `reserved`: a reply address; `gone`: nobody may have it again, though no row says so. */
  readonly kind: 'own' | 'own_deleted' | 'foreign' | 'reserved' | 'gone';
  /** Of `own`. */
  readonly aliasId: string | undefined;
}

/** Those of the addresses that cannot be made, with the reason. */
export async function findOccupants(
  db: Queryable,
  organizationId: string,
  places: readonly Place[],
): Promise<readonly Occupant[]> {
  const rows = await db.query<{
    readonly domain_id: string;
    readonly local_part: string;
    readonly kind: Occupant['kind'];
    readonly alias_id: string | null;
  }>({
    text: `with wanted as (select * from unnest($2::uuid[], $3::text[]) as w (domain_id, local_part))
      select a.domain_id, a.local_part, case when a.organization_id <> $1 then 'foreign' when a.deleted_at is not null then 'own_deleted'
          else 'own' end as kind, a.id as alias_id
        from wanted w join aliases a on a.domain_id = w.domain_id and a.local_part = w.local_part
      union all
      select w.domain_id, w.local_part, 'reserved', null
        from wanted w join contacts c on c.domain_id = w.domain_id and c.reply_local_part = w.local_part
      union all
      select w.domain_id, w.local_part, 'gone', null from wanted w join retired_addresses r on r.domain_id = w.domain_id
        and r.local_part_hash = sha256(convert_to(w.local_part, 'UTF8'))`,
    params: [
      organizationId,
      places.map(({ domainId }) => domainId),
      places.map(({ localPart }) => localPart),
    ],
  });
  return rows.map(({ domain_id: domainId, local_part: localPart, kind, alias_id: aliasId }) => ({
    domainId,
    localPart,
    kind,
    aliasId: kind === 'own' ? (aliasId ?? undefined) : undefined,
  }));
}

/** An alias of an import. */
export interface ImportedAlias extends Place {
  readonly id: string;
  readonly mode: AliasMode;
  readonly note: string | undefined;
  readonly displayName: string | undefined;
  readonly tags: readonly string[];
  readonly isEnabled: boolean;
  readonly isPinned: boolean;
  readonly mailboxIds: readonly string[];
}

/** Inserts aliases that were free a moment ago; gives the ids of those that still were. */
export async function insertImported(
  tx: Tx,
  organizationId: string,
  { aliases, createdAt }: { readonly aliases: readonly ImportedAlias[]; readonly createdAt: Date },
): Promise<ReadonlySet<string>> {
  const rows = await tx.query<{ readonly id: string }>({
    // Tags hold no comma.
    text: `insert into aliases (organization_id, created_at, id, domain_id, local_part, mode, note, display_name, tags, is_enabled, is_pinned)
      select $1, $2, g.id, g.domain_id, g.local_part, g.mode, g.note, g.display_name,
        case when g.tags = '' then '{}' else string_to_array(g.tags, ',') end, g.is_enabled, g.is_pinned
      from unnest($3::uuid[], $4::uuid[], $5::text[], $6::text[], $7::text[], $8::text[], $9::text[], $10::boolean[], $11::boolean[])
        as g (id, domain_id, local_part, mode, note, display_name, tags, is_enabled, is_pinned)
      on conflict (domain_id, local_part) do nothing returning id`,
    params: [
      organizationId,
      createdAt,
      aliases.map(({ id }) => id),
      aliases.map(({ domainId }) => domainId),
      aliases.map(({ localPart }) => localPart),
      aliases.map(({ mode }) => mode),
      aliases.map(({ note }) => note ?? null),
      aliases.map(({ displayName }) => displayName ?? null),
      aliases.map(({ tags }) => tags.join(',')),
      aliases.map(({ isEnabled }) => isEnabled),
      aliases.map(({ isPinned }) => isPinned),
    ],
  });
  const inserted = new Set(rows.map(({ id }) => id));
  await insertMailboxes(
    tx,
    organizationId,
    aliases.filter(({ id }) => inserted.has(id)),
  );
  return inserted;
}

async function insertMailboxes(
  tx: Tx,
  organizationId: string,
  aliases: readonly ImportedAlias[],
): Promise<void> {
  const pairs = aliases.flatMap(({ id, mailboxIds }) =>
    mailboxIds.map((mailboxId) => [id, mailboxId] as const),
  );
  await tx.query({
    text: `insert into alias_mailboxes (alias_id, mailbox_id)
      select p.alias_id, m.id from unnest($2::uuid[], $3::uuid[]) as p (alias_id, mailbox_id)
      join mailboxes m on m.id = p.mailbox_id and m.organization_id = $1 on conflict do nothing`,
    params: [organizationId, pairs.map(([aliasId]) => aliasId), pairs.map(([, mailboxId]) => mailboxId)],
  });
}
