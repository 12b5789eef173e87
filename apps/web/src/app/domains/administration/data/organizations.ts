import { inject, Injectable } from '@angular/core';
import type { Answer } from '@smtpy/contract/web';
import { Api } from '../../../shared/data/api.ts';
import type { ItemOf } from '../../../shared/data/paged.ts';

/** An organization in the list. */
export type AnyOrganization = ItemOf<'listAllOrganizations'>;
/** The same with its owners. */
export type AnyOrganizationDetails = Answer<'getAnyOrganization'>;

/** Organizations of the installation. Each call throws a Failure where the server refuses. */
@Injectable({ providedIn: 'root' })
export class OrganizationCalls {
  readonly #api = inject(Api);

  suspend(id: string, reason: string): Promise<AnyOrganizationDetails> {
    const body = { is_suspended: true, ...(reason !== '' && { suspended_reason: reason }) };
    return this.#api.call(
      'changeAnyOrganization',
      { params: { organization_id: id }, body },
      { isPersonal: true },
    );
  }

  resume(id: string): Promise<AnyOrganizationDetails> {
    const body = { is_suspended: false };
    return this.#api.call(
      'changeAnyOrganization',
      { params: { organization_id: id }, body },
      { isPersonal: true },
    );
  }
}
