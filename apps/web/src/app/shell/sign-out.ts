import { inject, Injectable } from '@angular/core';
import { Router } from '@angular/router';
import { Api } from '../shared/data/api.ts';
import { Session } from '../shared/data/session.ts';
import { ToastList } from '../shared/util/toast-list.ts';

/** The end of a session, from the menu and from the palette. */
@Injectable({ providedIn: 'root' })
export class SignOut {
  readonly #api = inject(Api);
  readonly #router = inject(Router);
  readonly #session = inject(Session);
  readonly #toasts = inject(ToastList);

  /** Signs out and goes to the sign-in; where the server does not take it, a toast says why. */
  async run(): Promise<void> {
    try {
      await this.#api.call('signOut', { body: {} }, { isPersonal: true });
      this.#session.end();
      await this.#router.navigateByUrl('/sign-in');
    } catch (error) {
      this.#toasts.failed(error);
    }
  }
}
