import { Component, computed, DestroyRef, inject } from '@angular/core';
import { RouterLink } from '@angular/router';
import { Sparkles } from 'lucide';
import { Live } from '../../../shared/data/live.ts';
import { loading } from '../../../shared/data/loading.ts';
import { Session } from '../../../shared/data/session.ts';
import { EmptyState } from '../../../shared/ui/empty-state.ts';
import { FailurePanel } from '../../../shared/ui/failure-panel.ts';
import { PageHeader } from '../../../shared/ui/page-header.ts';
import { Skeleton } from '../../../shared/ui/skeleton.ts';
import { Formats } from '../../../shared/util/formats.ts';
import { inTurn } from '../../../shared/util/in-turn.ts';
import { Words } from '../../../shared/util/words.ts';
import { AttentionList } from '../ui/attention-list.ts';
import { KpiRow } from '../ui/kpi-row.ts';
import { LatestCard } from '../ui/latest-card.ts';
import { WeekCard } from '../ui/week-card.ts';
import { attentionLines } from '../util/attention.ts';
import { seemsNew } from '../util/overview.ts';

/** Events after which the latest messages look otherwise. */
const changing = [
  'message.accepted',
  'delivery.held',
  'delivery.released',
  'delivery.deferred',
  'delivery.delivered',
  'delivery.bounced',
  'delivery.expired',
  'delivery.discarded',
  'delivery.cancelled',
] as const;
/** Events after which the numbers do as well. */
const counting = [
  ...changing,
  'message.refused',
  'domain.activated',
  'domain.degraded',
  'domain.recovered',
  'mailbox.paused',
  'mailbox.resumed',
] as const;
/** Numbers are dearer to the server than the list: on a busy organization they are asked for this often at most. */
const numbersEveryMs = 10_000;

/** Whether mail flows, at a glance: what needs attention, four numbers, the week, and the latest messages, live. */
@Component({
  selector: 'app-dashboard',
  imports: [
    RouterLink,
    EmptyState,
    FailurePanel,
    PageHeader,
    Skeleton,
    AttentionList,
    KpiRow,
    LatestCard,
    WeekCard,
  ],
  template: `<div class="page">
    <app-page-header [title]="t('nav.dashboard')" [text]="t('dashboard.text')" />
    @if (isNew()) {
      <div class="card">
        <app-empty-state
          [icon]="sparkles"
          [title]="t('dashboard.welcome.title')"
          [text]="t('dashboard.welcome.text')"
        >
          <a class="btn primary" routerLink="/welcome">{{ t('dashboard.welcome.action') }}</a>
        </app-empty-state>
      </div>
    } @else if (isAwaited()) {
      <app-kpi-row [of]="undefined" />
      <div class="grid gap-6 lg:grid-cols-[minmax(0,1.25fr)_minmax(0,1fr)]">
        <div class="card padded"><app-skeleton [height]="480" /></div>
        <div class="card padded"><app-skeleton [height]="480" /></div>
      </div>
    } @else {
      @if (lines().length > 0) {
        <app-attention-list [lines]="lines()" />
      }
      @if (overview.failure(); as failure) {
        <div class="card"><app-failure [of]="failure" (retry)="overview.reload()" /></div>
      } @else {
        <app-kpi-row [of]="drawn() < 1 ? undefined : overview.value()" />
      }
      <div class="grid gap-6 lg:grid-cols-[minmax(0,1.25fr)_minmax(0,1fr)]">
        @if (drawn() < 2) {
          <div class="card padded"><app-skeleton [height]="480" /></div>
        } @else {
          <app-week-card [days]="overview.value()?.days" />
        }
        @if (session.can('messages:read')) {
          @if (drawn() < 3) {
            <div class="card padded"><app-skeleton [height]="480" /></div>
          } @else {
            <app-latest-card [of]="latest" />
          }
        }
      </div>
    }
  </div>`,
})
export class Dashboard {
  protected readonly t = inject(Words).t;
  protected readonly session = inject(Session);
  readonly #formats = inject(Formats);
  protected readonly sparkles = Sparkles;

  protected readonly overview = loading('getStatisticsDashboard', () =>
    this.session.organization() === undefined
      ? undefined
      : { query: { time_zone: this.#formats.timeZone() } },
  );
  protected readonly latest = loading('listMessages', () =>
    this.session.organization() === undefined ? undefined : { query: { limit: 8 } },
  );
  /** Only asked where nothing else tells whether anything was set up. */
  readonly #domains = loading('listDomains', () => {
    const overview = this.overview.value();
    return overview !== undefined && seemsNew(overview) ? { query: { limit: 1 } } : undefined;
  });
  protected readonly isNew = computed(() => {
    const overview = this.overview.value();
    if (overview === undefined || !seemsNew(overview)) return false;
    return this.#domains.value()?.items.length === 0 && (this.latest.value()?.items.length ?? 0) === 0;
  });
  /** Nothing stands yet: what needs attention comes above the rest, and would push it down under a finger. */
  protected readonly isAwaited = computed(
    () => this.overview.value() === undefined && this.overview.failure() === undefined,
  );
  protected readonly drawn = inTurn(3, () => !this.isAwaited());
  protected readonly lines = computed(() => {
    const overview = this.overview.value();
    return overview === undefined ? [] : attentionLines(overview);
  });

  constructor() {
    const live = inject(Live);
    live.onAny(changing, () => this.latest.reload());
    let timer: ReturnType<typeof setTimeout> | undefined;
    let loadedAt = 0;
    live.onAny(counting, () => {
      timer ??= setTimeout(
        () => {
          timer = undefined;
          loadedAt = Date.now();
          this.overview.reload();
        },
        Math.max(0, loadedAt + numbersEveryMs - Date.now()),
      );
    });
    inject(DestroyRef).onDestroy(() => clearTimeout(timer));
  }
}
