import { Component, inject, input, output } from '@angular/core';
import { X } from 'lucide';
import { Icon } from '../../../shared/ui/icon.ts';
import { Words } from '../../../shared/util/words.ts';

/** That a list shows one organization alone, and a way out of that. Nothing where it shows all. */
@Component({
  selector: 'app-organization-filter',
  imports: [Icon],
  host: { class: 'inline-flex empty:hidden' },
  template: `@if (of() !== '') {
    <button type="button" class="btn small" (click)="cleared.emit()">
      {{ t('administration.organizations.only') }}<app-icon [of]="cross" [size]="15" />
    </button>
  }`,
})
export class OrganizationFilter {
  /** The id of the organization; empty: all. */
  readonly of = input.required<string>();
  readonly cleared = output();
  protected readonly t = inject(Words).t;
  protected readonly cross = X;
}
