import { DestroyRef, inject, signal, type Signal } from '@angular/core';

/** Whether the page is as narrow as a phone, where rows of tables are cards; follows the window. To be called where `inject` works. */
export function isPhone(): Signal<boolean> {
  const query = window.matchMedia('not all and (min-width: 768px)');
  const matches = signal(query.matches);
  const follow = (event: MediaQueryListEvent): void => matches.set(event.matches);
  query.addEventListener('change', follow);
  inject(DestroyRef).onDestroy(() => query.removeEventListener('change', follow));
  return matches.asReadonly();
}
