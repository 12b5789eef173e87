import { Component, computed, inject, input } from '@angular/core';
import { Formats } from '../util/formats.ts';
import { outcomeBars, outcomes, sumOutcomes, type OutcomeStep } from '../util/outcomes.ts';
import { Words } from '../util/words.ts';
import { Chart } from './chart.ts';

/**
 * Bars by outcome over time, or the same numbers as a table; the legend says the sums. The library comes when they are seen, and their place is
 * kept free, so that nothing waits for it or jumps.
 */
@Component({
  selector: 'app-outcome-chart',
  imports: [Chart],
  host: { class: 'grid grid-cols-1 gap-4 content-start' },
  template: `@if (isTable()) {
      <div
        class="overflow-auto rounded-lg border border-line"
        tabindex="0"
        role="region"
        [attr.aria-label]="label()"
        [style.height.px]="height() + 36"
      >
        <table class="table">
          <caption class="sr-only">
            {{
              label()
            }}
          </caption>
          <thead>
            <tr>
              <th scope="col">{{ stepWord() }}</th>
              @for (outcome of outcomes; track outcome) {
                <th scope="col" class="number">{{ t('outcome.' + outcome) }}</th>
              }
            </tr>
          </thead>
          <tbody>
            @for (step of newestFirst(); track step.title) {
              <tr>
                <th scope="row" class="!static !border-0 !border-t !border-line !font-normal !text-text">
                  {{ step.title }}
                </th>
                @for (outcome of outcomes; track outcome) {
                  <td class="number" [class.text-faint]="step.counts[outcome] === 0">
                    {{ formats.number(step.counts[outcome]) }}
                  </td>
                }
              </tr>
            }
          </tbody>
        </table>
      </div>
    } @else {
      <ul class="m-0 flex min-h-5 list-none flex-wrap gap-x-4 gap-y-1 p-0 text-[13px] text-muted">
        @for (outcome of outcomes; track outcome) {
          @if (sums()[outcome] > 0) {
            <li class="flex items-center gap-1.5">
              <span
                class="h-2.5 w-2.5 rounded-[3px]"
                [style.background]="'var(--chart-' + outcome + ')'"
                aria-hidden="true"
              ></span
              >{{ t('outcome.' + outcome) }}
              <span class="tabular font-medium text-text">{{ formats.number(sums()[outcome]) }}</span>
            </li>
          }
        }
      </ul>
      <div [style.height.px]="height()">
        @defer (on viewport) {
          <app-chart class="h-full" [make]="make()" [label]="label()" />
        } @placeholder {
          <div class="h-full">
            <span class="sr-only">{{ t('list.loading') }}</span>
          </div>
        }
      </div>
    }`,
})
export class OutcomeChart {
  readonly steps = input.required<readonly OutcomeStep[]>();
  /** What the picture shows, for screen readers. */
  readonly label = input.required<string>();
  /** What the steps are: the head of their column. */
  readonly stepWord = input.required<string>();
  readonly isTable = input(false);
  /** Of the bars, in px. */
  readonly height = input(260);
  protected readonly t = inject(Words).t;
  protected readonly formats = inject(Formats);
  protected readonly outcomes = outcomes;
  protected readonly sums = computed(() => sumOutcomes(this.steps()));
  protected readonly newestFirst = computed(() => this.steps().toReversed());
  protected readonly make = computed(() => {
    const steps = this.steps();
    const { t, formats } = this;
    return (colour: (token: string) => string) =>
      outcomeBars(steps, {
        colour,
        word: (outcome) => t(`outcome.${outcome}`),
        number: formats.number,
      });
  });
}
