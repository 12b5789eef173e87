import type { ItemOf } from '../../../shared/data/paged.ts';

/** A mailbox as the API gives it. */
export type Mailbox = ItemOf<'listMailboxes'>;

/** How a mailbox stands, in one word; also the name of its chip. A pause says more than that it was confirmed. */
export function stateOf({
  state,
  is_paused: isPaused,
}: Pick<Mailbox, 'state' | 'is_paused'>): 'unconfirmed' | 'paused' | 'confirmed' {
  if (state === 'pending') return 'unconfirmed';
  return isPaused ? 'paused' : 'confirmed';
}

/** By the sentences of the server: the ends of their keys, `mailboxes.pause.<key>`. */
const pauseKeys: Readonly<Record<string, string>> = {
  'Paused by hand': 'by_hand',
  'Its server says that the address does not exist': 'unknown_recipient',
  'Its server says that the address is closed': 'recipient_disabled',
  'Its domain takes no mail': 'no_mail_service',
  'Its domain does not exist': 'dns',
  'Its server refused too many messages in a row': 'failures',
};

/** Why a mailbox is paused, as the end of `mailboxes.pause.<key>`; undefined where the server says something that has no words here. */
export function pauseKeyOf(reason: string | null): string | undefined {
  return reason === null ? undefined : pauseKeys[reason];
}

/** Whether a key cannot be used any more, so that mail waits for another; `now` in ms. */
export function isExpired(expiresAt: string | null, now: number): boolean {
  return expiresAt !== null && new Date(expiresAt).getTime() <= now;
}

/** So long before its end a key is worth a word: time enough to make and hand in another. */
const soonMs = 30 * 86_400_000;

/** Whether a key will end within a month; `now` in ms. */
export function expiresSoon(expiresAt: string | null, now: number): boolean {
  return expiresAt !== null && !isExpired(expiresAt, now) && new Date(expiresAt).getTime() - now < soonMs;
}

/** A fingerprint as people compare it: capitals in groups of four. */
export function groupFingerprint(fingerprint: string): string {
  return (
    fingerprint
      .toUpperCase()
      .match(/.{1,4}/gu)
      ?.join(' ') ?? ''
  );
}
