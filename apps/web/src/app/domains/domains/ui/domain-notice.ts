import { Component, computed, inject, input } from '@angular/core';
import { Info, ShieldAlert, TriangleAlert } from 'lucide';
import { Icon } from '../../../shared/ui/icon.ts';
import { TimeAgo } from '../../../shared/ui/time-ago.ts';
import { Clock } from '../../../shared/util/clock.ts';
import { Words } from '../../../shared/util/words.ts';
import type { Domain } from '../data/domain-view.ts';
import { nextCheckOf } from '../util/next-check.ts';

/** What the state of a domain means and what to do, where there is something to do. */
@Component({
  selector: 'app-domain-notice',
  imports: [Icon, TimeAgo],
  host: { class: 'block empty:hidden' },
  template: `@switch (of().state) {
    @case ('pending') {
      <div class="callout">
        <app-icon [of]="info" class="mt-px text-accent-text" />
        <p class="prose m-0">
          {{ t('domains.notice.pending') }}
          @if (next(); as next) {
            <span class="text-muted">{{ t('domains.notice.next') }} <app-time-ago [of]="next" /></span>
          }
        </p>
      </div>
    }
    @case ('degraded') {
      <div class="callout warning">
        <app-icon [of]="warning" class="mt-px text-amber" />
        <p class="prose m-0">{{ t('domains.notice.degraded') }}</p>
      </div>
    }
    @case ('suspended') {
      <div class="callout danger">
        <app-icon [of]="shield" class="mt-px text-red" />
        <p class="prose m-0">{{ t('domains.notice.suspended') }}</p>
      </div>
    }
  }`,
})
export class DomainNotice {
  readonly of = input.required<Domain>();
  readonly #clock = inject(Clock);
  protected readonly t = inject(Words).t;
  /** When DNS is asked next; undefined where that should have happened, as in a sandbox, which asks nobody. */
  protected readonly next = computed(() => nextCheckOf(this.of(), this.#clock.now()));
  protected readonly info = Info;
  protected readonly warning = TriangleAlert;
  protected readonly shield = ShieldAlert;
}
