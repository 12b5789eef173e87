import { email, maxLength, minLength, pattern, required, schema, type Schema } from '@angular/forms/signals';
import { inject, Injectable } from '@angular/core';
import { Api } from '../../../shared/data/api.ts';
import { passwordLength } from '../../../shared/util/password-strength.ts';

/** Who registers, as typed; name and username may be empty. */
export interface Registration {
  readonly name: string;
  readonly email: string;
  readonly username: string;
  readonly password: string;
}

/** The rules of the server that can be told while typing. */
export const registrationSchema: Schema<Registration> = schema((path) => {
  maxLength(path.name, 100);
  required(path.email);
  email(path.email);
  maxLength(path.email, 254);
  pattern(path.username, /^[A-Za-z0-9][A-Za-z0-9._-]{1,30}[A-Za-z0-9]$/u);
  required(path.password);
  minLength(path.password, passwordLength.min);
  maxLength(path.password, passwordLength.max);
});

const personal = { isPersonal: true } as const;

/** Making an account. */
@Injectable({ providedIn: 'root' })
export class Registrations {
  readonly #api = inject(Api);

  /** Makes it and sends a link to the address, unless an invitation to that address is given. */
  async register(given: Registration, invitationToken: string | undefined): Promise<void> {
    const name = given.name.trim();
    const username = given.username.trim();
    const body = {
      email: given.email.trim(),
      password: given.password,
      ...(name !== '' && { name }),
      ...(username !== '' && { username }),
      ...(invitationToken !== undefined && { invitationToken }),
    };
    await this.#api.call('signUpEmail', { body }, personal);
  }

  /** Sends the link to confirm the address once more, where there is an account that waits for it. */
  async sendLink(address: string): Promise<void> {
    await this.#api.call('sendVerificationEmail', { body: { email: address } }, personal);
  }
}
