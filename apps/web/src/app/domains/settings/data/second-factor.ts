import { inject, Injectable } from '@angular/core';
import type { Answer } from '@smtpy/contract/web';
import { Api } from '../../../shared/data/api.ts';
import { OwnAccount } from './own-account.ts';

const personal = { isPersonal: true } as const;

/** Two-factor sign-in of the person. Each call throws a Failure where the server refuses. */
@Injectable({ providedIn: 'root' })
export class SecondFactor {
  readonly #api = inject(Api);
  readonly #account = inject(OwnAccount);

  /** The secret and the recovery codes; it is on with the first code that is given to `confirm`. */
  prepare(password: string): Promise<Answer<'enableTwoFactor'>> {
    return this.#api.call('enableTwoFactor', { body: { password } }, personal);
  }

  async confirm(code: string): Promise<void> {
    await this.#api.call('verifyTotp', { body: { code } }, personal);
    await this.#account.refresh();
  }

  async switchOff(password: string): Promise<void> {
    await this.#api.call('disableTwoFactor', { body: { password } }, personal);
    await this.#account.refresh();
  }

  /** The `otpauth:` URI again. */
  async secret(password: string): Promise<string> {
    return (await this.#api.call('getTotpUri', { body: { password } }, personal)).totpURI;
  }

  /** The old recovery codes stop working. */
  async renewCodes(password: string): Promise<readonly string[]> {
    return (await this.#api.call('generateBackupCodes', { body: { password } }, personal)).backupCodes;
  }
}
