import type { Tx } from '../db/index.ts';
import type { AliasMode } from './alias.ts';
import type { BulkAction, BulkAlias } from './bulk-rules.ts';
import { giveDefaultMailbox } from './change-store.ts';
import { cleanTags } from './rules.ts';

interface BulkRow {
  readonly id: string;
  readonly address: string;
  readonly domain_name: string;
  readonly is_enabled: boolean;
  readonly is_pinned: boolean;
  readonly mode: AliasMode;
  readonly tags: readonly string[];
  readonly mailbox_ids: readonly string[];
  readonly is_in_trash: boolean;
  readonly is_domain_removed: boolean;
}

/** Aliases of an organization by their ids, without those that cannot be restored any more. The caller has them locked. */
export async function loadForBulk(
  tx: Tx,
  {
    organizationId,
    aliasIds,
    deletedAfter,
  }: { readonly organizationId: string; readonly aliasIds: readonly string[]; readonly deletedAfter: Date },
): Promise<readonly BulkAlias[]> {
  const rows = await tx.query<BulkRow>({
    text: `select a.id, a.address, d.name as domain_name, a.is_enabled, a.is_pinned, a.mode, a.tags, a.deleted_at is not null as is_in_trash,
        d.removed_at is not null as is_domain_removed,
        array(select am.mailbox_id from alias_mailboxes am where am.alias_id = a.id) as mailbox_ids
      from aliases a join domains d on d.id = a.domain_id
      where a.organization_id = $1 and a.id = any($2::uuid[]) and not a.is_catch_all
        and (a.deleted_at is null or a.deleted_at > $3)`,
    params: [organizationId, aliasIds, deletedAfter],
  });
  return rows.map((row) => ({
    id: row.id,
    address: row.address,
    domainName: row.domain_name,
    isEnabled: row.is_enabled,
    isPinned: row.is_pinned,
    mode: row.mode,
    tags: row.tags,
    mailboxIds: row.mailbox_ids,
    isInTrash: row.is_in_trash,
    isDomainRemoved: row.is_domain_removed,
  }));
}

/** Does an action with aliases that the caller has locked, and that it is right for. */
export async function applyBulk(
  tx: Tx,
  {
    aliasIds,
    action,
    at,
  }: { readonly aliasIds: readonly string[]; readonly action: BulkAction; readonly at: Date },
): Promise<void> {
  if (aliasIds.length === 0) return;
  if (action.kind === 'set_mailboxes') {
    await setMailboxes(tx, aliasIds, action.mailboxIds);
    return;
  }
  const { sql, value } = assignmentOf(action, at);
  await tx.query({
    text: `update aliases a set ${sql} where id = any($1::uuid[])`,
    params: [aliasIds, ...(value === undefined ? [] : [value])],
  });
  if (action.kind === 'restore') await giveDefaultMailbox(tx, aliasIds);
}

/** What is written for an action; `value` is $2. */
function assignmentOf(
  action: Exclude<BulkAction, { kind: 'set_mailboxes' }>,
  at: Date,
): { readonly sql: string; readonly value?: unknown } {
  switch (action.kind) {
    case 'enable':
      return { sql: 'is_enabled = true' };
    case 'disable':
      return { sql: 'is_enabled = false' };
    case 'pin':
      return { sql: 'is_pinned = true' };
    case 'unpin':
      return { sql: 'is_pinned = false' };
    case 'restore':
      return { sql: 'deleted_at = null' };
    case 'delete':
      return { sql: 'deleted_at = $2', value: at };
    case 'set_mode':
      return { sql: 'mode = $2', value: action.mode };
    case 'add_tags':
      return {
        sql: `tags = array(select distinct tag collate "C" from unnest(a.tags || $2::text[]) as tag order by 1)`,
        value: cleanTags(action.tags),
      };
    case 'remove_tags':
      return {
        sql: `tags = array(select tag from unnest(a.tags) with ordinality as t (tag, place) where tag <> all($2::text[]) order by place)`,
        value: cleanTags(action.tags),
      };
  }
}

async function setMailboxes(
  tx: Tx,
  aliasIds: readonly string[],
  mailboxIds: readonly string[],
): Promise<void> {
  await tx.query({
    text: 'delete from alias_mailboxes where alias_id = any($1::uuid[]) and mailbox_id <> all($2::uuid[])',
    params: [aliasIds, mailboxIds],
  });
  await tx.query({
    text: `insert into alias_mailboxes (alias_id, mailbox_id)
      select a.id, m.id from aliases a join mailboxes m on m.organization_id = a.organization_id
      where a.id = any($1::uuid[]) and m.id = any($2::uuid[]) on conflict do nothing`,
    params: [aliasIds, mailboxIds],
  });
}
