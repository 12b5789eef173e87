import { Component, computed, inject, input } from '@angular/core';
import { X } from 'lucide';
import type { Selection } from '../util/selection.ts';
import { Words } from '../util/words.ts';
import { Icon } from './icon.ts';

/** What can be done with the chosen rows (projected), at the lower edge while there are any. */
@Component({
  selector: 'app-bulk-bar',
  imports: [Icon],
  host: { class: 'contents' },
  template: `@if (!selection().isEmpty()) {
    <div
      class="bar sticky bottom-20 z-20 mx-auto flex w-fit max-w-full flex-wrap items-center gap-2 rounded-xl border border-line bg-card p-2 pl-4 md:bottom-6"
      role="region"
      [attr.aria-label]="t('bulk.region')"
    >
      <span class="tabular font-medium" aria-live="polite">{{ words() }}</span>
      @if (canChooseEverything() && !selection().isEverything()) {
        <button type="button" class="link text-[13px]" (click)="selection().chooseEverything()">
          {{ total() === null ? t('bulk.everything_found') : tn('bulk.everything', total() ?? 0) }}
        </button>
      }
      <span class="mx-1 h-5 w-px bg-line"></span>
      <ng-content />
      <button
        type="button"
        class="btn plain icon small"
        [attr.aria-label]="t('bulk.clear')"
        (click)="selection().clear()"
      >
        <app-icon [of]="cross" [size]="16" />
      </button>
    </div>
  }`,
  styles: `
    .bar {
      box-shadow: var(--shadow);
      animation: smtpy-rise var(--slow) ease-out;
    }
  `,
})
export class BulkBar {
  readonly selection = input.required<Selection>();
  /** How many the filter finds in all; null or absent: nobody counted. */
  readonly total = input<number | null>(null);
  /** How many rows are shown. */
  readonly shown = input(0);
  /** Whether there are more than are shown, where nobody counted: then all of them can be chosen without their number. */
  readonly hasMore = input(false);
  protected readonly t = inject(Words).t;
  protected readonly tn = inject(Words).tn;
  protected readonly cross = X;
  protected readonly canChooseEverything = computed(
    () =>
      this.selection().count() === this.shown() &&
      (this.total() === null ? this.hasMore() : (this.total() ?? 0) > this.shown()),
  );
  protected readonly words = computed(() => {
    const total = this.total();
    if (!this.selection().isEverything()) return this.tn('bulk.chosen', this.selection().count());
    return total === null ? this.t('bulk.chosen_found') : this.tn('bulk.chosen', total);
  });
}
