import { inject, Injectable } from '@angular/core';
import type { Answer, Arguments } from '@smtpy/contract/web';
import { Api } from '../../../shared/data/api.ts';
import type { ItemOf } from '../../../shared/data/paged.ts';

/** A user in the list. */
export type User = ItemOf<'listUsers'>;
/** A user with all that the operator is shown. */
export type UserDetails = Answer<'getUser'>;
/** What to change of one. */
export type UserChange = NonNullable<Arguments<'changeUser'>['body']>;
/** Whom to make. */
export type NewUser = NonNullable<Arguments<'createUser'>['body']>;

const personal = { isPersonal: true } as const;

/** Users of the installation. Each call throws a Failure where the server refuses. */
@Injectable({ providedIn: 'root' })
export class UserCalls {
  readonly #api = inject(Api);

  create(user: NewUser): Promise<UserDetails> {
    return this.#api.call('createUser', { body: user }, personal);
  }

  change(id: string, change: UserChange): Promise<UserDetails> {
    return this.#api.call('changeUser', { params: { user_id: id }, body: change }, personal);
  }

  async delete({ id, email }: { readonly id: string; readonly email: string }): Promise<void> {
    const body = { confirm_email: email };
    await this.#api.call('deleteUser', { params: { user_id: id }, body }, personal);
  }

  /** Sends the link that confirms the address once more. */
  async sendConfirmation(email: string): Promise<void> {
    await this.#api.call('sendVerificationEmail', { body: { email } }, personal);
  }

  /** Sends a link to choose a password, for somebody who was made without one or forgot it. */
  async sendPasswordLink(email: string): Promise<void> {
    await this.#api.call('requestPasswordReset', { body: { email } }, personal);
  }
}
