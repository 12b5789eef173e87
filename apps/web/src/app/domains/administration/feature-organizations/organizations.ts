import { Component, computed, inject } from '@angular/core';
import { RouterLink } from '@angular/router';
import { paged } from '../../../shared/data/paged.ts';
import { Choice } from '../../../shared/ui/choice.ts';
import { Count } from '../../../shared/ui/count.ts';
import { EmptyState } from '../../../shared/ui/empty-state.ts';
import { ListFrame } from '../../../shared/ui/list-frame.ts';
import { SearchField } from '../../../shared/ui/search-field.ts';
import { SortHeader } from '../../../shared/ui/sort-header.ts';
import { SortedTable } from '../../../shared/ui/sorted-table.ts';
import { StateChip } from '../../../shared/ui/state-chip.ts';
import { TimeAgo } from '../../../shared/ui/time-ago.ts';
import { wordedChoices } from '../../../shared/util/worded-choices.ts';
import { urlQuery } from '../../../shared/util/url-query.ts';
import { Words } from '../../../shared/util/words.ts';
import type { AnyOrganization } from '../data/organizations.ts';
import { OrganizationActions } from './organization-actions.ts';

const statuses = ['', 'active', 'suspended'] as const;
const kinds = ['', 'shared', 'personal'] as const;
const sorts = ['name', 'created', '-created'] as const;

/** All organizations, with what each uses. */
@Component({
  selector: 'app-organizations',
  imports: [
    Choice,
    Count,
    EmptyState,
    ListFrame,
    RouterLink,
    SearchField,
    SortHeader,
    SortedTable,
    StateChip,
    TimeAgo,
  ],
  host: { class: 'grid grid-cols-1 gap-4' },
  template: `<div class="flex flex-wrap items-center gap-3">
      <app-search-field
        class="min-w-[220px] flex-1 sm:max-w-[340px]"
        [label]="t('administration.organizations.search')"
        [value]="query.values().search"
        (searched)="query.set({ search: $event }, 'replace')"
      />
      <app-choice
        [label]="t('administration.organizations.kind')"
        [hidesLabel]="true"
        [choices]="kindChoices()"
        [value]="kind()"
        (chosen)="query.set({ kind: $event })"
      />
      <app-choice
        [label]="t('administration.state')"
        [hidesLabel]="true"
        [choices]="statusChoices()"
        [value]="status()"
        (chosen)="query.set({ status: $event })"
      />
    </div>
    <app-list-frame
      [list]="list"
      [isFiltered]="isFiltered()"
      [rowHeight]="50"
      (cleared)="query.set({ search: '', status: '', kind: '' })"
    >
      <app-empty-state empty [title]="t('administration.organizations.none')" />
      <table class="table cards" [appSortedTable]="sort()" (sorted)="query.set({ sort: $event })">
        <caption class="sr-only">
          {{
            t('administration.organizations.title')
          }}
        </caption>
        <thead>
          <tr>
            <th app-sort-header by="name">
              {{ t('administration.organizations.one') }}
            </th>
            <th scope="col">{{ t('administration.state') }}</th>
            <th scope="col" class="number">{{ t('administration.organizations.members') }}</th>
            <th scope="col" class="number">{{ t('administration.organizations.domains') }}</th>
            <th scope="col" class="number">{{ t('administration.organizations.aliases') }}</th>
            <th scope="col" class="number">{{ t('administration.organizations.mailboxes') }}</th>
            <th app-sort-header by="created" isNewestFirst>
              {{ t('administration.since') }}
            </th>
            <th scope="col">
              <span class="sr-only">{{ t('action.more') }}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          @for (organization of list.items(); track organization.id) {
            <tr>
              <td>
                <a
                  class="min-w-0 font-medium break-words text-text no-underline hover:underline"
                  [routerLink]="organization.id"
                  >{{ organization.name }}</a
                >
                @if (organization.is_personal) {
                  <span class="tag ml-2">{{ t('nav.personal') }}</span>
                }
              </td>
              <td><app-state-chip [of]="organization.suspended_at ? 'suspended' : 'active'" /></td>
              <td class="number" [attr.data-label]="t('administration.organizations.members')">
                <app-count [of]="organization.member_count" />
              </td>
              <td class="number" [attr.data-label]="t('administration.organizations.domains')">
                <app-count [of]="organization.domain_count" />
              </td>
              <td class="number" [attr.data-label]="t('administration.organizations.aliases')">
                <app-count [of]="organization.alias_count" />
              </td>
              <td class="number" [attr.data-label]="t('administration.organizations.mailboxes')">
                <app-count [of]="organization.mailbox_count" />
              </td>
              <td class="phone-hidden text-muted"><app-time-ago [of]="organization.created_at" /></td>
              <td class="number">
                <button
                  type="button"
                  class="btn small"
                  [class.danger]="!organization.suspended_at"
                  [attr.aria-label]="nameOfAction(organization)"
                  (click)="turn(organization)"
                >
                  {{ t(organization.suspended_at ? 'administration.resume' : 'administration.suspend') }}
                </button>
              </td>
            </tr>
          }
        </tbody>
      </table>
    </app-list-frame>`,
})
export class Organizations {
  readonly #actions = inject(OrganizationActions);
  protected readonly t = inject(Words).t;
  protected readonly query = urlQuery('search', 'status', 'kind', 'sort');
  protected readonly status = this.query.oneOf('status', statuses, '');
  protected readonly kind = this.query.oneOf('kind', kinds, '');
  protected readonly sort = this.query.oneOf('sort', sorts, 'name');
  protected readonly isFiltered = computed(
    () => this.query.values().search !== '' || this.status() !== '' || this.kind() !== '',
  );
  protected readonly statusChoices = wordedChoices(statuses, 'state.');
  protected readonly kindChoices = wordedChoices(kinds, 'administration.kind.');
  protected readonly list = paged('listAllOrganizations', () => ({
    query: {
      search: this.query.values().search,
      sort: this.sort(),
      ...(this.status() !== '' && { status: this.status() }),
      ...(this.kind() !== '' && { kind: this.kind() }),
    },
  }));

  protected nameOfAction(organization: AnyOrganization): string {
    const name = organization.name;
    return this.t(
      organization.suspended_at === null
        ? 'administration.organizations.suspend_what'
        : 'administration.organizations.resume_what',
      { name },
    );
  }

  protected async turn(organization: AnyOrganization): Promise<void> {
    const isDone = await (organization.suspended_at === null
      ? this.#actions.suspend(organization)
      : this.#actions.resume(organization));
    if (isDone) this.list.reload();
  }
}
