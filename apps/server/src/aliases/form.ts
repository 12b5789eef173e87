import type { AliasBody } from '@smtpy/contract';
import { formatAddress } from '@smtpy/mail';
import type { AliasDetails } from './details.ts';

/** An alias in the form of the contract. */
export function formatAlias(details: AliasDetails): AliasBody {
  const { alias, mailboxes, pins, counters, lastActivityAt, deletedAt } = details;
  return {
    id: alias.id,
    number: alias.number,
    address: formatAddress(alias.address),
    local_part: alias.address.localPart,
    domain: { id: alias.domainId, name: details.domainName, is_shared: details.isOnSharedDomain },
    is_enabled: alias.isEnabled,
    when_disabled: alias.whenDisabled,
    mode: alias.mode,
    display_name: alias.displayName ?? null,
    note: alias.note ?? null,
    tags: [...alias.tags],
    is_pinned: alias.isPinned,
    mailboxes: mailboxes.map(({ id, address }) => ({ id, address })),
    plus_addressing: alias.plusAddressing,
    expires_at: alias.expiresAt?.toISOString() ?? null,
    messages_left: alias.messagesLeft ?? null,
    pinning: alias.pinning,
    pins: [...pins],
    holds_for_preview: alias.holdsForPreview,
    origin: alias.origin,
    counters: { ...counters },
    last_activity_at: lastActivityAt?.toISOString() ?? null,
    created_at: alias.createdAt.toISOString(),
    deleted_at: deletedAt?.toISOString() ?? null,
  };
}
