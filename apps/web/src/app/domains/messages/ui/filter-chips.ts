import { Component, computed, inject, input, output } from '@angular/core';
import { X } from 'lucide';
import { Icon } from '../../../shared/ui/icon.ts';
import { Formats } from '../../../shared/util/formats.ts';
import { Words } from '../../../shared/util/words.ts';
import { filtersInUse, type FilterName, type MessageFilter } from '../util/message-filter.ts';

/** The filters in use beside the search, each to be taken off, and all at once. */
@Component({
  selector: 'app-filter-chips',
  imports: [Icon],
  host: { class: 'flex flex-wrap items-center gap-2' },
  template: `@for (chip of chips(); track chip.name) {
      <button
        type="button"
        class="tag gap-1.5 hover:text-text"
        [attr.aria-label]="t('messages.filter.take_off', { what: chip.text })"
        (click)="takenOff.emit([chip.name])"
      >
        {{ chip.text }}<app-icon [of]="cross" [size]="13" />
      </button>
    }
    <button type="button" class="link text-[13px]" (click)="takenOff.emit(all())">
      {{ t('filter.clear') }}
    </button>`,
})
export class FilterChips {
  readonly values = input.required<MessageFilter>();
  readonly takenOff = output<readonly FilterName[]>();
  protected readonly t = inject(Words).t;
  protected readonly cross = X;
  readonly #formats = inject(Formats);
  protected readonly all = computed(() => filtersInUse(this.values()));
  protected readonly chips = computed(() =>
    this.all()
      .filter((name) => name !== 'text')
      .map((name) => ({ name, text: this.#textOf(name, this.values()[name]) })),
  );

  #textOf(name: FilterName, value: string): string {
    const { t } = this;
    switch (name) {
      case 'state':
        if (value === 'problem') return t('messages.filter.problem');
        return value === 'unfinished' ? t('messages.filter.unfinished') : t(`state.${value}`);
      case 'kind':
        return t(`messages.filter.kind_${value}`);
      case 'alias_id':
        return t('messages.filter.one_alias');
      case 'domain_id':
        return t('messages.filter.one_domain');
      case 'mailbox_id':
        return t('messages.filter.one_mailbox');
      case 'contact_id':
        return t('messages.filter.one_contact');
      case 'from':
        return t('messages.filter.since', { date: this.#day(value) });
      case 'to':
        return t('messages.filter.until', { date: this.#day(value) });
      case 'sender':
        return `${t('messages.filter.sender')}: ${value}`;
      case 'message_id_header':
        return `${t('messages.filter.message_id')}: ${value}`;
      case 'text':
        return value;
    }
  }

  #day(value: string): string {
    const day = new Date(`${value}T12:00:00`);
    return Number.isNaN(day.getTime()) ? value : this.#formats.date(day);
  }
}
