import { computed, inject, type Signal } from '@angular/core';
import { Session } from '../shared/data/session.ts';
import { places, type Place } from './places.ts';

/** The places that the person may go to, in groups. To be called where `inject` works. */
export function visiblePlaces(): Signal<readonly (readonly Place[])[]> {
  const session = inject(Session);
  const isVisible = ({ needs, isForAdministrators }: Place): boolean =>
    (needs === undefined || session.can(needs)) &&
    (isForAdministrators !== true || session.account()?.is_administrator === true);
  return computed(() => places.map((group) => group.filter(isVisible)).filter((group) => group.length > 0));
}
