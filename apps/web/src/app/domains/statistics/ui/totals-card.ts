import { Component, inject, input } from '@angular/core';
import { Skeleton } from '../../../shared/ui/skeleton.ts';
import { Formats } from '../../../shared/util/formats.ts';
import { Words } from '../../../shared/util/words.ts';
import { counted, type Sums } from '../util/sums.ts';
import { ChangeText } from './change-text.ts';

/** Everything that is counted, beside the same of the period before. */
@Component({
  selector: 'app-totals-card',
  imports: [ChangeText, Skeleton],
  host: { class: 'card block overflow-clip' },
  template: `<h2 class="m-0 border-b border-line px-5 py-4">{{ t('statistics.totals.title') }}</h2>
    @if (now(); as now) {
      <table class="table">
        <thead>
          <tr>
            <th scope="col">{{ t('statistics.totals.what') }}</th>
            <th scope="col" class="number">{{ t('statistics.totals.now') }}</th>
            <th scope="col" class="number">{{ t('statistics.totals.before') }}</th>
            <th scope="col" class="number">{{ t('statistics.totals.change') }}</th>
          </tr>
        </thead>
        <tbody>
          @for (name of counted; track name) {
            <tr>
              <th
                scope="row"
                class="!static !border-0 !border-t !border-line !font-normal !whitespace-normal !text-text"
                [title]="t('statistics.totals.of.' + name + '.why')"
              >
                {{ t('statistics.totals.of.' + name + '.name') }}
              </th>
              <td class="number font-medium">{{ write(name, now[name]) }}</td>
              <td class="number text-muted">{{ before() ? write(name, before()![name]) : '–' }}</td>
              <td class="number">
                @if (before(); as before) {
                  <app-change-text [now]="now[name]" [before]="before[name]" />
                }
              </td>
            </tr>
          }
        </tbody>
      </table>
    } @else {
      <app-skeleton class="m-5" [height]="440" />
    }`,
})
export class TotalsCard {
  /** Undefined: not known yet. */
  readonly now = input.required<Sums | undefined>();
  readonly before = input.required<Sums | undefined>();
  protected readonly t = inject(Words).t;
  readonly #formats = inject(Formats);
  protected readonly counted = counted;

  protected write(name: (typeof counted)[number], value: number): string {
    return name === 'bytes' ? this.#formats.bytes(value) : this.#formats.number(value);
  }
}
