import { inject, Injectable } from '@angular/core';
import type { Answer, Arguments } from '@smtpy/contract/web';
import { Api } from '../../../shared/data/api.ts';
import { CurrentOrganization } from '../../../shared/data/current-organization.ts';
import { OwnAccount } from './own-account.ts';

/** The organization that is shown, with its settings. */
export type OrganizationValue = Answer<'getOrganization'>;
/** What to change of it. */
export type OrganizationChange = NonNullable<Arguments<'changeOrganization'>['body']>;

/** Settings and end of the organization that is shown. Each call throws a Failure where the server refuses. */
@Injectable({ providedIn: 'root' })
export class OwnOrganization {
  readonly #api = inject(Api);
  readonly #account = inject(OwnAccount);
  readonly #current = inject(CurrentOrganization);

  async change(change: OrganizationChange): Promise<OrganizationValue> {
    const changed = await this.#api.call('changeOrganization', { body: change });
    // The frame shows the name.
    if (change.name !== undefined) await this.#account.refresh();
    return changed;
  }

  /** After it the personal one is shown. */
  async delete(name: string): Promise<void> {
    await this.#api.call('deleteOrganization', { query: { confirm_name: name } });
    this.#current.choose(undefined);
    await this.#account.refresh();
  }
}
