import { inject, Injectable } from '@angular/core';
import { Router } from '@angular/router';
import { Api } from '../../../shared/data/api.ts';
import { Session } from '../../../shared/data/session.ts';

const personal = { isPersonal: true } as const;

/** What a person changes of the own account. Each call throws a Failure where the server refuses. */
@Injectable({ providedIn: 'root' })
export class OwnAccount {
  readonly #api = inject(Api);
  readonly #session = inject(Session);
  readonly #router = inject(Router);

  /** Asks the server how the account is now, for everything that shows it. */
  async refresh(): Promise<void> {
    this.#session.take(await this.#api.call('getAccount', {}, personal));
  }

  async changeProfile(change: { readonly name?: string; readonly username?: string }): Promise<void> {
    await this.#api.call('updateUser', { body: change }, personal);
    await this.refresh();
  }

  /** Sends a link to the new address; the address is changed when it is followed. */
  async changeAddress(newEmail: string): Promise<void> {
    await this.#api.call('changeEmail', { body: { newEmail } }, personal);
  }

  /** Ends all other sessions as well. */
  async changePassword(currentPassword: string, newPassword: string): Promise<void> {
    const body = { currentPassword, newPassword, revokeOtherSessions: true };
    await this.#api.call('changePassword', { body }, personal);
  }

  /** Without a password the sign-in has to be of the last day. */
  async askForErasure(password: string): Promise<void> {
    await this.#api.call('requestErasure', { body: password === '' ? {} : { password } }, personal);
    await this.refresh();
  }

  async callErasureOff(): Promise<void> {
    await this.#api.call('cancelErasure', {}, personal);
    await this.refresh();
  }

  /** Everything about the account, as the server streams it. */
  export(): Promise<Response> {
    return this.#api.send('exportAccount', {}, personal);
  }

  /** Signs out and leads to the sign-in, from where it comes back: for what asks for a sign-in of the last day. */
  async signInAgain(next: string): Promise<void> {
    await this.#api.call('signOut', { body: {} }, personal);
    this.#session.end();
    await this.#router.navigate(['/sign-in'], { queryParams: { next } });
  }
}
