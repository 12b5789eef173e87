import { Component, computed, inject } from '@angular/core';
import { Contact as ContactIcon, Plus } from 'lucide';
import { Live } from '../../../shared/data/live.ts';
import { loading } from '../../../shared/data/loading.ts';
import { paged } from '../../../shared/data/paged.ts';
import { Session } from '../../../shared/data/session.ts';
import { AliasPicker, type PickedAlias } from '../../../shared/ui/alias-picker.ts';
import { EmptyState } from '../../../shared/ui/empty-state.ts';
import { Icon } from '../../../shared/ui/icon.ts';
import { ListFrame } from '../../../shared/ui/list-frame.ts';
import { PageHeader } from '../../../shared/ui/page-header.ts';
import { SearchField } from '../../../shared/ui/search-field.ts';
import { urlQuery } from '../../../shared/util/url-query.ts';
import { Words } from '../../../shared/util/words.ts';
import { ContactActions } from '../data/contact-actions.ts';
import type { Contact } from '../data/contact.ts';
import { ContactTable } from '../ui/contact-table.ts';
import { ContactDialogs } from './contact-dialogs.ts';

const orders = ['created_at', '-created_at', 'address', '-address'] as const;
const uuid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/iu;

/** Who writes to the aliases, and whom their owners write to, with the address that reaches each. */
@Component({
  selector: 'app-contacts',
  imports: [AliasPicker, ContactTable, EmptyState, Icon, ListFrame, PageHeader, SearchField],
  template: `<div class="page">
    <app-page-header [title]="t('contacts.title')" [text]="t('contacts.text')">
      @if (canWrite()) {
        <button type="button" class="btn primary" (click)="create()">
          <app-icon [of]="plus" [size]="16" />{{ t('contacts.create.action') }}
        </button>
      }
    </app-page-header>
    <div class="flex flex-wrap items-center gap-2">
      <app-search-field
        class="flex-1 basis-[240px] md:max-w-[360px]"
        [label]="t('contacts.search')"
        [value]="query.values().search"
        (searched)="query.set({ search: $event }, 'replace')"
      />
      <app-alias-picker
        class="flex-1 basis-[240px] md:max-w-[360px]"
        [label]="t('contacts.filter_alias')"
        [placeholder]="t('contacts.any_alias')"
        [isClearable]="true"
        [value]="alias()"
        (valueChange)="query.set({ alias: $event?.id ?? '' })"
      />
    </div>
    <app-list-frame
      [list]="list"
      [isFiltered]="isFiltered()"
      [rowHeight]="54"
      (cleared)="query.set({ search: '', alias: '' })"
    >
      <app-contact-table
        [contacts]="list.items() ?? []"
        [sort]="sort()"
        [canWrite]="canWrite()"
        (sorted)="query.set({ sort: $event })"
        (blocked)="actions.setBlocked(list, $event.contact, $event.isBlocked)"
        (renamed)="rename($event)"
        (removed)="actions.remove(list, $event)"
      />
      <app-empty-state
        empty
        [icon]="contactIcon"
        [title]="t('contacts.empty')"
        [text]="t('contacts.empty_text')"
      >
        @if (canWrite()) {
          <button type="button" class="btn primary" (click)="create()">
            {{ t('contacts.create.action') }}
          </button>
        }
      </app-empty-state>
    </app-list-frame>
  </div>`,
})
export class Contacts {
  readonly #dialogs = inject(ContactDialogs);
  readonly #session = inject(Session);
  protected readonly actions = inject(ContactActions);
  protected readonly t = inject(Words).t;
  protected readonly plus = Plus;
  protected readonly contactIcon = ContactIcon;
  protected readonly query = urlQuery('search', 'alias', 'sort');
  protected readonly canWrite = computed(() => this.#session.can('contacts:write'));
  protected readonly sort = this.query.oneOf('sort', orders, '-created_at');
  readonly #aliasId = computed(() => {
    const { alias } = this.query.values();
    return uuid.test(alias) ? alias : undefined;
  });
  protected readonly isFiltered = computed(
    () => this.query.values().search !== '' || this.#aliasId() !== undefined,
  );
  protected readonly list = paged('listContacts', () => ({
    query: {
      sort: this.sort(),
      search: this.query.values().search.slice(0, 200) || undefined,
      alias_id: this.#aliasId(),
    },
  }));
  /** The address of the alias that the list is narrowed to; its id until that is there. */
  readonly #alias = loading('getAlias', () => {
    const id = this.#aliasId();
    return id === undefined ? undefined : { params: { alias_id: id } };
  });
  protected readonly alias = computed((): PickedAlias | undefined => {
    const id = this.#aliasId();
    if (id === undefined) return undefined;
    const alias = this.#alias.value();
    return { id, address: alias?.id === id ? alias.address : '…' };
  });

  constructor() {
    // A first message makes a contact.
    inject(Live).onAny(['delivery.delivered'], () => {
      if (!this.list.hasPrevious()) this.list.reload();
    });
  }

  protected async create(): Promise<void> {
    const id = this.#aliasId();
    const alias = this.#alias.value();
    await this.#dialogs.create(alias !== undefined && alias.id === id ? alias : undefined);
    this.list.reload();
  }

  protected async rename(contact: Contact): Promise<void> {
    if ((await this.#dialogs.rename(contact)) !== undefined) this.list.reload();
  }
}
