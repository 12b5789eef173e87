import { Component, computed, inject } from '@angular/core';
import { ShieldCheck } from 'lucide';
import { Live } from '../../../shared/data/live.ts';
import { loading } from '../../../shared/data/loading.ts';
import { paged } from '../../../shared/data/paged.ts';
import { EmptyState } from '../../../shared/ui/empty-state.ts';
import { ListFrame } from '../../../shared/ui/list-frame.ts';
import { PageHeader } from '../../../shared/ui/page-header.ts';
import { SearchField } from '../../../shared/ui/search-field.ts';
import { urlQuery } from '../../../shared/util/url-query.ts';
import { Words } from '../../../shared/util/words.ts';
import { Sayer } from '../data/sayer.ts';
import { MessageViews } from '../ui/message-views.ts';
import { RefusalRow } from '../ui/refusal-row.ts';
import { refusalPhrase } from '../util/refusal-words.ts';

/** Reasons that are offered as filters; the rare ones are found by the list. */
const mostReasons = 6;

/** Mail that was refused before it was accepted: who wrote, why it was refused, and what can be done about it. */
@Component({
  selector: 'app-refusal-list',
  imports: [EmptyState, ListFrame, MessageViews, PageHeader, RefusalRow, SearchField],
  host: { class: 'page' },
  template: `<app-page-header [title]="t('messages.title')" [text]="t('messages.refusals.text')" />
    <app-message-views />
    <div class="grid gap-3">
      <app-search-field
        class="sm:max-w-[420px]"
        [label]="t('messages.refusals.search')"
        [value]="query.values().search"
        (searched)="query.set({ search: $event }, 'replace')"
      />
      @if (reasons().length > 1 || query.values().reason !== '') {
        <div class="flex flex-wrap gap-2" role="group" [attr.aria-label]="t('messages.refusals.reasons')">
          <button
            type="button"
            class="btn small"
            [class.chosen]="query.values().reason === ''"
            [attr.aria-pressed]="query.values().reason === ''"
            (click)="query.set({ reason: '' })"
          >
            {{ t('messages.refusals.all_reasons') }}
          </button>
          @for (each of reasons(); track each.reason) {
            <button
              type="button"
              class="btn small max-w-full"
              [class.chosen]="query.values().reason === each.reason"
              [attr.aria-pressed]="query.values().reason === each.reason"
              (click)="query.set({ reason: each.reason })"
            >
              <span class="truncate">{{ each.words }}</span><span class="tabular text-muted">{{
                each.count
              }}</span>
            </button>
          }
        </div>
      }
    </div>
    <app-list-frame
      [list]="list"
      [isFiltered]="isFiltered()"
      [rowHeight]="80"
      (cleared)="query.set({ search: '', reason: '', alias_id: '' })"
    >
      <app-empty-state
        empty
        [icon]="shield"
        [title]="t('messages.refusals.empty.title')"
        [text]="t('messages.refusals.empty.text')"
      />
      <table class="table cards">
        <caption class="sr-only">
          {{
            t('messages.refused')
          }}
        </caption>
        <thead>
          <tr>
            <th scope="col">{{ t('messages.column.sender') }}</th>
            <th scope="col">{{ t('messages.column.recipient') }}</th>
            <th scope="col">{{ t('messages.column.why') }}</th>
            <th scope="col" class="number">{{ t('messages.column.when') }}</th>
          </tr>
        </thead>
        <tbody>
          @for (refusal of list.items() ?? []; track refusal.id) {
            <tr app-refusal-row [of]="refusal"></tr>
          }
        </tbody>
      </table>
    </app-list-frame>`,
  styles: `
    .chosen {
      border-color: var(--accent-line);
      background: var(--accent-soft);
      color: var(--accent-text);
    }
  `,
})
export class RefusalList {
  protected readonly t = inject(Words).t;
  readonly #sayer = inject(Sayer);
  protected readonly shield = ShieldCheck;
  protected readonly query = urlQuery('search', 'reason', 'alias_id');
  protected readonly isFiltered = computed(() =>
    Object.values(this.query.values()).some((value) => value !== ''),
  );
  protected readonly list = paged('listRefusals', () => {
    const { search, reason, alias_id: aliasId } = this.query.values();
    return {
      query: {
        search: search === '' ? undefined : search,
        reason: reason === '' ? undefined : reason,
        alias_id: /^[0-9a-f-]{36}$/iu.test(aliasId) ? aliasId : undefined,
      },
    };
  });
  readonly #counts = loading('countRefusals', () => ({ query: { by: 'reason' as const } }));
  protected readonly reasons = computed(() =>
    (this.#counts.value()?.items ?? [])
      .flatMap(({ reason, count }) => (reason === null ? [] : [{ reason, count }]))
      .slice(0, mostReasons)
      .map(({ reason, count }) => ({
        reason,
        count,
        words: this.#sayer.say(refusalPhrase({ reason, stage: '' })) ?? reason,
      })),
  );

  constructor() {
    inject(Live).onAny(['message.refused'], () => {
      if (this.list.pageNumber() === 1) this.list.reload();
      this.#counts.reload();
    });
  }
}
