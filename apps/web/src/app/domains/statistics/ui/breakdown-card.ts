import { Component, computed, inject, input, output } from '@angular/core';
import { RouterLink } from '@angular/router';
import type { Answer } from '@smtpy/contract/web';
import type { Loading } from '../../../shared/data/loading.ts';
import { Address } from '../../../shared/ui/address.ts';
import { FailurePanel } from '../../../shared/ui/failure-panel.ts';
import { Skeleton } from '../../../shared/ui/skeleton.ts';
import { Formats } from '../../../shared/util/formats.ts';
import { Words } from '../../../shared/util/words.ts';
import { linkOf, type Dimension } from '../util/subject.ts';
import { ChangeText } from './change-text.ts';

type Breakdown = Answer<'getStatisticsBreakdown'>;

/** What there was most of: a list with bars, by what is chosen. */
@Component({
  selector: 'app-breakdown-card',
  imports: [RouterLink, Address, FailurePanel, Skeleton, ChangeText],
  host: { class: 'card block overflow-clip' },
  template: `<header class="flex flex-wrap items-center justify-between gap-3 border-b border-line px-5 py-3">
      <h2 class="m-0">{{ t('statistics.breakdown.title') }}</h2>
      <label class="flex items-center gap-2">
        <span class="text-[13px] text-muted">{{ t('statistics.breakdown.by') }}</span>
        <select class="input !w-auto" (change)="changed.emit($any($event.target).value)">
          @for (each of dimensions(); track each) {
            <option [value]="each" [selected]="each === by()">
              {{ t('statistics.breakdown.of.' + each) }}
            </option>
          }
        </select>
      </label>
    </header>
    @if (of().failure(); as failure) {
      <app-failure [of]="failure" (retry)="of().reload()" />
    } @else if (of().value() === undefined) {
      <app-skeleton class="m-5" [height]="320" />
    } @else if (rows().length === 0) {
      <p class="m-0 px-5 py-12 text-center text-muted">{{ t('statistics.breakdown.none') }}</p>
    } @else {
      <div class="overflow-x-auto" [attr.aria-busy]="of().isLoading()">
        <table class="table">
          <thead>
            <tr>
              <th scope="col">{{ t('statistics.breakdown.of.' + shownBy()) }}</th>
              <th scope="col" class="number">{{ t('statistics.breakdown.count.' + shownBy()) }}</th>
              <th scope="col" class="number">{{ t('statistics.totals.change') }}</th>
            </tr>
          </thead>
          <tbody>
            @for (row of rows(); track row.key) {
              <tr>
                <td class="w-full max-w-0">
                  <div class="grid gap-1.5">
                    @if (row.link; as link) {
                      <a
                        class="max-w-full justify-self-start truncate text-text no-underline hover:underline"
                        [routerLink]="link.path"
                        [queryParams]="link.query"
                      >
                        @if (row.isAddress) {
                          <app-address [of]="row.name" />
                        } @else {
                          {{ row.name }}
                        }
                      </a>
                    } @else {
                      <span class="truncate" [class.text-muted]="row.isGone" [attr.lang]="row.language">{{
                        row.name
                      }}</span>
                    }
                    <span class="block h-1.5 rounded-full bg-sunken" aria-hidden="true"
                      ><span
                        class="block h-full rounded-full bg-[var(--chart-accent)]"
                        [style.width.%]="row.share * 100"
                      ></span
                    ></span>
                  </div>
                </td>
                <td class="number align-top font-medium">{{ formats.number(row.count) }}</td>
                <td class="number align-top">
                  @if (row.before !== null) {
                    <app-change-text [now]="row.count" [before]="row.before" />
                  }
                </td>
              </tr>
            }
          </tbody>
        </table>
      </div>
      @if (left() > 0) {
        <p class="m-0 border-t border-line px-5 py-3 text-[13px] text-muted">
          {{ tn('statistics.breakdown.more', left()) }}
        </p>
      }
    }`,
})
export class BreakdownCard {
  readonly of = input.required<Loading<Breakdown>>();
  readonly by = input.required<Dimension>();
  readonly dimensions = input.required<readonly Dimension[]>();
  readonly changed = output<Dimension>();
  readonly #words = inject(Words);
  protected readonly t = this.#words.t;
  protected readonly tn = this.#words.tn;
  protected readonly formats = inject(Formats);
  /** Of what is shown; while another is on its way still the one before. */
  protected readonly shownBy = computed(() => this.of().value()?.by ?? this.by());
  protected readonly left = computed(() => {
    const breakdown = this.of().value();
    return breakdown === undefined ? 0 : breakdown.total - breakdown.items.length;
  });
  protected readonly rows = computed(() => {
    const items = this.of().value()?.items ?? [];
    const by = this.shownBy();
    const highest = Math.max(1, ...items.map(({ count }) => count));
    return items.map((item) => ({
      key: item.key,
      ...this.#nameOf(by, item),
      isAddress: by === 'alias' || by === 'mailbox',
      link: linkOf(by, item),
      count: item.count,
      before: item.previous_count,
      share: item.count / highest,
    }));
  });

  /** In words where there are some; what the server says itself is English. */
  #nameOf(
    by: Dimension,
    { key, name }: Breakdown['items'][number],
  ): { readonly name: string; readonly isGone: boolean; readonly language: string | null } {
    const told = (text: string, language: string | null = null) => ({ name: text, isGone: false, language });
    if (name === null) return { ...told(this.t('statistics.breakdown.gone')), isGone: true };
    if (by === 'state') return told(this.t(`state.${key}`));
    if (by === 'authentication') {
      const [check = '', result = ''] = key.split(':');
      return told(`${check.toUpperCase()} ${result}`);
    }
    if (by !== 'reason' && by !== 'failure_class') return told(name);
    const word = `statistics.${by}.${key}`;
    return this.#words.has(word) ? told(this.t(word)) : told(name.replaceAll('_', ' '), 'en');
  }
}
