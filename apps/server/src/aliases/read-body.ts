import type { AliasChangeBody, AliasFilterBody } from '@smtpy/contract';
import type { AliasSettings, ChangeAlias } from './alias.ts';
import type { AliasFilter } from './details.ts';

/** Filters as the contract has them. */
export function readFilter(filter: AliasFilterBody): AliasFilter {
  return {
    search: filter.search,
    isEnabled: filter.is_enabled,
    domainId: filter.domain_id,
    mailboxId: filter.mailbox_id,
    tag: filter.tag,
    isPinned: filter.is_pinned,
    origin: filter.origin,
    mode: filter.mode,
    isInTrash: filter.in_trash,
  };
}

/** What a body says of an alias, but for its name, mode and mailboxes. */
export function readSettings(body: AliasChangeBody): AliasSettings {
  return {
    isEnabled: body.is_enabled,
    whenDisabled: body.when_disabled,
    note: body.note,
    tags: body.tags,
    isPinned: body.is_pinned,
    plusAddressing: body.plus_addressing,
    expiresAt: typeof body.expires_at === 'string' ? new Date(body.expires_at) : body.expires_at,
    messagesLeft: body.messages_left,
    pinning: body.pinning,
    holdsForPreview: body.holds_for_preview,
  };
}

/** What a body changes of an alias. */
export function readChange(body: AliasChangeBody): Omit<ChangeAlias, 'organizationId' | 'aliasId'> {
  return {
    ...readSettings(body),
    mode: body.mode,
    displayName: body.display_name === null ? '' : body.display_name,
    mailboxIds: body.mailbox_ids,
  };
}
