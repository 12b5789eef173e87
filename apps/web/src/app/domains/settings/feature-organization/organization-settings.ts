import { Component, computed, inject } from '@angular/core';
import { loading } from '../../../shared/data/loading.ts';
import { Session } from '../../../shared/data/session.ts';
import { FailurePanel } from '../../../shared/ui/failure-panel.ts';
import { Skeleton } from '../../../shared/ui/skeleton.ts';
import { Words } from '../../../shared/util/words.ts';
import type { OrganizationValue } from '../data/own-organization.ts';
import { DeletionCard } from './deletion-card.ts';
import { OrganizationForm } from './organization-form.ts';

/** The organization that is shown: its settings for all who see it, changed by whoever may. */
@Component({
  selector: 'app-organization-settings',
  imports: [DeletionCard, FailurePanel, OrganizationForm, Skeleton],
  host: { class: 'grid grid-cols-1 gap-10' },
  template: `@if (organization.failure(); as failure) {
      <app-failure [of]="failure" (retry)="organization.reload()" />
    } @else if (organization.value(); as value) {
      @if (!canChange()) {
        <p class="callout m-0">
          {{ t('settings.organization.read_only', { role: t('role.' + value.role) }) }}
        </p>
      }
      <app-organization-form [of]="value" [canChange]="canChange()" (changed)="show($event)" />
      @if (session.can('ownership:write')) {
        <app-deletion-card [of]="value" />
      }
    } @else {
      <app-skeleton [height]="320" />
    }`,
})
export class OrganizationSettings {
  protected readonly session = inject(Session);
  protected readonly t = inject(Words).t;
  /** Anew when another organization is chosen. */
  protected readonly organization = loading('getOrganization', () => {
    const organization = this.session.organization();
    return organization === undefined ? undefined : {};
  });
  protected readonly canChange = computed(() => this.session.can('organization:write'));

  protected show(value: OrganizationValue): void {
    this.organization.put(value);
  }
}
