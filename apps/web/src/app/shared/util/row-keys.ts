import { linkedSignal, type Signal } from '@angular/core';

/**
 * What `@for` tracks the rows of a list by: a row that stays keeps its key, and those that come take the keys of those that went. So the next page
 * is written into the rows of the page before, which is several times quicker than making fifty anew. By id.
 */
export function rowKeys(
  rows: Signal<readonly { readonly id: string }[]>,
): Signal<ReadonlyMap<string, number>> {
  return linkedSignal<readonly string[], ReadonlyMap<string, number>>({
    source: () => rows().map(({ id }) => id),
    computation: (ids, previous) => recycleKeys(ids, previous?.value ?? new Map()),
  });
}

/** Gives keys to ids: the one that it had, else that of an id that is gone, else a new one. */
export function recycleKeys(
  ids: readonly string[],
  before: ReadonlyMap<string, number>,
): ReadonlyMap<string, number> {
  const staying = new Set(ids);
  const free = Array.from(before)
    .filter(([id]) => !staying.has(id))
    .map(([, key]) => key);
  let next = Math.max(-1, ...before.values()) + 1;
  return new Map(ids.map((id) => [id, before.get(id) ?? free.shift() ?? next++]));
}
