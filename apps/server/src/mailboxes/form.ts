import { formatAddress } from '@smtpy/mail';
import type { MailboxBody } from '@smtpy/contract';
import type { ListedMailbox } from './listed-mailbox.ts';
import { byHand } from './rules.ts';

/** A mailbox in the form of the contract. */
export function formatMailbox(mailbox: ListedMailbox): MailboxBody {
  const { id, number, state, isDefault, pausedAt, pauseReason, probes, key } = mailbox;
  return {
    id,
    number,
    address: formatAddress(mailbox.address),
    state,
    is_default: isDefault,
    is_paused: pausedAt !== undefined,
    paused_at: pausedAt?.toISOString() ?? null,
    pause_reason: pausedAt === undefined ? null : describePause(pauseReason),
    is_paused_by_hand: pausedAt !== undefined && pauseReason === byHand,
    probes,
    wants_delay_notice: mailbox.wantsDelayNotice,
    key: key === undefined ? null : formatKeySummary(key),
    alias_count: mailbox.aliasCount,
    created_at: mailbox.createdAt.toISOString(),
    confirmed_at: mailbox.confirmedAt?.toISOString() ?? null,
  };
}

function formatKeySummary({
  fingerprint,
  source,
  hidesSubject,
  expiresAt,
}: NonNullable<ListedMailbox['key']>) {
  return { fingerprint, source, hides_subject: hidesSubject, expires_at: expiresAt?.toISOString() ?? null };
}

/** By cause; only failures of the class `hard` pause a mailbox. */
const pauseWords: Readonly<Record<string, string>> = {
  [byHand]: 'Paused by hand',
  unknown_recipient: 'Its server says that the address does not exist',
  recipient_disabled: 'Its server says that the address is closed',
  no_mail_service: 'Its domain takes no mail',
  dns: 'Its domain does not exist',
};

/** Why a mailbox is paused, for people. */
export function describePause(reason: string | undefined): string {
  return pauseWords[reason ?? ''] ?? 'Its server refused too many messages in a row';
}
