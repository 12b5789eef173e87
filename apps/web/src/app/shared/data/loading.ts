import { computed, inject, resource, untracked, type ResourceRef, type Signal } from '@angular/core';
import type { Answer, Arguments, OperationId } from '@smtpy/contract/web';
import { Api } from './api.ts';
import { toFailure, type Failure } from './failure.ts';
import { Session } from './session.ts';

/** What a page loads: the answer of an operation, again whenever what it depends on changes. */
export interface Loading<T> {
  /** The answer; while the next is on its way, still the one before. Undefined: there was none yet. */
  readonly value: Signal<T | undefined>;
  /** Why the last try failed. */
  readonly failure: Signal<Failure | undefined>;
  /** Whether an answer is awaited. */
  readonly isLoading: Signal<boolean>;
  /** Whether what is awaited is the same once more: what is shown stays good until then. */
  readonly isRefreshing: Signal<boolean>;
  /** Asks again. */
  reload(): void;
  /** Shows something else until the next answer: for updates that show before the server took them. Gives what was there. */
  put(value: T): T | undefined;
}

/**
 * Loads with an operation of the API. `given` is read as a signal: when what it reads changes, the page is loaded anew, and answers to what was
 * asked before are dropped. While `given` gives undefined nothing is loaded. With another person or organization everything is loaded anew, and
 * nothing of the one before is shown.
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
  const { scope } = inject(Session);
  // Most questions are made anew whenever anything they read changes: the same one is not asked twice.
  const wanted = computed(given, { equal: isSame });
  let last: { readonly value: T; readonly scope: string | undefined } | undefined;
  const loaded: ResourceRef<T | undefined> = resource({
    params: () => {
      const asked = wanted();
      return asked === undefined ? undefined : { asked, scope: scope() };
    },
    loader: async ({ params, abortSignal }) => {
      const value = await ask(params.asked, abortSignal);
      if (!abortSignal.aborted) last = { value, scope: params.scope };
      return value;
    },
  });
  return {
    value: computed(() => {
      if (loaded.hasValue()) return loaded.value();
      // Read for being told when the last answer is another one.
      loaded.isLoading();
      return last?.scope === scope() ? last?.value : undefined;
    }),
    failure: computed(() => {
      const error = loaded.error();
      return error === undefined ? undefined : toFailure(error);
    }),
    isLoading: loaded.isLoading,
    isRefreshing: computed(() => loaded.status() === 'reloading'),
    reload: () => void loaded.reload(),
    put: (value) => {
      const before = last?.scope === untracked(scope) ? last?.value : undefined;
      last = { value, scope: untracked(scope) };
      loaded.set(value);
      return before;
    },
  };
}

/** Whether two questions are the same: they are what goes over the wire, so their texts say it. */
function isSame(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
