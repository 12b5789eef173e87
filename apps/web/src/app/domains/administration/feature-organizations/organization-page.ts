import { Component, computed, inject, input } from '@angular/core';
import { RouterLink } from '@angular/router';
import { loading } from '../../../shared/data/loading.ts';
import { FailurePanel } from '../../../shared/ui/failure-panel.ts';
import { Kpi } from '../../../shared/ui/kpi.ts';
import { PageHeader } from '../../../shared/ui/page-header.ts';
import { Skeleton } from '../../../shared/ui/skeleton.ts';
import { StateChip } from '../../../shared/ui/state-chip.ts';
import { Formats } from '../../../shared/util/formats.ts';
import { pageTitle } from '../../../shared/util/page-titles.ts';
import { Words } from '../../../shared/util/words.ts';
import type { AnyOrganizationDetails } from '../data/organizations.ts';
import { OrganizationActions } from './organization-actions.ts';

/** One organization: what it uses, who owns it, and its suspension. */
@Component({
  selector: 'app-organization-page',
  imports: [FailurePanel, Kpi, PageHeader, RouterLink, Skeleton, StateChip],
  template: `<div class="page">
    <app-page-header
      [title]="organization.value()?.name ?? t('administration.organizations.one')"
      [back]="back()"
    >
      @if (organization.value(); as value) {
        <button type="button" class="btn" [class.danger]="!value.suspended_at" (click)="turn(value)">
          {{ t(value.suspended_at ? 'administration.resume' : 'administration.suspend') }}
        </button>
      }
    </app-page-header>
    @if (organization.value(); as value) {
      <div class="grid grid-cols-2 gap-3 lg:grid-cols-4">
        @for (number of numbers(); track number.label) {
          <app-kpi [label]="number.label" [value]="number.value" />
        }
      </div>
      <section class="card padded">
        <dl class="facts m-0">
          <dt>{{ t('administration.state') }}</dt>
          <dd class="flex flex-wrap gap-2">
            <app-state-chip [of]="value.suspended_at ? 'suspended' : 'active'" />
            @if (value.is_personal) {
              <span class="tag">{{ t('nav.personal') }}</span>
            }
          </dd>
          @if (value.suspended_at; as at) {
            <dt>{{ t('administration.suspended_at') }}</dt>
            <dd>
              {{ formats.dateTime(at) }}
              @if (value.suspended_reason; as reason) {
                <span class="block text-muted">{{ reason }}</span>
              }
            </dd>
          }
          <dt>{{ t('administration.since') }}</dt>
          <dd>{{ formats.dateTime(value.created_at) }}</dd>
          <dt>{{ t('administration.organizations.owners') }}</dt>
          <dd>
            @for (owner of value.owners; track owner.user_id) {
              <a class="mono block break-all" [routerLink]="['/administration/users', owner.user_id]">{{
                owner.email
              }}</a>
            }
          </dd>
        </dl>
      </section>
      <p class="m-0 flex flex-wrap gap-x-6 gap-y-2">
        <a [routerLink]="['/administration/domains']" [queryParams]="{ organization: value.id }">{{
          t('administration.organizations.show_domains')
        }}</a>
        <a [routerLink]="['/administration/audit']" [queryParams]="{ organization: value.id }">{{
          t('administration.organizations.show_audit')
        }}</a>
      </p>
    } @else if (organization.failure(); as failure) {
      <app-failure class="card" [of]="failure" (retry)="organization.reload()" />
    } @else {
      <app-skeleton [height]="240" />
    }
  </div>`,
})
export class OrganizationPage {
  /** From the address. */
  readonly organizationId = input.required<string>();
  readonly #actions = inject(OrganizationActions);
  protected readonly formats = inject(Formats);
  protected readonly t = inject(Words).t;
  protected readonly organization = loading(
    'getAnyOrganization',
    () => ({ params: { organization_id: this.organizationId() } }),
    { isPersonal: true },
  );
  protected readonly back = computed(() => ({
    path: '/administration/organizations',
    label: this.t('administration.organizations.title'),
  }));
  protected readonly numbers = computed(() => {
    const value = this.organization.value();
    if (value === undefined) return [];
    return [
      { label: this.t('administration.organizations.members'), count: value.member_count },
      { label: this.t('administration.organizations.domains'), count: value.domain_count },
      { label: this.t('administration.organizations.aliases'), count: value.alias_count },
      { label: this.t('administration.organizations.mailboxes'), count: value.mailbox_count },
    ].map(({ label, count }) => ({ label, value: this.formats.count(count) }));
  });

  constructor() {
    pageTitle(() => this.organization.value()?.name);
  }

  protected async turn(organization: AnyOrganizationDetails): Promise<void> {
    const isDone = await (organization.suspended_at === null
      ? this.#actions.suspend(organization)
      : this.#actions.resume(organization));
    if (isDone) this.organization.reload();
  }
}
