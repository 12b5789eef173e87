import { computed, inject, untracked, type Signal } from '@angular/core';
import { toSignal } from '@angular/core/rxjs-interop';
import { ActivatedRoute, Router } from '@angular/router';

/** What a page keeps in its address: filters, order, where it is in a list. */
export interface UrlQuery<Name extends string> {
  /** What stands in the address; empty text for what does not. */
  readonly values: Signal<Readonly<Record<Name, string>>>;
  /** Of a part that takes certain values: the one that stands in the address, or the other where that is none of them. */
  oneOf<const Value extends string, const Otherwise = undefined>(
    name: Name,
    allowed: readonly Value[],
    otherwise?: Otherwise,
  ): Signal<Value | Otherwise>;
  /**
   * Changes some, unless somebody is on the way to another page, whom that would call back. Empty text takes one away. `replace` leaves no step for the back button: for what changes while
   * typing.
   */
  set(changes: Partial<Record<Name, string>>, how?: 'push' | 'replace'): void;
}

/** The named parts of the query in the address as signals. To be called where `inject` works. */
export function urlQuery<const Name extends string>(...names: readonly Name[]): UrlQuery<Name> {
  const route = inject(ActivatedRoute);
  const router = inject(Router);
  const query = toSignal(route.queryParamMap, { initialValue: route.snapshot.queryParamMap });
  const values = computed(
    () => Object.fromEntries(names.map((name) => [name, query().get(name) ?? ''])) as Record<Name, string>,
    { equal: (a, b) => names.every((name) => a[name] === b[name]) },
  );
  return {
    values,
    oneOf: <const Value extends string, const Otherwise>(
      name: Name,
      allowed: readonly Value[],
      otherwise?: Otherwise,
    ) => computed(() => allowed.find((value) => value === values()[name]) ?? (otherwise as Otherwise)),
    set: (changes, how = 'push') => {
      const destination = untracked(router.currentNavigation)?.extractedUrl.toString();
      if (destination !== undefined && pathOf(destination) !== pathOf(router.url)) return;
      const queryParams = Object.fromEntries(
        Object.entries(changes).map(([name, value]) => [name, value === '' ? null : value]),
      );
      void router.navigate([], {
        relativeTo: route,
        queryParams,
        queryParamsHandling: 'merge',
        replaceUrl: how === 'replace',
      });
    },
  };
}

/** An address without its query and fragment. */
export function pathOf(url: string): string | undefined {
  return url.split(/[?#]/u, 1)[0];
}
