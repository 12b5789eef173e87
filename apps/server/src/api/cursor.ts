import { isUuid } from '../db/index.ts';
import { ApiError } from './api-error.ts';

/** A cursor for the sort keys of the last item of a page: opaque to clients, base64url of JSON. */
export function formatCursor(keys: readonly (string | number | null)[]): string {
  return Buffer.from(JSON.stringify(keys)).toString('base64url');
}

/**
 * The sort keys in a cursor, of which there must be `count`; undefined for the first page. Cursors are no secret and give no right: a
 * made-up one selects a place in what its caller may see anyway. Throws an {@link ApiError} for what is none.
 */
export function parseCursor(
  cursor: string | undefined,
  count: number,
): readonly (string | number | null)[] | undefined {
  if (cursor === undefined) return undefined;
  // Expected: what was made up is no JSON.
  try {
    const keys: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString());
    if (Array.isArray(keys) && keys.length === count && keys.every(isKey)) return keys;
  } catch {
    // Falls through: the same fault.
  }
  throw cursorFault();
}

/** The id in a cursor that holds nothing else; undefined for the first page. Throws an {@link ApiError} for what is none. */
export function parseIdCursor(cursor: string | undefined): string | undefined {
  const id = parseCursor(cursor, 1)?.[0];
  if (id === undefined || (typeof id === 'string' && isUuid(id))) return id;
  throw cursorFault();
}

/** What a cursor is answered with that belongs to no page of this list in this order. */
export function cursorFault(): ApiError {
  return ApiError.field(
    'query.cursor',
    'Give `next_cursor` of the answer before, with the same order, or nothing.',
  );
}

function isKey(key: unknown): key is string | number | null {
  if (key === null || typeof key === 'number') return true;
  // PostgreSQL has no NUL in texts, and its JSON no half of a surrogate pair.
  return typeof key === 'string' && !key.includes('\u0000') && key.isWellFormed();
}

/**
 * A page out of `limit + 1` rows that were asked for: one row more than fits says that there is another page.
 */
export function pageAfter<Row>(
  rows: readonly Row[],
  {
    limit,
    keysOf,
  }: { readonly limit: number; readonly keysOf: (row: Row) => readonly (string | number | null)[] },
): { readonly rows: readonly Row[]; readonly nextCursor: string | null } {
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  const hasMore = rows.length > limit && last !== undefined;
  return { rows: page, nextCursor: hasMore ? formatCursor(keysOf(last)) : null };
}
