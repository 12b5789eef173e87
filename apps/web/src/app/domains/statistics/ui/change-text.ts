import { Component, computed, inject, input } from '@angular/core';
import { Formats } from '../../../shared/util/formats.ts';
import { Words } from '../../../shared/util/words.ts';
import { changeOf } from '../util/sums.ts';

/** How a number changed since the period before: `+12%`, or that there was nothing. */
@Component({
  selector: 'app-change-text',
  host: { class: 'tabular whitespace-nowrap text-muted' },
  template: `{{ text() }}`,
})
export class ChangeText {
  readonly now = input.required<number>();
  readonly before = input.required<number>();
  readonly #words = inject(Words);
  readonly #formats = inject(Formats);
  protected readonly text = computed(() => {
    if (this.now() === this.before()) return this.#words.t('statistics.change.same');
    const change = changeOf(this.now(), this.before());
    if (change === undefined) return this.#words.t('statistics.change.new');
    // A minus as long as the plus.
    const sign = change > 0 ? '+' : '−';
    return sign + this.#formats.percent(Math.abs(change));
  });
}
