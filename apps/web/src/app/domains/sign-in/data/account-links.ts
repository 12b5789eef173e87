import { inject, Injectable } from '@angular/core';
import { Api } from '../../../shared/data/api.ts';
import { Session } from '../../../shared/data/session.ts';

const personal = { isPersonal: true } as const;

/** What the links of mails do for an account. All throw a Failure; `link_invalid` where the link does not work any more. */
@Injectable({ providedIn: 'root' })
export class AccountLinks {
  readonly #api = inject(Api);
  readonly #session = inject(Session);

  /** Sends a link to a new password, where the address is that of an account. */
  async sendPasswordLink(email: string): Promise<void> {
    await this.#api.call('requestPasswordReset', { body: { email } }, personal);
  }

  /** Sets the password, and ends all sessions: also the one of these pages. */
  async setPassword(token: string, newPassword: string): Promise<void> {
    await this.#api.call('resetPassword', { body: { token, newPassword } }, personal);
    await this.#session.load();
  }

  /** Confirms the address that the link was sent to. */
  async confirmEmail(token: string): Promise<void> {
    await this.#api.call('verifyEmail', { body: { token } }, personal);
    await this.#session.load();
  }
}
