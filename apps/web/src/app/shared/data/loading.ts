import { computed, inject, resource, type ResourceRef, type Signal } from '@angular/core';
import type { Answer, Arguments, OperationId } from '@smtpy/contract/web';
import { Api } from './api.ts';
import { toFailure, type Failure } from './failure.ts';

/** What a page loads: the answer of an operation, again whenever what it depends on changes. */
export interface Loading<T> {
  /** The answer; while the next is on its way, still the one before. Undefined: there was none yet. */
  readonly value: Signal<T | undefined>;
  /** Why the last try failed. */
  readonly failure: Signal<Failure | undefined>;
  /** Whether an answer is awaited. */
  readonly isLoading: Signal<boolean>;
  /** Asks again. */
  reload(): void;
  /** Shows something else until the next answer: for updates that show before the server took them. Gives what was there. */
  put(value: T): T | undefined;
}

/**
 * Loads with an operation of the API. `given` is read as a signal: when what it reads changes, the page is loaded anew, and answers to what was
 * asked before are dropped. While `given` gives undefined nothing is loaded.
 */
export function loading<Id extends OperationId>(
  id: Id,
  given: () => Arguments<Id> | undefined,
  options: { readonly isPersonal?: boolean } = {},
): Loading<Answer<Id>> {
  const api = inject(Api);
  return loadingOf(given, (parameters, signal) => api.call(id, parameters, { ...options, signal }));
}

/** The same with any question. */
export function loadingOf<Given, T>(
  given: () => Given | undefined,
  ask: (given: Given, signal: AbortSignal) => Promise<T>,
): Loading<T> {
  let last: T | undefined;
  const loaded: ResourceRef<T | undefined> = resource({
    params: given,
    loader: async ({ params, abortSignal }) => {
      last = await ask(params, abortSignal);
      return last;
    },
  });
  return {
    value: computed(() => (loaded.hasValue() ? loaded.value() : (loaded.isLoading(), last))),
    failure: computed(() => {
      const error = loaded.error();
      return error === undefined ? undefined : toFailure(error);
    }),
    isLoading: loaded.isLoading,
    reload: () => void loaded.reload(),
    put: (value) => {
      const before = last;
      last = value;
      loaded.set(value);
      return before;
    },
  };
}
