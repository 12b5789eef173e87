import { inject, Injectable } from '@angular/core';
import { Router, type CanActivateFn } from '@angular/router';
import { readStored, store } from '../util/stored.ts';
import { Api } from './api.ts';
import { Session } from './session.ts';

const key = 'smtpy.welcome_put_off';

/** Whether the first steps are of use: the organization has no alias yet, and this person has not put them off on this device. */
@Injectable({ providedIn: 'root' })
export class Welcome {
  readonly #api = inject(Api);
  readonly #session = inject(Session);

  async isWanted(): Promise<boolean> {
    const user = this.#session.account()?.id;
    if (user === undefined || !this.#session.can('aliases:write') || readStored(key) === user) return false;
    try {
      const { items } = await this.#api.call('listAliases', { query: { limit: 1 } });
      return items.length === 0;
    } catch {
      // Expected: a Failure. Nobody is sent to the first steps on a guess.
      return false;
    }
  }

  /** The person wants to go on without them. */
  putOff(): void {
    store(key, this.#session.account()?.id ?? null);
  }
}

/** For the dashboard: who has nothing yet begins with the first steps. */
export const welcomeFirst: CanActivateFn = async () => {
  const router = inject(Router);
  return (await inject(Welcome).isWanted()) ? router.createUrlTree(['/welcome']) : true;
};
