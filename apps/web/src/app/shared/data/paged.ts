import { computed, inject, linkedSignal, type Signal } from '@angular/core';
import type { Answer, Arguments, OperationId } from '@smtpy/contract/web';
import { Api } from './api.ts';
import type { Failure } from './failure.ts';
import { loadingOf } from './loading.ts';
import { Session } from './session.ts';

/** A page of a list as the API gives it. */
export interface Page<T> {
  readonly items: readonly T[];
  readonly next_cursor: string | null;
  readonly total: number | null;
}

/** A list that is read page by page. */
export interface Paged<T, Whole = Page<T>> {
  /** The whole answer of which the rows are, where it says more. */
  readonly answer: Signal<Whole | undefined>;
  /** The rows of the page; of the page before while the next is on its way. Undefined: nothing came yet. */
  readonly items: Signal<readonly T[] | undefined>;
  /** How many there are in all; null where counting is dear. */
  readonly total: Signal<number | null>;
  readonly failure: Signal<Failure | undefined>;
  readonly isLoading: Signal<boolean>;
  readonly hasNext: Signal<boolean>;
  readonly hasPrevious: Signal<boolean>;
  /** The first page is 1. */
  readonly pageNumber: Signal<number>;
  next(): void;
  previous(): void;
  first(): void;
  reload(): void;
  /** Changes rows as they are shown, before the server took it; gives a function that takes it back. */
  change(change: (items: readonly T[]) => readonly T[]): () => void;
}

type PagedId = {
  [Id in OperationId]: Answer<Id> extends Page<unknown> ? Id : never;
}[OperationId];
/** The rows of a list operation. */
export type ItemOf<Id extends PagedId> = Answer<Id> extends Page<infer T> ? T : never;

/**
 * Reads a list of the API page by page. `given` is read as a signal; when it changes, the list begins at its first page. Cursors go forwards only, so
 * those of the pages before are kept.
 */
export function paged<Id extends PagedId>(
  id: Id,
  given: () => Arguments<Id> | undefined,
): Paged<ItemOf<Id>, Answer<Id>> {
  const api = inject(Api);
  const { scope } = inject(Session);
  // Cursors belong to what was asked for: with another question the list begins anew.
  const cursors = linkedSignal<string, readonly string[]>({
    source: () => JSON.stringify([scope(), given() ?? null]),
    computation: () => [],
  });
  const loaded = loadingOf(
    () => {
      const wanted = given();
      return wanted === undefined ? undefined : { wanted, cursor: cursors().at(-1) };
    },
    async ({ wanted, cursor }, signal) => {
      const { query, ...rest } = wanted as { readonly query?: object };
      const parameters = { ...rest, query: { ...query, cursor } } as unknown as Arguments<Id>;
      const asked: Promise<unknown> = api.call(id, parameters, { signal });
      return (await asked) as Page<ItemOf<Id>>;
    },
  );
  return {
    answer: computed(() => loaded.value() as unknown as Answer<Id> | undefined),
    items: computed(() => loaded.value()?.items),
    total: computed(() => loaded.value()?.total ?? null),
    failure: loaded.failure,
    isLoading: loaded.isLoading,
    hasNext: computed(() => (loaded.value()?.next_cursor ?? null) !== null),
    hasPrevious: computed(() => cursors().length > 0),
    pageNumber: computed(() => cursors().length + 1),
    next: () => {
      const cursor = loaded.value()?.next_cursor;
      if (typeof cursor === 'string') cursors.update((before) => [...before, cursor]);
    },
    previous: () => cursors.update((before) => before.slice(0, -1)),
    first: () => cursors.set([]),
    reload: loaded.reload,
    change: (change) => {
      const page = loaded.value();
      if (page === undefined) return () => undefined;
      loaded.put({ ...page, items: change(page.items) });
      return () => {
        loaded.put(page);
      };
    },
  };
}
