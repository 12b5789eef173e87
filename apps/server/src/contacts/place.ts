import { cursorFault, parseCursor } from '../api/index.ts';
import { isUuid } from '../db/index.ts';
import { isKeyOf, type ContactOrder, type ListContacts } from './list-store.ts';

/** Where a page goes on. A cursor of another order is a fault as well: its key would have another type. */
export function readContactPlace(cursor: string | undefined, order: ContactOrder): ListContacts['after'] {
  const keys = parseCursor(cursor, 2);
  if (keys === undefined) return undefined;
  const [key, id] = keys;
  if (typeof key === 'string' && isKeyOf(order, key) && typeof id === 'string' && isUuid(id))
    return { key, id };
  throw cursorFault();
}
