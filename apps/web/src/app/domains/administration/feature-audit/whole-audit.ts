import { Component, computed, inject } from '@angular/core';
import { auditActions, type AuditAction } from '@smtpy/contract/web';
import { paged } from '../../../shared/data/paged.ts';
import { EmptyState } from '../../../shared/ui/empty-state.ts';
import { ListFrame } from '../../../shared/ui/list-frame.ts';
import { SearchField } from '../../../shared/ui/search-field.ts';
import { urlQuery } from '../../../shared/util/url-query.ts';
import { Words } from '../../../shared/util/words.ts';
import { AuditRow } from '../ui/audit-row.ts';
import { OrganizationFilter } from '../ui/organization-filter.ts';

const actions = Object.keys(auditActions) as AuditAction[];

/** Who did what, in all organizations and to the installation. */
@Component({
  selector: 'app-whole-audit',
  imports: [AuditRow, EmptyState, ListFrame, OrganizationFilter, SearchField],
  host: { class: 'grid grid-cols-1 gap-4' },
  template: `<div class="flex flex-wrap items-center gap-3">
      <app-search-field
        class="min-w-[220px] flex-1 sm:max-w-[340px]"
        [label]="t('administration.audit.search')"
        [value]="query.values().search"
        (searched)="query.set({ search: $event }, 'replace')"
      />
      <select
        class="input w-auto max-w-full min-w-0"
        [attr.aria-label]="t('administration.audit.action')"
        (change)="query.set({ action: $any($event.target).value })"
      >
        <option value="" [selected]="action() === undefined">{{ t('administration.audit.any') }}</option>
        @for (choice of choices(); track choice.action) {
          <option [value]="choice.action" [selected]="choice.action === action()">{{ choice.label }}</option>
        }
      </select>
      <app-organization-filter
        [of]="query.values().organization"
        (cleared)="query.set({ organization: '' })"
      />
    </div>
    <app-list-frame
      [list]="list"
      [isFiltered]="isFiltered()"
      (cleared)="query.set({ search: '', action: '', organization: '' })"
    >
      <app-empty-state empty [title]="t('administration.audit.none')" />
      <table class="table cards">
        <caption class="sr-only">
          {{
            t('administration.audit.title')
          }}
        </caption>
        <thead>
          <tr>
            <th scope="col">{{ t('administration.audit.what') }}</th>
            <th scope="col">{{ t('administration.audit.who') }}</th>
            <th scope="col">{{ t('administration.audit.where') }}</th>
            <th scope="col">{{ t('administration.audit.when') }}</th>
          </tr>
        </thead>
        <tbody>
          @for (entry of list.items(); track entry.id) {
            <tr app-audit-row [of]="entry"></tr>
          }
        </tbody>
      </table>
    </app-list-frame>`,
})
export class WholeAudit {
  protected readonly t = inject(Words).t;
  protected readonly query = urlQuery('search', 'action', 'organization');
  protected readonly action = this.query.oneOf('action', actions);
  protected readonly isFiltered = computed(() => {
    const { search, organization } = this.query.values();
    return search !== '' || organization !== '' || this.action() !== undefined;
  });
  protected readonly choices = computed(() =>
    actions
      .map((action) => ({ action, label: this.t(`audit_actions.${action}`) }))
      .sort((a, b) => a.label.localeCompare(b.label)),
  );
  protected readonly list = paged('listAllAuditEntries', () => ({
    query: {
      search: this.query.values().search,
      organization_id: this.query.values().organization,
      action: this.action(),
    },
  }));
}
