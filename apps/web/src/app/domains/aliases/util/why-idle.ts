import type { Alias } from './alias.ts';

/** Why an alias forwards nothing. */
export type Idleness = 'trash' | 'off_refuse' | 'off_discard' | 'expired' | 'used_up' | 'no_mailbox';

/** Why mail to an alias is not forwarded now, the first reason that counts; undefined: it is. */
export function whyIdle(
  alias: Pick<
    Alias,
    'deleted_at' | 'is_enabled' | 'when_disabled' | 'expires_at' | 'messages_left' | 'mailboxes'
  >,
  nowMs: number,
): Idleness | undefined {
  if (alias.deleted_at !== null) return 'trash';
  if (!alias.is_enabled) return `off_${alias.when_disabled}`;
  if (alias.expires_at !== null && new Date(alias.expires_at).getTime() <= nowMs) return 'expired';
  if (alias.messages_left === 0) return 'used_up';
  return alias.mailboxes.length === 0 ? 'no_mailbox' : undefined;
}
