import { Component, computed, inject, input, signal } from '@angular/core';
import { FileX } from 'lucide';
import { Session } from '../../../shared/data/session.ts';
import { CopyButton } from '../../../shared/ui/copy-button.ts';
import { EmptyState } from '../../../shared/ui/empty-state.ts';
import { SearchField } from '../../../shared/ui/search-field.ts';
import { Words } from '../../../shared/util/words.ts';
import { findFields, readHeaderFields } from '../util/header-fields.ts';
import type { Message } from '../util/told.ts';

/** The header of a message, field by field; why there is none otherwise. */
@Component({
  selector: 'app-header-list',
  imports: [CopyButton, EmptyState, SearchField],
  host: { class: 'card block overflow-clip' },
  template: `@if (of().header; as header) {
      <div class="flex flex-wrap items-center gap-2 border-b border-line p-3">
        <app-search-field
          class="min-w-[180px] flex-1"
          [label]="t('messages.detail.header_search')"
          (searched)="search.set($event)"
        />
        <app-copy-button [text]="header" [label]="t('messages.detail.header_copy')" />
      </div>
      @if (shown().length === 0) {
        <p class="m-0 p-6 text-center text-muted">{{ t('messages.detail.header_none') }}</p>
      } @else {
        <dl class="rows m-0">
          @for (field of shown(); track $index) {
            <div class="grid gap-x-4 gap-y-0.5 px-4 py-2 text-[13px] md:grid-cols-[200px_minmax(0,1fr)]">
              <dt class="min-w-0 font-medium break-words">{{ field.name }}</dt>
              <dd class="mono m-0 min-w-0 text-[13px] leading-5 break-words">
                {{ field.value }}
              </dd>
            </div>
          }
        </dl>
      }
    } @else {
      <app-empty-state
        [icon]="none"
        [title]="t('messages.detail.headers_' + why() + '.title')"
        [text]="t('messages.detail.headers_' + why() + '.text')"
      />
    }`,
})
export class HeaderList {
  readonly of = input.required<Message>();
  protected readonly t = inject(Words).t;
  readonly #session = inject(Session);
  protected readonly none = FileX;
  protected readonly search = signal('');
  readonly #fields = computed(() => readHeaderFields(this.of().header ?? ''));
  protected readonly shown = computed(() => findFields(this.#fields(), this.search()));
  protected readonly why = computed(() => {
    if (this.of().kind === 'notice') return 'own';
    return this.of().has_content && !this.#session.can('content:read') ? 'forbidden' : 'gone';
  });
}
