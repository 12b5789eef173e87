import type { Paged } from '../../../shared/data/paged.ts';
import type { Alias } from '../util/alias.ts';

/** Shows an alias of the list otherwise, where it is on the page. Others stay as they are, so that two changes do not undo each other. */
export function patchRow(list: Paged<Alias>, id: string, patch: Partial<Alias>): void {
  list.change((rows) => rows.map((row) => (row.id === id ? { ...row, ...patch } : row)));
}

/** Takes an alias off the page. */
export function dropRow(list: Paged<Alias>, id: string): void {
  list.change((rows) => rows.filter((row) => row.id !== id));
}
