import { inject, Injectable } from '@angular/core';
import { Dialogs } from '../../../shared/ui/dialogs.ts';
import { ToastList } from '../../../shared/util/toast-list.ts';
import { Words } from '../../../shared/util/words.ts';
import { OrganizationCalls, type AnyOrganization } from '../data/organizations.ts';
import { suspensionQuestion } from '../util/suspension-question.ts';

/** Suspending an organization and ending that, with the question before it. Each gives whether it was done. */
@Injectable({ providedIn: 'root' })
export class OrganizationActions {
  readonly #organizations = inject(OrganizationCalls);
  readonly #dialogs = inject(Dialogs);
  readonly #toasts = inject(ToastList);
  readonly #t = inject(Words).t;

  suspend(organization: AnyOrganization): Promise<boolean> {
    return this.#dialogs.askText(
      suspensionQuestion(this.#t, {
        title: this.#t('administration.organizations.suspend_title', { name: organization.name }),
        text: this.#t('administration.organizations.suspend_text'),
        suspend: (reason) => this.#organizations.suspend(organization.id, reason),
      }),
    );
  }

  async resume(organization: AnyOrganization): Promise<boolean> {
    try {
      await this.#organizations.resume(organization.id);
      this.#toasts.done(this.#t('administration.organizations.resumed', { name: organization.name }));
      return true;
    } catch (error) {
      this.#toasts.failed(error);
      return false;
    }
  }
}
