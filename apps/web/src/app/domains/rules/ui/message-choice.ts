import { Component, inject, input, output, signal } from '@angular/core';
import { paged } from '../../../shared/data/paged.ts';
import { EmptyState } from '../../../shared/ui/empty-state.ts';
import { ListFrame } from '../../../shared/ui/list-frame.ts';
import { SearchField } from '../../../shared/ui/search-field.ts';
import { TimeAgo } from '../../../shared/ui/time-ago.ts';
import { Words } from '../../../shared/util/words.ts';

const shownAtOnce = 6;

/** Chooses one of the messages that came, the newest first. */
@Component({
  selector: 'app-message-choice',
  imports: [EmptyState, ListFrame, SearchField, TimeAgo],
  host: { class: 'grid min-w-0 grid-cols-[minmax(0,1fr)] gap-3' },
  template: `<app-search-field
      [label]="t('rules.test.search')"
      [value]="search()"
      (searched)="search.set($event)"
    />
    <app-list-frame
      [list]="messages"
      [isFiltered]="search() !== ''"
      [skeletonRows]="6"
      [rowHeight]="57"
      (cleared)="search.set('')"
    >
      <div class="rows" role="radiogroup" [attr.aria-label]="t('rules.test.messages')">
        @for (message of messages.items(); track message.id) {
          <label
            class="flex cursor-pointer items-center gap-3 px-3.5 py-2.5 hover:bg-hover"
            [class.bg-accent-soft]="message.id === chosen()"
          >
            <span class="check"
              ><input
                type="radio"
                name="test-message"
                class="!m-0"
                [checked]="message.id === chosen()"
                (change)="picked.emit(message.id)"
            /></span>
            <span class="min-w-0 flex-1">
              <span class="block truncate font-medium">{{
                message.subject ?? t('rules.test.no_subject')
              }}</span>
              <span class="block truncate text-[13px] text-muted">{{
                message.header_from ?? message.mail_from
              }}</span>
            </span>
            <app-time-ago class="flex-none text-[13px] text-muted" [of]="message.received_at" />
          </label>
        }
      </div>
      <app-empty-state empty [title]="t('rules.test.empty')" [text]="t('rules.test.empty_text')" />
    </app-list-frame>`,
})
export class MessageChoice {
  readonly chosen = input.required<string>();
  readonly picked = output<string>();
  protected readonly t = inject(Words).t;
  protected readonly search = signal('');
  protected readonly messages = paged('listMessages', () => ({
    query: { limit: shownAtOnce, direction: 'incoming', text: this.search() },
  }));
}
