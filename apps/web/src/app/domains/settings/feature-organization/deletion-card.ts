import { Component, inject, input } from '@angular/core';
import { Router } from '@angular/router';
import { Dialogs } from '../../../shared/ui/dialogs.ts';
import { Section } from '../../../shared/ui/section.ts';
import { ToastList } from '../../../shared/util/toast-list.ts';
import { Words } from '../../../shared/util/words.ts';
import { OwnOrganization, type OrganizationValue } from '../data/own-organization.ts';

/** The end of an organization; the personal one ends with the account alone. */
@Component({
  selector: 'app-deletion-card',
  imports: [Section],
  host: { class: 'block' },
  template: `<app-section [title]="t('settings.deletion.title')" [text]="t('settings.deletion.text')">
    @if (of().is_personal) {
      <p class="m-0 text-muted">{{ t('settings.deletion.personal') }}</p>
    } @else {
      <button type="button" class="btn danger" (click)="remove()">
        {{ t('settings.deletion.action') }}
      </button>
    }
  </app-section>`,
})
export class DeletionCard {
  readonly of = input.required<OrganizationValue>();
  readonly #organization = inject(OwnOrganization);
  readonly #dialogs = inject(Dialogs);
  readonly #router = inject(Router);
  readonly #toasts = inject(ToastList);
  protected readonly t = inject(Words).t;

  protected async remove(): Promise<void> {
    const { name } = this.of();
    const isSure = await this.#dialogs.ask({
      title: this.t('settings.deletion.ask', { name }),
      text: this.t('settings.deletion.text'),
      action: this.t('settings.deletion.action'),
      typed: name,
    });
    if (!isSure) return;
    try {
      await this.#organization.delete(name);
      this.#toasts.done(this.t('settings.deletion.done', { name }));
      await this.#router.navigateByUrl('/dashboard');
    } catch (error) {
      this.#toasts.failed(error);
    }
  }
}
