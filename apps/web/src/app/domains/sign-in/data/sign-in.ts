import { inject, Injectable } from '@angular/core';
import { Api } from '../../../shared/data/api.ts';
import { Session } from '../../../shared/data/session.ts';

/** What a sign-in came to. */
export type SignInResult = 'signed_in' | 'second_factor';

/** Signing in with a password. */
@Injectable({ providedIn: 'root' })
export class PasswordSignIn {
  readonly #api = inject(Api);
  readonly #session = inject(Session);

  /** Signs in with an address or a username; throws a Failure where that is refused. */
  async signIn(login: string, password: string): Promise<SignInResult> {
    const answer = login.includes('@')
      ? await this.#api.call('signInEmail', { body: { email: login.trim(), password } }, { isPersonal: true })
      : await this.#api.call(
          'signInUsername',
          { body: { username: login.trim(), password } },
          { isPersonal: true },
        );
    if (answer.twoFactorRedirect === true) return 'second_factor';
    this.#session.end();
    await this.#session.load();
    return 'signed_in';
  }
}
