import { Component, computed, inject, input } from '@angular/core';
import { Kpi } from '../../../shared/ui/kpi.ts';
import { Skeleton } from '../../../shared/ui/skeleton.ts';
import { Formats } from '../../../shared/util/formats.ts';
import { Words } from '../../../shared/util/words.ts';
import type { Overview } from '../util/overview.ts';
import { compareRates, dailyRates } from '../util/rate.ts';

/** The server counts aliases up to here; then there are this many or more. */
const mostAliases = 100_000;

/** The four numbers of the dashboard; blocks of the same height until they are known. */
@Component({
  selector: 'app-kpi-row',
  imports: [Kpi, Skeleton],
  host: { class: 'grid grid-cols-2 gap-3 md:gap-4 lg:grid-cols-4' },
  template: `@if (of() === undefined) {
      @for (kpi of [1, 2, 3, 4]; track kpi) {
        <div class="card grid min-h-[116px] content-start gap-2 p-4 sm:min-h-[108px]">
          <span class="skeleton h-4 w-2/3"></span><app-skeleton class="w-1/3" [height]="26" />
          <span class="skeleton h-3.5 w-4/5"></span>
        </div>
      }
    } @else {
      @for (kpi of kpis(); track kpi.label) {
        <app-kpi
          class="min-h-[116px] sm:min-h-[108px]"
          [label]="kpi.label"
          [value]="kpi.value"
          [comparison]="kpi.comparison"
          [line]="kpi.line"
        />
      }
    }`,
})
export class KpiRow {
  /** Undefined: not known yet. */
  readonly of = input.required<Overview | undefined>();
  protected readonly t = inject(Words).t;
  readonly #formats = inject(Formats);

  protected readonly kpis = computed(() => {
    const overview = this.of();
    if (overview === undefined) return [];
    const { t } = this;
    const { number, duration, percent } = this.#formats;
    const { forwarded_today, forwarded_yesterday, active_aliases, delivery_rate, median_latency_ms, days } =
      overview;
    return [
      {
        label: t('dashboard.kpi.forwarded'),
        value: number(forwarded_today),
        comparison: { text: t('dashboard.kpi.yesterday', { count: number(forwarded_yesterday) }) },
        line: days.map(({ delivered }) => delivered),
      },
      {
        label: t('dashboard.kpi.rate'),
        value: delivery_rate === null ? '–' : percent(delivery_rate),
        comparison: this.#rateComparison(overview),
        line: dailyRates(days),
      },
      {
        label: t('dashboard.kpi.aliases'),
        value: number(active_aliases) + (active_aliases >= mostAliases ? '+' : ''),
        comparison: { text: t('dashboard.kpi.now') },
        line: undefined,
      },
      {
        label: t('dashboard.kpi.median'),
        value: median_latency_ms === null ? '–' : duration(median_latency_ms),
        comparison: { text: t(median_latency_ms === null ? 'dashboard.kpi.nothing' : 'dashboard.kpi.days') },
        line: undefined,
      },
    ];
  });

  #rateComparison({ delivery_rate, previous_delivery_rate }: Overview) {
    const change = compareRates(delivery_rate, previous_delivery_rate);
    if (change === undefined)
      return {
        text: this.t(delivery_rate === null ? 'dashboard.kpi.nothing' : 'dashboard.kpi.days'),
        direction: undefined,
        isGood: undefined,
      };
    const { direction } = change;
    const points = this.#formats.number(change.points);
    return {
      text: this.t(`dashboard.kpi.rate_${direction}`, { points }),
      direction,
      isGood: direction === 'same' ? undefined : direction === 'up',
    };
  }
}
