import { Component, computed, inject, input, signal } from '@angular/core';
import type { Answer } from '@smtpy/contract/web';
import type { ChartConfiguration } from 'chart.js';
import { Chart } from '../../../shared/ui/chart.ts';
import { LookSwitch } from '../../../shared/ui/look-switch.ts';
import { Formats } from '../../../shared/util/formats.ts';
import { Words } from '../../../shared/util/words.ts';
import { chartDays, chartSeries } from '../util/chart-series.ts';

/** What became of the mail of each day, stacked; the same numbers as a table behind a switch. */
@Component({
  selector: 'app-activity-chart',
  imports: [Chart, LookSwitch],
  host: { class: 'grid grid-cols-1 gap-3' },
  template: `<div class="flex flex-wrap items-center justify-between gap-3">
      <ul class="m-0 flex list-none flex-wrap gap-x-4 gap-y-1 p-0 text-[13px]">
        @for (series of shown(); track series.name) {
          <li class="flex items-center gap-1.5">
            <span
              class="h-2.5 w-2.5 rounded-[3px]"
              aria-hidden="true"
              [style.background]="'var(--chart-' + series.colour + ')'"
            ></span
            >{{ t('aliases.chart.' + series.name) }}
            <span class="tabular text-muted">{{ formats.number(series.total) }}</span>
          </li>
        } @empty {
          <li class="text-muted">{{ t('aliases.chart.nothing') }}</li>
        }
      </ul>
      <app-look-switch [(isTable)]="isTable" />
    </div>
    @if (isTable()) {
      <div
        class="max-h-[320px] overflow-auto"
        tabindex="0"
        role="region"
        [attr.aria-label]="t('aliases.activity.days')"
      >
        <table class="table">
          <thead>
            <tr>
              <th scope="col">{{ t('aliases.chart.day') }}</th>
              @for (series of all(); track series.name) {
                <th scope="col" class="number">{{ t('aliases.chart.' + series.name) }}</th>
              }
            </tr>
          </thead>
          <tbody>
            @for (day of days(); track day.label) {
              <tr>
                <td>{{ formats.date(day.label + 'T12:00:00') }}</td>
                @for (value of day.values; track $index) {
                  <td class="number">{{ formats.number(value) }}</td>
                }
              </tr>
            }
          </tbody>
        </table>
      </div>
    } @else {
      <app-chart class="h-[220px]" [label]="t('aliases.activity.days')" [make]="make()" />
    }`,
})
export class ActivityChart {
  readonly points = input.required<Answer<'getStatisticsSeries'>['points']>();
  protected readonly t = inject(Words).t;
  protected readonly formats = inject(Formats);
  readonly #words = inject(Words);
  protected readonly isTable = signal(false);
  protected readonly all = computed(() => chartSeries(this.points()));
  protected readonly shown = computed(() => this.all().filter(({ total }) => total > 0));
  protected readonly days = computed(() => chartDays(this.points()));
  protected readonly make = computed(() => {
    const labels = this.points().map(({ label }) => this.#shortDay(label));
    const series = this.shown();
    const words = series.map(({ name }) => this.t(`aliases.chart.${name}`));
    return (colour: (token: string) => string): ChartConfiguration => ({
      type: 'bar',
      data: {
        labels,
        datasets: series.map(({ colour: name, values }, index) => ({
          label: words[index] ?? '',
          data: [...values],
          backgroundColor: colour(`chart-${name}`),
          borderRadius: 2,
          maxBarThickness: 22,
        })),
      },
      options: {
        interaction: { mode: 'index', intersect: false },
        plugins: { legend: { display: false } },
        scales: {
          x: { stacked: true, grid: { display: false }, ticks: { maxRotation: 0, autoSkipPadding: 16 } },
          y: { stacked: true, beginAtZero: true, suggestedMax: 4, ticks: { precision: 0, maxTicksLimit: 5 } },
        },
      },
    });
  });

  #shortDay(day: string): string {
    const format = new Intl.DateTimeFormat(this.#words.language() === 'fr' ? 'fr' : 'en-GB', {
      day: 'numeric',
      month: 'short',
    });
    return format.format(new Date(`${day}T12:00:00`));
  }
}
