import { Component, computed, effect, inject, untracked } from '@angular/core';
import { RouterLink } from '@angular/router';
import { paged } from '../../../shared/data/paged.ts';
import { Session } from '../../../shared/data/session.ts';
import { ChoosePage } from '../../../shared/ui/choose-page.ts';
import { EmptyState } from '../../../shared/ui/empty-state.ts';
import { ListFrame } from '../../../shared/ui/list-frame.ts';
import { PageHeader } from '../../../shared/ui/page-header.ts';
import { Formats } from '../../../shared/util/formats.ts';
import { gradually } from '../../../shared/util/gradually.ts';
import { rowKeys } from '../../../shared/util/row-keys.ts';
import { createSelection } from '../../../shared/util/selection.ts';
import { tableLook } from '../../../shared/util/table-look.ts';
import { urlQuery } from '../../../shared/util/url-query.ts';
import { Words } from '../../../shared/util/words.ts';
import { MessageActions } from '../data/message-actions.ts';
import { followMail } from '../data/new-mail.ts';
import { MessageBulk, type ListAction } from '../ui/message-bulk.ts';
import { MessageRow } from '../ui/message-row.ts';
import { MessageToolbar } from '../ui/message-toolbar.ts';
import { MessageViews } from '../ui/message-views.ts';
import { possibleActions } from '../util/bulk-result.ts';
import { filterNames, filtersInUse, toQuery, type MessageFilter } from '../util/message-filter.ts';

/** Accepted messages, newest first; it follows what happens. */
@Component({
  selector: 'app-message-list',
  imports: [
    ChoosePage,
    EmptyState,
    ListFrame,
    MessageBulk,
    MessageRow,
    MessageToolbar,
    MessageViews,
    PageHeader,
    RouterLink,
  ],
  host: { class: 'page' },
  template: `<app-page-header [title]="t('messages.title')" [text]="t('messages.text')" />
    <app-message-views />
    <app-message-toolbar
      [values]="filter()"
      [look]="look"
      [columns]="columns()"
      (changed)="query.set($event)"
      (searched)="query.set({ text: $event }, 'replace')"
    />
    @if (news.count() > 0) {
      <button
        type="button"
        class="callout items-center justify-between text-left"
        aria-live="polite"
        (click)="showNew()"
      >
        <span class="tabular">{{ tn('messages.new', news.count()) }}</span>
        <span class="font-semibold text-accent-text">{{ t('action.show') }}</span>
      </button>
    }
    <app-list-frame [list]="list" [isFiltered]="isFiltered()" [rowHeight]="62" (cleared)="clearFilters()">
      <app-empty-state empty [title]="t('messages.empty.title')" [text]="t('messages.empty.text')">
        <a class="btn" routerLink="/aliases">{{ t('messages.empty.action') }}</a>
      </app-empty-state>
      @if (rows().length > 0) {
        <table class="table cards" [class.compact]="look.isCompact()">
          <caption class="sr-only">
            {{
              t('messages.title')
            }}
          </caption>
          <thead>
            <tr>
              @if (canWrite()) {
                <th scope="col">
                  <app-choose-page [selection]="selection" [ids]="ids()" />
                </th>
              }
              <th scope="col">{{ t('messages.column.message') }}</th>
              <th scope="col">{{ t('messages.column.state') }}</th>
              @if (look.shows('route')) {
                <th scope="col">{{ t('messages.column.route') }}</th>
              }
              @if (look.shows('size')) {
                <th scope="col" class="number">{{ t('messages.column.size') }}</th>
              }
              <th scope="col" class="number">{{ t('messages.column.received') }}</th>
            </tr>
          </thead>
          <tbody>
            @for (message of shown(); track keys().get(message.id)) {
              <tr
                app-message-row
                [of]="message"
                [isSelectable]="canWrite()"
                [isChosen]="selection.has(message.id)"
                [showsRoute]="look.shows('route')"
                [showsSize]="look.shows('size')"
                (toggled)="selection.toggle(message.id)"
              ></tr>
            }
          </tbody>
        </table>
      }
      @if (searchedTo(); as instant) {
        <p
          class="m-0 flex flex-wrap items-center justify-between gap-3 border-t border-line px-4 py-3 text-muted first:border-0"
        >
          {{ t('messages.searched_to', { date: formats.dateTime(instant) }) }}
          <button type="button" class="btn small" [disabled]="list.isLoading()" (click)="list.next()">
            {{ t('messages.search_on') }}
          </button>
        </p>
      }
    </app-list-frame>
    <app-message-bulk
      [selection]="selection"
      [shown]="rows().length"
      [possible]="possible()"
      (chosen)="act($event)"
    />`,
})
export class MessageList {
  protected readonly t = inject(Words).t;
  protected readonly tn = inject(Words).tn;
  protected readonly formats = inject(Formats);
  readonly #session = inject(Session);
  readonly #actions = inject(MessageActions);
  protected readonly query = urlQuery(...filterNames);
  protected readonly filter = computed<MessageFilter>(() => this.query.values());
  protected readonly isFiltered = computed(() => filtersInUse(this.filter()).length > 0);
  protected readonly look = tableLook('messages', ['size']);
  protected readonly columns = computed(() => [
    { name: 'route', label: this.t('messages.column.route') },
    { name: 'size', label: this.t('messages.column.size') },
  ]);
  protected readonly selection = createSelection();
  protected readonly list = paged('listMessages', () => ({ query: toQuery(this.filter()) }));
  protected readonly rows = computed(() => this.list.items() ?? []);
  protected readonly shown = gradually(this.rows);
  protected readonly keys = rowKeys(this.shown);
  protected readonly ids = computed(() => this.rows().map(({ id }) => id));
  protected readonly searchedTo = computed(() => this.list.answer()?.searched_to ?? undefined);
  protected readonly canWrite = computed(() => this.#session.can('messages:write'));
  readonly #chosen = computed(() => this.rows().filter(({ id }) => this.selection.has(id)));
  protected readonly possible = computed(() => possibleActions(this.#chosen()));
  protected readonly news = followMail({
    isAtTop: () => this.list.pageNumber() === 1,
    shows: (id) => this.ids().includes(id),
    reload: () => this.list.reload(),
  });

  constructor() {
    // What is chosen is of the rows that are shown.
    effect(() => {
      this.filter();
      this.list.pageNumber();
      untracked(() => this.selection.clear());
    });
  }

  protected showNew(): void {
    this.news.reset();
    this.list.first();
    this.list.reload();
  }

  protected clearFilters(): void {
    this.query.set(Object.fromEntries(filterNames.map((name) => [name, ''])));
  }

  protected async act(action: ListAction): Promise<void> {
    const chosen = this.#chosen();
    if (action === 'cancel' || action === 'delete') {
      if (!(await this.#actions.confirm(action, chosen.length))) return;
    }
    const ids = chosen.map(({ id }) => id);
    this.selection.clear();
    // Deleted rows go at once, and come back where that fails.
    const takeBack =
      action === 'delete'
        ? this.list.change((items) => items.filter(({ id }) => !ids.includes(id)))
        : undefined;
    const isDone =
      action === 'release' ? await this.#actions.release(chosen) : await this.#actions.change(action, ids);
    if (isDone) this.list.reload();
    else takeBack?.();
  }
}
