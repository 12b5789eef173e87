import { Component, computed, inject, input } from '@angular/core';
import { Router, RouterLink } from '@angular/router';
import { loading } from '../../../shared/data/loading.ts';
import { FailurePanel } from '../../../shared/ui/failure-panel.ts';
import { PageHeader } from '../../../shared/ui/page-header.ts';
import { Skeleton } from '../../../shared/ui/skeleton.ts';
import { StateChip } from '../../../shared/ui/state-chip.ts';
import { Formats } from '../../../shared/util/formats.ts';
import { pageTitle } from '../../../shared/util/page-titles.ts';
import { Words } from '../../../shared/util/words.ts';
import { UserMarks } from '../ui/user-marks.ts';
import { UserMenu } from './user-menu.ts';

/** One user: how the account is, its organizations, and what can be done to it. */
@Component({
  selector: 'app-user-page',
  imports: [FailurePanel, PageHeader, RouterLink, Skeleton, StateChip, UserMarks, UserMenu],
  template: `<div class="page">
    <app-page-header
      [title]="user.value()?.email ?? t('administration.users.one')"
      [text]="user.value()?.name ?? ''"
      [back]="back()"
    >
      @if (user.value(); as value) {
        <app-user-menu [of]="value" [isPlain]="false" (changed)="afterChange($event.isGone)" />
      }
    </app-page-header>
    @if (user.value(); as value) {
      @if (value.erase_at; as at) {
        <p class="callout danger m-0">
          {{ t('administration.users.erasure', { date: formats.dateTime(at) }) }}
        </p>
      }
      <section class="card padded">
        <dl class="facts m-0">
          <dt>{{ t('administration.state') }}</dt>
          <dd><app-user-marks [of]="value" /></dd>
          @if (value.suspended_at; as at) {
            <dt>{{ t('administration.suspended_at') }}</dt>
            <dd>
              {{ formats.dateTime(at) }}
              @if (value.suspended_reason; as reason) {
                <span class="block text-muted">{{ reason }}</span>
              }
            </dd>
          }
          <dt>{{ t('administration.users.username') }}</dt>
          <dd>{{ value.username ?? '–' }}</dd>
          <dt>{{ t('administration.since') }}</dt>
          <dd>{{ formats.dateTime(value.created_at) }}</dd>
          <dt>{{ t('administration.users.sessions') }}</dt>
          <dd class="tabular">{{ formats.number(value.session_count) }}</dd>
          <dt>{{ t('administration.users.passkeys') }}</dt>
          <dd class="tabular">{{ formats.number(value.passkey_count) }}</dd>
          <dt>{{ t('administration.users.keys') }}</dt>
          <dd class="tabular">{{ formats.number(value.key_count) }}</dd>
        </dl>
      </section>
      <section class="grid gap-3">
        <h2 class="m-0">{{ t('administration.organizations.title') }}</h2>
        <ul class="card rows m-0 list-none p-0">
          @for (organization of value.organizations; track organization.id) {
            <li class="flex flex-wrap items-center gap-x-4 gap-y-1 px-4 py-3">
              <a
                class="min-w-0 flex-1 font-medium break-words text-text no-underline hover:underline"
                [routerLink]="['/administration/organizations', organization.id]"
                >{{ organization.name }}</a
              >
              @if (organization.is_suspended) {
                <app-state-chip of="suspended" />
              }
              @if (organization.is_personal) {
                <span class="tag">{{ t('nav.personal') }}</span>
              }
              <span class="text-muted">{{ t('role.' + organization.role) }}</span>
            </li>
          }
        </ul>
      </section>
      <p class="m-0">
        <a [routerLink]="['/administration/audit']" [queryParams]="{ search: value.email }">{{
          t('administration.users.audit')
        }}</a>
      </p>
    } @else if (user.failure(); as failure) {
      <app-failure class="card" [of]="failure" (retry)="user.reload()" />
    } @else {
      <app-skeleton [height]="240" />
    }
  </div>`,
})
export class UserPage {
  /** From the address. */
  readonly userId = input.required<string>();
  readonly #router = inject(Router);
  protected readonly formats = inject(Formats);
  protected readonly t = inject(Words).t;
  protected readonly user = loading('getUser', () => ({ params: { user_id: this.userId() } }), {
    isPersonal: true,
  });
  protected readonly back = computed(() => ({
    path: '/administration/users',
    label: this.t('administration.users.title'),
  }));

  constructor() {
    pageTitle(() => this.user.value()?.email);
  }

  protected async afterChange(isGone: boolean): Promise<void> {
    if (isGone) await this.#router.navigateByUrl('/administration/users');
    else this.user.reload();
  }
}
