import { Component, computed, inject, input, output } from '@angular/core';
import { ChevronLeft, ChevronRight, SearchX } from 'lucide';
import type { Paged } from '../data/paged.ts';
import { Formats } from '../util/formats.ts';
import { Words } from '../util/words.ts';
import { EmptyState } from './empty-state.ts';
import { FailurePanel } from './failure-panel.ts';
import { Icon } from './icon.ts';

/**
 * What stands around the rows of a list: skeleton rows while the first page is on its way, the failure with a retry, what is said where there is
 * nothing (`[empty]`, or where a filter finds nothing that it does not, with a button that clears it; `[none]` for words of one's own), and the
 * pages. The table is projected, and shown where it has rows.
 */
@Component({
  selector: 'app-list-frame',
  imports: [EmptyState, FailurePanel, Icon],
  host: { class: 'card block overflow-clip', '[attr.aria-busy]': 'list().isLoading()' },
  template: `@if (list().failure(); as failure) {
      <app-failure [of]="failure" (retry)="list().reload()" />
    } @else if (list().items() === undefined) {
      <div class="rows" [attr.aria-label]="t('list.loading')" role="status">
        @for (row of skeleton(); track $index) {
          <div class="flex items-center gap-4 px-4" [style.height.px]="rowHeight()">
            <span class="skeleton h-3.5 flex-1" [style.max-width.px]="160 + ((row * 53) % 140)"></span>
            <span class="skeleton hidden h-3.5 w-24 sm:block"></span>
            <span class="skeleton h-3.5 w-14"></span>
          </div>
        }
      </div>
    } @else if (list().items()!.length === 0 && !list().hasPrevious() && !list().hasNext()) {
      @if (isFiltered()) {
        <ng-content select="[none]">
          <app-empty-state [icon]="nothing" [title]="t('filter.none')" [text]="t('filter.none_text')">
            <button type="button" class="btn" (click)="cleared.emit()">{{ t('filter.clear') }}</button>
          </app-empty-state>
        </ng-content>
      } @else {
        <ng-content select="[empty]" />
      }
    } @else {
      <div><ng-content /></div>
      @if (list().hasNext() || list().hasPrevious()) {
        <nav
          class="flex items-center justify-between gap-3 border-t border-line px-4 py-2"
          [attr.aria-label]="t('list.pages')"
        >
          <span class="tabular text-[13px] text-muted">
            {{ t('list.page', { page: formats.number(list().pageNumber()) }) }}
            @if (list().total(); as total) {
              · {{ tn('list.total', total) }}
            }
          </span>
          <span class="flex gap-2">
            <button
              type="button"
              class="btn small"
              [disabled]="!list().hasPrevious() || list().isLoading()"
              (click)="list().previous()"
            >
              <app-icon [of]="left" [size]="16" />{{ t('list.previous') }}
            </button>
            <button
              type="button"
              class="btn small"
              [disabled]="!list().hasNext() || list().isLoading()"
              (click)="list().next()"
            >
              {{ t('list.next') }}<app-icon [of]="right" [size]="16" />
            </button>
          </span>
        </nav>
      }
    }`,
})
export class ListFrame<T> {
  readonly list = input.required<Paged<T, unknown>>();
  /** Whether something is searched or filtered for. */
  readonly isFiltered = input(false);
  /** Rows of the skeleton, and how high each is, in px: as the real ones, so that nothing jumps. */
  readonly skeletonRows = input(8);
  readonly rowHeight = input(45);
  /** All that is searched and filtered for shall be taken off. */
  readonly cleared = output();
  protected readonly t = inject(Words).t;
  protected readonly tn = inject(Words).tn;
  protected readonly formats = inject(Formats);
  protected readonly skeleton = computed(() =>
    Array.from({ length: this.skeletonRows() }, (_, index) => index),
  );
  protected readonly left = ChevronLeft;
  protected readonly right = ChevronRight;
  protected readonly nothing = SearchX;
}
