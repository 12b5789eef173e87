import { computed, type Signal } from '@angular/core';
import { loading } from '../../../shared/data/loading.ts';

/** The names of domains of others on which this organization may make aliases, in their order. To be called where `inject` works. */
export function sharedDomains(): Signal<readonly string[]> {
  const options = loading('getAliasOptions', () => ({}));
  return computed(() =>
    (options.value()?.domains ?? [])
      .filter(({ is_shared: isShared, is_own: isOwn }) => isShared && !isOwn)
      .map(({ name }) => name),
  );
}
