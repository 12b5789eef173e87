import { inject, Injectable } from '@angular/core';
import type { Answer } from '@smtpy/contract/web';
import { Api } from '../../../shared/data/api.ts';
import { CurrentOrganization } from '../../../shared/data/current-organization.ts';
import { Session } from '../../../shared/data/session.ts';

/** What an invitation says to whoever has its link. */
export type Invitation = Answer<'lookAtInvitationLink'>;

const personal = { isPersonal: true } as const;

/** Answering an invitation by its link. All throw a Failure; `link_invalid` where it does not work any more, or is for somebody else. */
@Injectable({ providedIn: 'root' })
export class Invitations {
  readonly #api = inject(Api);
  readonly #session = inject(Session);
  readonly #organization = inject(CurrentOrganization);

  /** Joins, and shows the organization from then on. */
  async accept(token: string): Promise<void> {
    const { id } = await this.#api.call('acceptInvitationLink', { body: { token } }, personal);
    this.#organization.choose(id);
    await this.#session.load();
  }

  async decline(token: string): Promise<void> {
    await this.#api.call('declineInvitationLink', { body: { token } }, personal);
  }

  /** For who is signed in with another address. */
  async signOut(): Promise<void> {
    await this.#api.call('signOut', { body: {} }, personal);
    this.#session.end();
  }
}
