import { Component, computed, inject } from '@angular/core';
import { Inbox, Plus } from 'lucide';
import { Live } from '../../../shared/data/live.ts';
import { paged } from '../../../shared/data/paged.ts';
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
import { MailboxActions } from '../data/mailbox-actions.ts';
import { MailboxTable, type MailboxWish } from '../ui/mailbox-table.ts';
import type { Mailbox } from '../util/mailbox-state.ts';
import { removeMailbox } from './remove.ts';

const filters = ['', 'confirmed', 'unconfirmed', 'paused'] as const;
const orders = ['created_at', '-created_at', 'address', '-address'] as const;

/** The mailboxes of the organization. */
@Component({
  selector: 'app-mailboxes-page',
  imports: [Choice, EmptyState, Icon, ListFrame, MailboxTable, PageHeader, SearchField, TableSettings],
  template: `<div class="page">
    <app-page-header [title]="t('mailboxes.title')" [text]="t('mailboxes.text')">
      @if (mayChange() && hasFilters()) {
        <button type="button" class="btn primary" (click)="add()">
          <app-icon [of]="plus" />{{ t('mailboxes.add.action') }}
        </button>
      }
    </app-page-header>
    @if (hasFilters()) {
      <div class="flex flex-wrap items-center gap-2">
        <app-search-field
          class="min-w-[200px] flex-1 md:max-w-[340px]"
          [label]="t('mailboxes.search')"
          [value]="query.values().search"
          (searched)="query.set({ search: $event }, 'replace')"
        />
        <app-choice
          [label]="t('mailboxes.column.state')"
          [hidesLabel]="true"
          [choices]="filters()"
          [value]="filter()"
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
      <app-mailbox-table
        [items]="list.items() ?? []"
        [look]="look"
        [sort]="sort()"
        [mayChange]="mayChange()"
        (sorted)="query.set({ sort: $event === 'created_at' ? '' : $event })"
        (wished)="act($event)"
      />
      <app-empty-state
        empty
        [icon]="inbox"
        [title]="t('mailboxes.empty.title')"
        [text]="t(mayChange() ? 'mailboxes.empty.text' : 'mailboxes.empty.text_reader')"
      >
        @if (mayChange()) {
          <button type="button" class="btn primary" (click)="add()">
            <app-icon [of]="plus" />{{ t('mailboxes.add.action') }}
          </button>
        }
      </app-empty-state>
    </app-list-frame>
  </div>`,
})
export class MailboxesPage {
  readonly #dialogs = inject(Dialogs);
  readonly #actions = inject(MailboxActions);
  readonly #session = inject(Session);
  readonly #remove = removeMailbox();
  protected readonly t = inject(Words).t;
  protected readonly plus = Plus;
  protected readonly inbox = Inbox;
  protected readonly filters = wordedChoices(filters, 'mailboxes.filter.');
  protected readonly look = tableLook('mailboxes', ['created']);
  protected readonly query = urlQuery('search', 'state', 'sort');
  protected readonly mayChange = computed(() => this.#session.can('mailboxes:write'));
  protected readonly filter = this.query.oneOf('state', filters, '');
  protected readonly sort = this.query.oneOf('sort', orders, 'created_at');
  protected readonly isFiltered = computed(() => this.query.values().search !== '' || this.filter() !== '');
  protected readonly list = paged('listMailboxes', () => ({
    query: {
      search: this.query.values().search.slice(0, 100) || undefined,
      ...filterQuery(this.filter()),
      sort: this.sort(),
      limit: 50,
    },
  }));
  /** A search over nothing is of no use; and where there is nothing, what to do is said there. */
  protected readonly hasFilters = computed(
    () => this.isFiltered() || (this.list.items()?.length ?? 1) > 0 || this.list.hasPrevious(),
  );
  protected readonly columns = computed(() =>
    (['aliases', 'key', 'created'] as const).map((name) => ({
      name,
      label: this.t(`mailboxes.column.${name}`),
    })),
  );

  constructor() {
    inject(Live).onAny(['mailbox.confirmed', 'mailbox.paused', 'mailbox.resumed'], () => this.list.reload());
  }

  protected async add(): Promise<void> {
    await this.#dialogs.open(() => import('./add-mailbox.ts').then((m) => m.AddMailbox));
    // However the dialog was left: something may have been added.
    this.list.reload();
  }

  protected async act({ wish, mailbox }: MailboxWish): Promise<void> {
    const show = (now: Mailbox): void => {
      this.list.change((items) =>
        items.map((each) => {
          if (each.id === now.id) return now;
          // One alone is the default.
          return now.is_default ? { ...each, is_default: false } : each;
        }),
      );
    };
    switch (wish) {
      case 'pause':
        return this.#actions.pause(mailbox, show);
      case 'resume':
        return this.#actions.resume(mailbox, show);
      case 'make_default':
        await this.#actions.makeDefault(mailbox, show);
        this.list.reload();
        return;
      case 'resend':
        return this.#actions.resend(mailbox);
      case 'remove':
        if (await this.#remove(mailbox)) this.list.reload();
    }
  }
}

type MailboxQuery = { state?: 'pending' | 'confirmed'; is_paused?: 'true' | 'false' };

function filterQuery(filter: (typeof filters)[number]): MailboxQuery {
  switch (filter) {
    case '':
      return {};
    case 'confirmed':
      return { state: 'confirmed', is_paused: 'false' };
    case 'unconfirmed':
      return { state: 'pending' };
    case 'paused':
      return { is_paused: 'true' };
  }
}
