import { Component, computed, inject } from '@angular/core';
import { RouterLink } from '@angular/router';
import { Mail } from 'lucide';
import { Live } from '../../../shared/data/live.ts';
import { loading } from '../../../shared/data/loading.ts';
import { Session } from '../../../shared/data/session.ts';
import { EmptyState } from '../../../shared/ui/empty-state.ts';
import { FailurePanel } from '../../../shared/ui/failure-panel.ts';
import { Skeleton } from '../../../shared/ui/skeleton.ts';
import { Kpi } from '../../../shared/ui/kpi.ts';
import { StateChip } from '../../../shared/ui/state-chip.ts';
import { TimeAgo } from '../../../shared/ui/time-ago.ts';
import { Clock } from '../../../shared/util/clock.ts';
import { Formats } from '../../../shared/util/formats.ts';
import { Words } from '../../../shared/util/words.ts';
import { AliasInHand } from '../data/alias-in-hand.ts';
import { ActivityChart } from '../ui/activity-chart.ts';

const shownMessages = 10;

/** What happens with an alias: its counters, the last 30 days, the latest messages. It goes on by itself while mail comes. */
@Component({
  selector: 'app-alias-activity',
  imports: [ActivityChart, EmptyState, FailurePanel, Kpi, RouterLink, Skeleton, StateChip, TimeAgo],
  host: { class: 'grid grid-cols-1 gap-6' },
  templateUrl: './activity.html',
})
export class AliasActivity {
  protected readonly hand = inject(AliasInHand);
  protected readonly t = inject(Words).t;
  readonly #formats = inject(Formats);
  readonly #clock = inject(Clock);
  readonly #session = inject(Session);
  protected readonly mail = Mail;
  protected readonly seesStatistics = computed(() => this.#session.can('statistics:read'));
  protected readonly seesMessages = computed(() => this.#session.can('messages:read'));
  readonly #id = computed(() => this.hand.alias()?.id);
  protected readonly series = loading('getStatisticsSeries', () => {
    const id = this.#id();
    return id === undefined || !this.seesStatistics()
      ? undefined
      : { query: { alias_id: id, time_zone: this.#formats.timeZone() } };
  });
  protected readonly messages = loading('listMessages', () => {
    const id = this.#id();
    return id === undefined || !this.seesMessages()
      ? undefined
      : { query: { alias_id: id, limit: shownMessages } };
  });
  protected readonly counters = computed(() => {
    const alias = this.hand.alias();
    if (alias === undefined) return [];
    const { forwarded, replied, blocked, bounced } = alias.counters;
    const { number } = this.#formats;
    return [
      { name: 'forwarded', value: number(forwarded) },
      { name: 'replied', value: number(replied) },
      { name: 'blocked', value: number(blocked) },
      { name: 'bounced', value: number(bounced) },
      {
        name: 'last_activity',
        value:
          alias.last_activity_at === null
            ? this.t('aliases.never')
            : this.#formats.relative(alias.last_activity_at, this.#clock.now()),
      },
    ];
  });

  constructor() {
    inject(Live).onAny(
      [
        'message.accepted',
        'message.refused',
        'delivery.delivered',
        'delivery.held',
        'delivery.deferred',
        'delivery.bounced',
        'delivery.discarded',
      ],
      () => {
        this.messages.reload();
        this.series.reload();
        this.hand.reload();
      },
    );
  }
}
