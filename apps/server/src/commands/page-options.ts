import { isUuid } from '../db/index.ts';
import type { Option, Outcome } from './command.ts';

/** Options of every command that lists. */
export const pageOptions = {
  limit: { kind: 'text', placeholder: 'N', text: 'how many at most, 1 to 200; 50 unless given' },
  after: {
    kind: 'text',
    placeholder: 'ID',
    text: 'continue after this id, the next_cursor of the page before',
  },
} as const satisfies Record<string, Option>;

/** Which page was asked for. */
export type Page =
  | { readonly kind: 'page'; readonly limit: number; readonly afterId?: string }
  | Extract<Outcome, { kind: 'misused' }>;

/** Reads {@link pageOptions}. */
export function parsePage({
  limit = '50',
  after,
}: {
  readonly limit: string | undefined;
  readonly after: string | undefined;
}): Page {
  const number = /^\d{1,3}$/.test(limit) ? Number(limit) : 0;
  if (number < 1 || number > 200)
    return { kind: 'misused', reason: `--limit is a number from 1 to 200, not "${limit}"` };
  if (after === undefined) return { kind: 'page', limit: number };
  return isUuid(after)
    ? { kind: 'page', limit: number, afterId: after }
    : { kind: 'misused', reason: `--after is an id, not "${after}"` };
}
