import { Component, computed, inject, input, output } from '@angular/core';
import { HeldCount } from '../../../shared/data/held-count.ts';
import { Choice } from '../../../shared/ui/choice.ts';
import { Formats } from '../../../shared/util/formats.ts';
import { Words } from '../../../shared/util/words.ts';
import { heldReasons } from '../util/held.ts';

/** The reasons for which mail is held now, each with how much there is of it. */
@Component({
  selector: 'app-reason-filter',
  imports: [Choice],
  host: { class: 'inline-flex max-w-full min-w-0' },
  template: `@if (reasons().length > 1 || value() !== '') {
    <app-choice
      class="tabular"
      [label]="t('quarantine.reasons')"
      [hidesLabel]="true"
      [choices]="choices()"
      [value]="value()"
      (chosen)="chosen.emit($event)"
    />
  }`,
})
export class ReasonFilter {
  /** The reason that is filtered by; empty: all. */
  readonly value = input.required<string>();
  readonly chosen = output<string>();
  protected readonly t = inject(Words).t;
  readonly #formats = inject(Formats);
  readonly #held = inject(HeldCount);
  /** Those there are, and the one that is filtered by. */
  protected readonly reasons = computed(() =>
    heldReasons
      .map((reason) => ({
        reason,
        count: this.#held.byReason().find((each) => each.reason === reason)?.count ?? 0,
      }))
      .filter(({ reason, count }) => count > 0 || reason === this.value()),
  );
  protected readonly choices = computed(() => [
    { value: '', label: `${this.t('filter.all')} ${this.#formats.count(this.#held.count() ?? 0)}` },
    ...this.reasons().map(({ reason, count }) => ({
      value: reason,
      label: `${this.t(`held.${reason}`)} ${this.#formats.count(count)}`,
    })),
  ]);
}
