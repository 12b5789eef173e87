import { Component, computed, inject, input } from '@angular/core';
import { Kpi } from '../../../shared/ui/kpi.ts';
import { Formats } from '../../../shared/util/formats.ts';
import { Words } from '../../../shared/util/words.ts';
import { changeOf, outcomesOf, type Sums } from '../util/sums.ts';

/** The four figures that are looked for first, each against the period before. */
@Component({
  selector: 'app-figures-row',
  imports: [Kpi],
  host: { class: 'grid grid-cols-2 gap-3 md:gap-4 lg:grid-cols-4' },
  template: `@for (figure of figures(); track figure.label) {
      <app-kpi
        class="min-h-[108px]"
        [label]="figure.label"
        [value]="figure.value"
        [comparison]="figure.comparison"
      />
    } @empty {
      @for (figure of [1, 2, 3, 4]; track figure) {
        <div class="card grid min-h-[108px] content-start gap-2 p-4">
          <span class="skeleton h-4 w-2/3"></span><span class="skeleton h-6 w-1/3"></span>
          <span class="skeleton h-3.5 w-4/5"></span>
        </div>
      }
    }`,
})
export class FiguresRow {
  /** Undefined: not known yet. */
  readonly now = input.required<Sums | undefined>();
  readonly before = input.required<Sums | undefined>();
  protected readonly t = inject(Words).t;
  readonly #formats = inject(Formats);

  protected readonly figures = computed(() => {
    const now = this.now();
    if (now === undefined) return [];
    const counts = outcomesOf(now);
    const before = this.before();
    const past = before === undefined ? undefined : outcomesOf(before);
    return [
      this.#figure('delivered', counts.delivered, { before: past?.delivered, isGoodUp: undefined }),
      {
        label: this.t('statistics.figure.rate'),
        value: now.delivery_rate === null ? '–' : this.#formats.percent(now.delivery_rate),
        comparison: this.#rate(before?.delivery_rate ?? null),
      },
      this.#figure('bounced', counts.bounced, { before: past?.bounced, isGoodUp: false }),
      this.#figure('refused', counts.refused, { before: past?.refused, isGoodUp: undefined }),
    ];
  });

  #figure(
    name: 'delivered' | 'bounced' | 'refused',
    count: number,
    { before, isGoodUp }: { readonly before: number | undefined; readonly isGoodUp: boolean | undefined },
  ) {
    return {
      label: this.t(`outcome.${name}`),
      value: this.#formats.count(count),
      comparison: before === undefined ? undefined : this.#compare(count, before, isGoodUp),
    };
  }

  #compare(count: number, before: number, isGoodUp: boolean | undefined) {
    const direction =
      count === before ? ('same' as const) : count > before ? ('up' as const) : ('down' as const);
    const change = changeOf(count, before);
    const text =
      change === undefined || direction === 'same'
        ? this.t('statistics.figure.before', { count: this.#formats.number(before) })
        : this.t('statistics.figure.change', {
            change: this.#formats.percent(Math.abs(change)),
            count: this.#formats.number(before),
          });
    const isGood =
      isGoodUp === undefined || direction === 'same' ? undefined : (direction === 'up') === isGoodUp;
    return { text, direction, isGood };
  }

  #rate(before: number | null) {
    if (before === null) return { text: this.t('statistics.figure.rate_none') };
    return { text: this.t('statistics.figure.rate_before', { rate: this.#formats.percent(before) }) };
  }
}
