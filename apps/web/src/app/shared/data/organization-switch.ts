import { inject, Injectable, signal } from '@angular/core';
import { Router } from '@angular/router';
import { CurrentOrganization } from './current-organization.ts';

/** Goes over to another organization. What is shown belongs to the one before, so it leads to the dashboard. */
@Injectable({ providedIn: 'root' })
export class OrganizationSwitch {
  readonly #current = inject(CurrentOrganization);
  readonly #router = inject(Router);
  readonly #isUnderWay = signal(false);

  /** Whether the page of the one before is about to go. Nothing is shown meanwhile: it would ask the other organization for what that does not have. */
  readonly isUnderWay = this.#isUnderWay.asReadonly();

  async to(organizationId: string): Promise<void> {
    this.#isUnderWay.set(true);
    this.#current.choose(organizationId);
    try {
      await this.#router.navigateByUrl('/dashboard');
    } finally {
      this.#isUnderWay.set(false);
    }
  }
}
