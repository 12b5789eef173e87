import { Component, computed, inject } from '@angular/core';
import { RouterLink } from '@angular/router';
import { paged } from '../../../shared/data/paged.ts';
import { Choice } from '../../../shared/ui/choice.ts';
import { EmptyState } from '../../../shared/ui/empty-state.ts';
import { ListFrame } from '../../../shared/ui/list-frame.ts';
import { SearchField } from '../../../shared/ui/search-field.ts';
import { StateChip } from '../../../shared/ui/state-chip.ts';
import { TimeAgo } from '../../../shared/ui/time-ago.ts';
import { wordedChoices } from '../../../shared/util/worded-choices.ts';
import { urlQuery } from '../../../shared/util/url-query.ts';
import { Words } from '../../../shared/util/words.ts';
import { OrganizationFilter } from '../ui/organization-filter.ts';

const states = ['', 'active', 'pending', 'degraded', 'suspended'] as const;

/** All domains of the installation. */
@Component({
  selector: 'app-all-domains',
  imports: [Choice, EmptyState, ListFrame, OrganizationFilter, RouterLink, SearchField, StateChip, TimeAgo],
  host: { class: 'grid grid-cols-1 gap-4' },
  template: `<div class="flex flex-wrap items-center gap-3">
      <app-search-field
        class="min-w-[220px] flex-1 sm:max-w-[340px]"
        [label]="t('administration.domains.search')"
        [value]="query.values().search"
        (searched)="query.set({ search: $event }, 'replace')"
      />
      <app-choice
        [label]="t('administration.state')"
        [hidesLabel]="true"
        [choices]="choices()"
        [value]="state()"
        (chosen)="query.set({ state: $event })"
      />
      <app-organization-filter
        [of]="query.values().organization"
        (cleared)="query.set({ organization: '' })"
      />
    </div>
    <app-list-frame
      [list]="list"
      [isFiltered]="isFiltered()"
      (cleared)="query.set({ search: '', state: '', organization: '' })"
    >
      <app-empty-state
        empty
        [title]="t('administration.domains.none')"
        [text]="t('administration.domains.none_text')"
      />
      <table class="table cards">
        <caption class="sr-only">
          {{
            t('administration.domains.title')
          }}
        </caption>
        <thead>
          <tr>
            <th scope="col">{{ t('administration.domains.one') }}</th>
            <th scope="col">{{ t('administration.state') }}</th>
            <th scope="col">{{ t('administration.organizations.one') }}</th>
            <th scope="col">{{ t('administration.domains.added') }}</th>
            <th scope="col">{{ t('administration.domains.activated') }}</th>
          </tr>
        </thead>
        <tbody>
          @for (domain of list.items(); track domain.id) {
            <tr>
              <td class="mono font-medium break-all">{{ domain.name }}</td>
              <td><app-state-chip [of]="domain.state" /></td>
              <td>
                <a [routerLink]="['/administration/organizations', domain.organization_id]">{{
                  domain.organization_name
                }}</a>
              </td>
              <td class="text-muted max-md:justify-end"><app-time-ago [of]="domain.created_at" /></td>
              <td class="phone-hidden text-muted">
                @if (domain.activated_at; as at) {
                  <app-time-ago [of]="at" />
                } @else {
                  –
                }
              </td>
            </tr>
          }
        </tbody>
      </table>
    </app-list-frame>`,
})
export class AllDomains {
  protected readonly t = inject(Words).t;
  protected readonly query = urlQuery('search', 'state', 'organization');
  protected readonly state = this.query.oneOf('state', states, '');
  protected readonly isFiltered = computed(
    () => this.query.values().search !== '' || this.query.values().organization !== '' || this.state() !== '',
  );
  protected readonly choices = wordedChoices(states, 'state.');
  protected readonly list = paged('listAllDomains', () => ({
    query: {
      search: this.query.values().search,
      organization_id: this.query.values().organization,
      ...(this.state() !== '' && { state: this.state() }),
    },
  }));
}
