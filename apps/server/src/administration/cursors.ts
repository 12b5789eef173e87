import { cursorFault, parseCursor } from '../api/index.ts';
import { isUuid } from '../db/index.ts';

/** The text in a cursor of one key. */
export function readTextCursor(cursor: string | undefined): string | undefined {
  const key = parseCursor(cursor, 1)?.[0];
  if (key === undefined || typeof key === 'string') return key;
  throw cursorFault();
}

/** Name and id in a cursor of two keys. */
export function readNameCursor(
  cursor: string | undefined,
): { readonly name: string; readonly id: string } | undefined {
  const keys = parseCursor(cursor, 2);
  if (keys === undefined) return undefined;
  const [name, id] = keys;
  if (typeof name === 'string' && isId(id)) return { name, id };
  throw cursorFault();
}

function isId(key: string | number | null | undefined): key is string {
  return typeof key === 'string' && isUuid(key);
}
