import { Component, computed, effect, inject, untracked } from '@angular/core';
import { loading } from '../../../shared/data/loading.ts';
import { FailurePanel } from '../../../shared/ui/failure-panel.ts';
import { Kpi } from '../../../shared/ui/kpi.ts';
import { Skeleton } from '../../../shared/ui/skeleton.ts';
import { TimeAgo } from '../../../shared/ui/time-ago.ts';
import { Clock } from '../../../shared/util/clock.ts';
import { Formats } from '../../../shared/util/formats.ts';
import { urlQuery } from '../../../shared/util/url-query.ts';
import { Words } from '../../../shared/util/words.ts';
import { QueueDeliveries } from './queue-deliveries.ts';

const states = ['queued', 'sending', 'deferred', 'held'] as const;

/** What waits, since when, and where to; its numbers go on by themselves. */
@Component({
  selector: 'app-queue',
  imports: [FailurePanel, Kpi, QueueDeliveries, Skeleton, TimeAgo],
  host: { class: 'grid grid-cols-1 gap-6' },
  template: `@if (queue.value(); as value) {
      <div class="grid grid-cols-2 gap-3 lg:grid-cols-4">
        @for (number of numbers(); track number.state) {
          <app-kpi [label]="t('state.' + number.state)" [value]="number.count" />
        }
      </div>
      <p class="m-0 text-muted">
        @if (value.oldest_due_at; as at) {
          {{ t('administration.queue.due') }} <app-time-ago [of]="at" />
        } @else {
          {{ t('administration.queue.nothing_due') }}
        }
      </p>
      @if (value.destinations.length > 0) {
        <section class="grid gap-3">
          <h2 class="m-0">{{ t('administration.queue.destinations') }}</h2>
          <div class="card overflow-clip">
            <table class="table cards">
              <caption class="sr-only">
                {{
                  t('administration.queue.destinations')
                }}
              </caption>
              <thead>
                <tr>
                  <th scope="col">{{ t('administration.domains.one') }}</th>
                  <th scope="col" class="number">{{ t('state.queued') }}</th>
                  <th scope="col" class="number">{{ t('state.deferred') }}</th>
                  <th scope="col">{{ t('administration.queue.oldest') }}</th>
                  <th scope="col">{{ t('administration.queue.next') }}</th>
                </tr>
              </thead>
              <tbody>
                @for (destination of value.destinations; track destination.domain) {
                  <tr>
                    <td class="full">
                      <button
                        type="button"
                        class="link mono break-all"
                        (click)="query.set({ destination: destination.domain })"
                      >
                        {{ destination.domain }}
                      </button>
                    </td>
                    <td class="number" [attr.data-label]="t('state.queued')">
                      {{ formats.number(destination.queued) }}
                    </td>
                    <td class="number" [attr.data-label]="t('state.deferred')">
                      {{ formats.number(destination.deferred) }}
                    </td>
                    <td class="phone-hidden text-muted"><app-time-ago [of]="destination.oldest_at" /></td>
                    <td class="full text-muted" [attr.data-label]="t('administration.queue.next')">
                      <app-time-ago [of]="destination.next_attempt_at" />
                    </td>
                  </tr>
                }
              </tbody>
            </table>
          </div>
        </section>
      }
    } @else if (queue.failure(); as failure) {
      <app-failure class="card" [of]="failure" (retry)="queue.reload()" />
    } @else {
      <app-skeleton [height]="96" />
    }
    <app-queue-deliveries (changed)="queue.reload()" />`,
})
export class Queue {
  protected readonly formats = inject(Formats);
  protected readonly t = inject(Words).t;
  protected readonly query = urlQuery('destination');
  protected readonly queue = loading('getQueue', () => ({}), { isPersonal: true });
  protected readonly numbers = computed(() =>
    states.map((state) => {
      const found = this.queue.value()?.states.find((each) => each.state === state);
      return { state, count: this.formats.count(found?.count ?? 0) };
    }),
  );

  constructor() {
    const clock = inject(Clock);
    effect(() => {
      clock.now();
      if (untracked(() => this.queue.value()) !== undefined) this.queue.reload();
    });
  }
}
