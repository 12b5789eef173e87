import type { Tx } from '../db/index.ts';
import type { Alias, AliasMode, AliasSettings } from './alias.ts';
import { cleanTags } from './rules.ts';
import { aliasColumns, aliasOf, isOwned, type AliasRow, type OwnedAlias } from './store.ts';

/** What to change; what is absent stays, null takes away. */
export interface AliasChanges extends AliasSettings {
  readonly mode: AliasMode | undefined;
  readonly displayName: string | null | undefined;
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
        is_enabled = coalesce($7, a.is_enabled), when_disabled = coalesce($8, a.when_disabled),
        tags = coalesce($9::text[], a.tags), is_pinned = coalesce($10, a.is_pinned),
        display_name = case when $11::boolean then $12 else a.display_name end,
        expires_at = case when $13::boolean then $14::timestamptz else a.expires_at end,
        messages_left = case when $15::boolean then $16::integer else a.messages_left end,
        note = case when $17::boolean then $18 else a.note end
      from domains d where ${isOwned} returning ${aliasColumns}`,
    params: [
      alias.aliasId,
      alias.organizationId,
      changes.mode,
      changes.plusAddressing,
      changes.pinning,
      changes.holdsForPreview,
      changes.isEnabled,
      changes.whenDisabled,
      changes.tags && cleanTags(changes.tags),
      changes.isPinned,
      ...[changes.displayName, changes.expiresAt, changes.messagesLeft, changes.note].flatMap((value) => [
        value !== undefined,
        value ?? null,
      ]),
    ],
  });
  return row && aliasOf(row);
}

/** Takes an alias out of the trash; undefined when the organization has no such alias there that was deleted after an instant. */
export async function unmarkDeleted(
  tx: Tx,
  alias: OwnedAlias,
  deletedAfter: Date,
): Promise<Alias | undefined> {
  const [row] = await tx.query<AliasRow>({
    text: `update aliases a set deleted_at = null from domains d
      where a.id = $1 and a.organization_id = $2 and a.deleted_at > $3 and not a.is_catch_all and d.id = a.domain_id
        and d.removed_at is null
      returning ${aliasColumns}`,
    params: [alias.aliasId, alias.organizationId, deletedAfter],
  });
  if (row !== undefined) await giveDefaultMailbox(tx, [row.id]);
  return row && aliasOf(row);
}

/** Lets aliases forward to the default mailbox whose own mailboxes were all removed while they were in the trash. */
export async function giveDefaultMailbox(tx: Tx, aliasIds: readonly string[]): Promise<void> {
  await tx.query({
    text: `insert into alias_mailboxes (alias_id, mailbox_id)
      select a.id, m.id from aliases a join mailboxes m on m.organization_id = a.organization_id and m.is_default
      where a.id = any($1::uuid[]) and not exists (select from alias_mailboxes am where am.alias_id = a.id)`,
    params: [aliasIds],
  });
}

/** Marks an alias as deleted; undefined when the organization has no such alias. */
export async function markDeleted(tx: Tx, alias: OwnedAlias, at: Date): Promise<Alias | undefined> {
  const [row] = await tx.query<AliasRow>({
    text: `update aliases a set deleted_at = $3 from domains d where ${isOwned} returning ${aliasColumns}`,
    params: [alias.aliasId, alias.organizationId, at],
  });
  return row && aliasOf(row);
}
