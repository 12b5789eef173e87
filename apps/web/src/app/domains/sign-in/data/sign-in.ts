import { inject, Injectable } from '@angular/core';
import { Router } from '@angular/router';
import { Api } from '../../../shared/data/api.ts';
import { Session } from '../../../shared/data/session.ts';
import { Welcome } from '../../../shared/data/welcome.ts';
import { safeNext } from '../../../shared/util/guards.ts';

/** What a sign-in came to. */
export type SignInResult = 'signed_in' | 'second_factor';

/** What somebody signs in with. */
export interface Credentials {
  /** An email address or a username. */
  readonly login: string;
  readonly password: string;
  /** With false the session ends with the browser. */
  readonly rememberMe: boolean;
}

const personal = { isPersonal: true } as const;

/** Signing in with a password, and with a second factor where one is asked for. All throw a Failure where that is refused. */
@Injectable({ providedIn: 'root' })
export class SignIns {
  readonly #api = inject(Api);
  readonly #session = inject(Session);
  readonly #router = inject(Router);
  readonly #welcome = inject(Welcome);

  async withPassword({ login, password, rememberMe }: Credentials): Promise<SignInResult> {
    const name = login.trim();
    const answer = name.includes('@')
      ? await this.#api.call('signInEmail', { body: { email: name, password, rememberMe } }, personal)
      : await this.#api.call('signInUsername', { body: { username: name, password, rememberMe } }, personal);
    return answer.twoFactorRedirect === true ? 'second_factor' : 'signed_in';
  }

  async withCode(code: string): Promise<void> {
    await this.#api.call('verifyTotp', { body: { code } }, personal);
  }

  async withRecoveryCode(code: string): Promise<void> {
    await this.#api.call('verifyBackupCode', { body: { code: code.trim() } }, personal);
  }

  /** After a sign-in that succeeded: to the page that was wanted, or to the first steps where nothing is there yet. */
  async enter(next: string | undefined): Promise<void> {
    this.#session.end();
    await this.#session.load();
    const isNew = next === undefined && (await this.#welcome.isWanted());
    await this.#router.navigateByUrl(isNew ? '/welcome' : safeNext(next));
  }
}
