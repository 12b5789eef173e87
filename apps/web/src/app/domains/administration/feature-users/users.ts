import { Component, computed, inject } from '@angular/core';
import { RouterLink } from '@angular/router';
import { UserPlus } from 'lucide';
import { paged } from '../../../shared/data/paged.ts';
import { Choice } from '../../../shared/ui/choice.ts';
import { Dialogs } from '../../../shared/ui/dialogs.ts';
import { EmptyState } from '../../../shared/ui/empty-state.ts';
import { Icon } from '../../../shared/ui/icon.ts';
import { ListFrame } from '../../../shared/ui/list-frame.ts';
import { SearchField } from '../../../shared/ui/search-field.ts';
import { SortHeader } from '../../../shared/ui/sort-header.ts';
import { SortedTable } from '../../../shared/ui/sorted-table.ts';
import { TimeAgo } from '../../../shared/ui/time-ago.ts';
import { wordedChoices } from '../../../shared/util/worded-choices.ts';
import { urlQuery } from '../../../shared/util/url-query.ts';
import { Words } from '../../../shared/util/words.ts';
import { UserMarks } from '../ui/user-marks.ts';
import { UserMenu } from './user-menu.ts';

const statuses = ['', 'active', 'suspended', 'unverified', 'administrator'] as const;
const sorts = ['email', 'created', '-created'] as const;

/** Everybody who has an account. */
@Component({
  selector: 'app-users',
  imports: [
    Choice,
    EmptyState,
    Icon,
    ListFrame,
    RouterLink,
    SearchField,
    SortHeader,
    SortedTable,
    TimeAgo,
    UserMarks,
    UserMenu,
  ],
  host: { class: 'grid grid-cols-1 gap-4' },
  template: `<div class="flex flex-wrap items-center gap-3">
      <app-search-field
        class="min-w-[220px] flex-1 sm:max-w-[340px]"
        [label]="t('administration.users.search')"
        [value]="query.values().search"
        (searched)="query.set({ search: $event }, 'replace')"
      />
      <app-choice
        [label]="t('administration.state')"
        [hidesLabel]="true"
        [choices]="choices()"
        [value]="status()"
        (chosen)="query.set({ status: $event })"
      />
      <button type="button" class="btn primary sm:ml-auto" (click)="create()">
        <app-icon [of]="plus" />{{ t('administration.users.create') }}
      </button>
    </div>
    <app-list-frame
      [list]="list"
      [isFiltered]="isFiltered()"
      [rowHeight]="58"
      (cleared)="query.set({ search: '', status: '' })"
    >
      <app-empty-state empty [title]="t('administration.users.none')" />
      <table class="table cards" [appSortedTable]="sort()" (sorted)="query.set({ sort: $event })">
        <caption class="sr-only">
          {{
            t('administration.users.title')
          }}
        </caption>
        <thead>
          <tr>
            <th app-sort-header by="email">
              {{ t('administration.users.one') }}
            </th>
            <th scope="col">{{ t('administration.state') }}</th>
            <th app-sort-header by="created" isNewestFirst>
              {{ t('administration.since') }}
            </th>
            <th scope="col">
              <span class="sr-only">{{ t('action.more') }}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          @for (user of list.items(); track user.id) {
            <tr>
              <td>
                <a class="block min-w-0 text-text no-underline hover:underline" [routerLink]="user.id">
                  <span class="mono block font-medium break-all">{{ user.email }}</span>
                  <span class="block break-words text-muted"
                    >{{ user.name }}
                    @if (user.username; as username) {
                      · {{ username }}
                    }
                  </span>
                </a>
              </td>
              <td class="full max-md:order-1"><app-user-marks [of]="user" /></td>
              <td class="phone-hidden text-muted"><app-time-ago [of]="user.created_at" /></td>
              <td class="number">
                <app-user-menu [of]="user" (changed)="list.reload()" />
              </td>
            </tr>
          }
        </tbody>
      </table>
    </app-list-frame>`,
})
export class Users {
  readonly #dialogs = inject(Dialogs);
  protected readonly t = inject(Words).t;
  protected readonly plus = UserPlus;
  protected readonly query = urlQuery('search', 'status', 'sort');
  protected readonly status = this.query.oneOf('status', statuses, '');
  protected readonly sort = this.query.oneOf('sort', sorts, 'email');
  protected readonly isFiltered = computed(() => this.query.values().search !== '' || this.status() !== '');
  protected readonly choices = wordedChoices(statuses, 'administration.user_status.');
  protected readonly list = paged('listUsers', () => ({
    query: {
      search: this.query.values().search,
      sort: this.sort(),
      ...(this.status() !== '' && { status: this.status() }),
    },
  }));

  protected async create(): Promise<void> {
    const isMade = await this.#dialogs.open<boolean>(() =>
      import('./user-dialog.ts').then((m) => m.UserDialog),
    );
    if (isMade === true) this.list.reload();
  }
}
