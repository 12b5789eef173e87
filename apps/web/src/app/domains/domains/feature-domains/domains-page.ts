import { Component, computed, inject } from '@angular/core';
import { Router } from '@angular/router';
import { Globe, Plus } from 'lucide';
import { Live } from '../../../shared/data/live.ts';
import { paged, type ItemOf } from '../../../shared/data/paged.ts';
import { Session } from '../../../shared/data/session.ts';
import { Choice } from '../../../shared/ui/choice.ts';
import { Dialogs } from '../../../shared/ui/dialogs.ts';
import { EmptyState } from '../../../shared/ui/empty-state.ts';
import { Icon } from '../../../shared/ui/icon.ts';
import { ListFrame } from '../../../shared/ui/list-frame.ts';
import { PageHeader } from '../../../shared/ui/page-header.ts';
import { SearchField } from '../../../shared/ui/search-field.ts';
import { TableSettings } from '../../../shared/ui/table-settings.ts';
import { tableLook } from '../../../shared/util/table-look.ts';
import { urlQuery } from '../../../shared/util/url-query.ts';
import { wordedChoices } from '../../../shared/util/worded-choices.ts';
import { Words } from '../../../shared/util/words.ts';
import { sharedDomains } from '../data/shared-domains.ts';
import { DomainTable } from '../ui/domain-table.ts';
import { SharedDomains } from '../ui/shared-domains.ts';

const states = ['', 'active', 'pending', 'degraded', 'suspended'] as const;
const orders = ['name', '-name', 'created_at', '-created_at'] as const;

/** The domains of the organization. */
@Component({
  selector: 'app-domains-page',
  imports: [
    Choice,
    DomainTable,
    EmptyState,
    Icon,
    ListFrame,
    PageHeader,
    SearchField,
    SharedDomains,
    TableSettings,
  ],
  template: `<div class="page">
    <app-page-header [title]="t('domains.title')" [text]="t('domains.text')">
      @if (mayChange() && hasFilters()) {
        <button type="button" class="btn primary" (click)="add()">
          <app-icon [of]="plus" />{{ t('domains.add.action') }}
        </button>
      }
    </app-page-header>
    @if (hasFilters()) {
      <div class="flex flex-wrap items-center gap-2">
        <app-search-field
          class="min-w-[200px] flex-1 md:max-w-[340px]"
          [label]="t('domains.search')"
          [value]="query.values().search"
          (searched)="query.set({ search: $event }, 'replace')"
        />
        <app-choice
          [label]="t('domains.state')"
          [hidesLabel]="true"
          [choices]="states()"
          [value]="state()"
          (chosen)="query.set({ state: $event })"
        />
        <app-table-settings class="ml-auto" [look]="look" [columns]="columns()" />
      </div>
    }
    <app-list-frame
      [list]="list"
      [isFiltered]="isFiltered()"
      [skeletonRows]="4"
      [rowHeight]="56"
      (cleared)="query.set({ search: '', state: '' })"
    >
      <app-domain-table
        [items]="list.items() ?? []"
        [look]="look"
        [sort]="sort()"
        (sorted)="query.set({ sort: $event === 'name' ? '' : $event })"
      />
      <app-empty-state
        empty
        [icon]="globe"
        [title]="t('domains.empty.title')"
        [text]="t(mayChange() ? 'domains.empty.text' : 'domains.empty.text_reader')"
      >
        @if (mayChange()) {
          <button type="button" class="btn primary" (click)="add()">
            <app-icon [of]="plus" />{{ t('domains.add.action') }}
          </button>
        }
      </app-empty-state>
    </app-list-frame>
    @if (shared().length > 0) {
      <app-shared-domains [names]="shared()" [mayMake]="session.can('aliases:write')" />
    }
  </div>`,
})
export class DomainsPage {
  readonly #dialogs = inject(Dialogs);
  readonly #router = inject(Router);
  protected readonly session = inject(Session);
  protected readonly t = inject(Words).t;
  protected readonly plus = Plus;
  protected readonly globe = Globe;
  protected readonly states = wordedChoices(states, 'state.');
  protected readonly shared = sharedDomains();
  protected readonly look = tableLook('domains', ['created']);
  protected readonly query = urlQuery('search', 'state', 'sort');
  protected readonly mayChange = computed(() => this.session.can('domains:write'));
  protected readonly state = this.query.oneOf('state', states, '');
  protected readonly sort = this.query.oneOf('sort', orders, 'name');
  protected readonly isFiltered = computed(() => this.query.values().search !== '' || this.state() !== '');
  protected readonly list = paged('listDomains', () => ({
    query: {
      search: this.query.values().search.slice(0, 253) || undefined,
      state: this.state() || undefined,
      sort: this.sort(),
      limit: 50,
    },
  }));
  /** A search over nothing is of no use; and where there is nothing, what to do is said there. */
  protected readonly hasFilters = computed(
    () => this.isFiltered() || (this.list.items()?.length ?? 1) > 0 || this.list.hasPrevious(),
  );
  protected readonly columns = computed(() =>
    (['aliases', 'catch_all', 'checked', 'created'] as const).map((name) => ({
      name,
      label: this.t(`domains.column.${name}`),
    })),
  );

  constructor() {
    inject(Live).onAny(['domain.activated', 'domain.degraded', 'domain.recovered'], () => this.list.reload());
  }

  /** A domain that was added is shown at once: its records come next. */
  protected async add(): Promise<void> {
    const domain = await this.#dialogs.open<ItemOf<'listDomains'>>(() =>
      import('./add-domain.ts').then((m) => m.AddDomain),
    );
    if (domain !== undefined) await this.#router.navigate(['/domains', domain.id]);
  }
}
