import { Component, computed, inject, input } from '@angular/core';
import type { Answer } from '@smtpy/contract/web';
import type { Loading } from '../../../shared/data/loading.ts';
import { FailurePanel } from '../../../shared/ui/failure-panel.ts';
import { Skeleton } from '../../../shared/ui/skeleton.ts';
import { Formats } from '../../../shared/util/formats.ts';
import { Words } from '../../../shared/util/words.ts';
import { latencyBars } from '../util/histogram.ts';

/** How long mail takes, in words and as bars. */
@Component({
  selector: 'app-latency-card',
  imports: [FailurePanel, Skeleton],
  host: { class: 'card padded grid grid-cols-1 content-start gap-4' },
  template: `<h2 class="m-0">{{ t('statistics.latency.title') }}</h2>
    @if (of().failure(); as failure) {
      <app-failure [of]="failure" (retry)="of().reload()" />
    } @else if (of().value() === undefined) {
      <app-skeleton [height]="200" />
    } @else if (words(); as words) {
      <p class="prose m-0 text-base">{{ words.now }}</p>
      @if (words.before) {
        <p class="prose m-0 text-muted">{{ words.before }}</p>
      }
      <figure class="m-0 grid grid-cols-1 gap-1.5">
        <div class="flex h-28 items-end gap-[3px] border-b border-line" aria-hidden="true">
          @for (bar of bars(); track bar.fromMs) {
            <span
              class="min-w-0 flex-1 rounded-t-[3px] bg-[var(--chart-accent)]"
              [style.height.%]="bar.share === 0 ? 0 : 3 + bar.share * 97"
              [title]="told(bar)"
            ></span>
          }
        </div>
        <div class="flex justify-between text-[13px] text-muted" aria-hidden="true">
          <span>{{ formats.duration(bars()[0]?.fromMs ?? 0) }}</span>
          <span>{{ formats.duration(bars().at(-1)?.toMs ?? 0) }}</span>
        </div>
        <ul class="sr-only">
          @for (bar of bars(); track bar.fromMs) {
            @if (bar.count > 0) {
              <li>{{ told(bar) }}</li>
            }
          }
        </ul>
      </figure>
      <p class="m-0 text-[13px] text-muted">{{ t('statistics.latency.why') }}</p>
    } @else {
      <p class="m-0 py-10 text-center text-muted">{{ t('statistics.latency.none') }}</p>
    }`,
})
export class LatencyCard {
  readonly of = input.required<Loading<Answer<'getStatisticsLatency'>>>();
  readonly #words = inject(Words);
  protected readonly t = this.#words.t;
  protected readonly formats = inject(Formats);
  protected readonly bars = computed(() => latencyBars(this.of().value()?.histogram ?? []));
  protected readonly words = computed(() => {
    const latency = this.of().value();
    if (latency === undefined || latency.p50_ms === null) return undefined;
    const { duration } = this.formats;
    const { count, p50_ms, p90_ms, p99_ms, previous } = latency;
    return {
      now: this.#words.tn('statistics.latency.words', count, {
        half: duration(p50_ms),
        most: duration(p90_ms ?? p50_ms),
        nearly: duration(p99_ms ?? p50_ms),
      }),
      before:
        previous === null || previous.p50_ms === null
          ? undefined
          : this.t('statistics.latency.before', { half: duration(previous.p50_ms) }),
    };
  });

  protected told({
    fromMs,
    toMs,
    count,
  }: {
    readonly fromMs: number;
    readonly toMs: number;
    readonly count: number;
  }) {
    const { duration } = this.formats;
    return this.#words.tn('statistics.latency.bar', count, { from: duration(fromMs), to: duration(toMs) });
  }
}
