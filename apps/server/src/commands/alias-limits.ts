import type { ChangeAlias } from '../aliases/index.ts';
import type { Outcome } from './command.ts';

/** What an option says, or that it says nothing we know. */
type Read<T> = { readonly kind: 'value'; readonly value: T } | Extract<Outcome, { kind: 'misused' }>;

const dateOnly = /^\d{4}-\d{2}-\d{2}$/;
const instant = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,3})?)?(?:Z|[+-]\d{2}:\d{2})$/;
const dayMs = 86_400_000;

/** When an alias expires: an instant of ISO 8601 with its zone, or the end of a day in UTC; `never` is null, nothing changes nothing. */
export function readExpiry(text: string | undefined): Read<ChangeAlias['expiresAt']> {
  if (text === undefined || text === 'never') return { kind: 'value', value: text && null };
  const isDay = dateOnly.test(text);
  const at = isDay || instant.test(text) ? Date.parse(text) : NaN;
  // Date.parse takes the 31st of every month for a day.
  if (Number.isNaN(at) || (isDay && !new Date(at).toISOString().startsWith(text))) {
    return {
      kind: 'misused',
      reason: `--expires is a date such as 2030-12-31, an instant such as 2030-12-31T18:00Z, or never; not "${text}"`,
    };
  }
  return { kind: 'value', value: new Date(isDay ? at + dayMs : at) };
}

/** The largest that the database holds. */
const maxMessages = 2_147_483_647;

/** How many messages an alias still takes; `unlimited` is null, nothing changes nothing. */
export function readMessageCount(text: string | undefined): Read<ChangeAlias['messagesLeft']> {
  if (text === undefined || text === 'unlimited') return { kind: 'value', value: text && null };
  const count = /^\d{1,10}$/.test(text) ? Number(text) : maxMessages + 1;
  return count <= maxMessages
    ? { kind: 'value', value: count }
    : { kind: 'misused', reason: `--max-messages is a whole number or unlimited, not "${text}"` };
}
