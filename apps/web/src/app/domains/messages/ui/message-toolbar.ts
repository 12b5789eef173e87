import { Component, computed, inject, input, output, signal } from '@angular/core';
import { ListFilter } from 'lucide';
import { Choice } from '../../../shared/ui/choice.ts';
import { Icon } from '../../../shared/ui/icon.ts';
import { SearchField } from '../../../shared/ui/search-field.ts';
import { TableSettings } from '../../../shared/ui/table-settings.ts';
import type { TableLook } from '../../../shared/util/table-look.ts';
import { wordedChoices } from '../../../shared/util/worded-choices.ts';
import { Words } from '../../../shared/util/words.ts';
import { filtersInUse, type MessageFilter } from '../util/message-filter.ts';
import { FilterChips } from './filter-chips.ts';
import { MessageFilters } from './message-filters.ts';

/** Search, the three views that people want most, and all other filters behind a button. */
@Component({
  selector: 'app-message-toolbar',
  imports: [Choice, FilterChips, Icon, MessageFilters, SearchField, TableSettings],
  host: { class: 'grid gap-3' },
  template: `<div class="flex flex-wrap items-center gap-2">
      <app-search-field
        class="min-w-[200px] flex-1 basis-[260px]"
        [label]="t('messages.search')"
        [value]="values().text"
        (searched)="searched.emit($event)"
      />
      <app-choice
        [label]="t('messages.filter.view')"
        [hidesLabel]="true"
        [choices]="views()"
        [value]="values().state"
        (chosen)="changed.emit({ state: $event })"
      />
      <button
        type="button"
        class="btn"
        aria-controls="message-filters"
        [attr.aria-expanded]="isOpen()"
        [attr.aria-label]="count() === 0 ? null : tn('messages.filter.open', count())"
        (click)="isOpen.set(!isOpen())"
      >
        <app-icon [of]="icon" [size]="16" />{{ t('messages.filter.title') }}
        @if (count() > 0) {
          <span class="tabular rounded-full bg-accent-soft px-1.5 text-[12px] text-accent-text">{{
            count()
          }}</span>
        }
      </button>
      <app-table-settings [look]="look()" [columns]="columns()" />
    </div>
    <div id="message-filters" class="empty:hidden">
      @if (isOpen()) {
        <app-message-filters [values]="values()" (changed)="changed.emit($event)" />
      }
    </div>
    @if (count() > 0) {
      <app-filter-chips [values]="values()" (takenOff)="changed.emit(without($event))" />
    }`,
})
export class MessageToolbar {
  readonly values = input.required<MessageFilter>();
  readonly look = input.required<TableLook>();
  readonly columns = input.required<readonly { readonly name: string; readonly label: string }[]>();
  readonly changed = output<Partial<MessageFilter>>();
  /** What is searched for, while it is typed. */
  readonly searched = output<string>();
  protected readonly t = inject(Words).t;
  protected readonly tn = inject(Words).tn;
  protected readonly icon = ListFilter;
  protected readonly isOpen = signal(false);
  /** Of filters in use; the search has its own way to be taken off. */
  protected readonly count = computed(
    () => filtersInUse(this.values()).filter((name) => name !== 'text').length,
  );
  protected readonly views = wordedChoices(['', 'problem', 'unfinished'], 'messages.filter.');

  protected without(names: readonly string[]): Partial<MessageFilter> {
    return Object.fromEntries(names.map((name) => [name, '']));
  }
}
