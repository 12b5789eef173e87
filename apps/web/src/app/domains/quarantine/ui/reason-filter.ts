import { Component, computed, inject, input, output } from '@angular/core';
import { HeldCount } from '../../../shared/data/held-count.ts';
import { Formats } from '../../../shared/util/formats.ts';
import { Words } from '../../../shared/util/words.ts';
import { heldReasons } from '../util/held.ts';

/** The reasons for which mail is held now, each with how much there is of it. */
@Component({
  selector: 'app-reason-filter',
  host: { class: 'inline-flex max-w-full min-w-0' },
  template: `@if (reasons().length > 1 || value() !== '') {
    <div class="segments" role="group" [attr.aria-label]="t('quarantine.reasons')">
      <button type="button" [attr.aria-pressed]="value() === ''" (click)="chosen.emit('')">
        {{ t('filter.all') }} <span class="tabular">{{ formats.count(all()) }}</span>
      </button>
      @for (each of reasons(); track each.reason) {
        <button
          type="button"
          [attr.aria-pressed]="value() === each.reason"
          (click)="chosen.emit(each.reason)"
        >
          {{ t('held.' + each.reason) }}
          <span class="tabular">{{ formats.count(each.count) }}</span>
        </button>
      }
    </div>
  }`,
})
export class ReasonFilter {
  /** The reason that is filtered by; empty: all. */
  readonly value = input.required<string>();
  readonly chosen = output<string>();
  protected readonly t = inject(Words).t;
  protected readonly formats = inject(Formats);
  readonly #held = inject(HeldCount);
  protected readonly all = computed(() => this.#held.count() ?? 0);
  /** Those there are, and the one that is filtered by. */
  protected readonly reasons = computed(() =>
    heldReasons
      .map((reason) => ({
        reason,
        count: this.#held.byReason().find((each) => each.reason === reason)?.count ?? 0,
      }))
      .filter(({ reason, count }) => count > 0 || reason === this.value()),
  );
}
