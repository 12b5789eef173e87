import { formatAddress } from '@smtpy/mail';
import { isExpired, type Alias, type CatchAll } from '../aliases/index.ts';
import { formatInstant } from './table-text.ts';

/** Whether mail for an alias is taken now, in a word. */
export function aliasState(alias: Alias, now: Date): string {
  if (!alias.isEnabled) return 'off';
  return isExpired(alias, now) ? 'expired' : 'on';
}

/** When an alias expires, or undefined. */
export function expiryText({ expiresAt, messagesLeft }: Alias): string | undefined {
  const parts = [
    ...(expiresAt === undefined ? [] : [formatInstant(expiresAt)]),
    ...(messagesLeft === undefined ? [] : [`after ${String(messagesLeft)} more messages`]),
  ];
  return parts.length === 0 ? undefined : parts.join(', or ');
}

/** What becomes of mail for addresses that nobody made, in a sentence. */
export function catchAllText({ mode, pattern, mailboxes }: CatchAll): string {
  const which = pattern === undefined ? '' : ` and match ${pattern}`;
  const where = mailboxes.map(formatAddress).join(', ');
  switch (mode) {
    case 'off':
      return 'Mail for addresses that nobody made is refused.';
    case 'forward':
      return `Mail for addresses that nobody made${which} is forwarded to ${where}.`;
    case 'create':
      return `Mail for addresses that nobody made${which} is forwarded to ${where}, and makes an alias of the address.`;
  }
}
