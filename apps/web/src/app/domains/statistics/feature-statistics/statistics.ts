import { Component, computed, inject } from '@angular/core';
import { ChartColumn, Download } from 'lucide';
import { loading, loadingOf } from '../../../shared/data/loading.ts';
import { Session } from '../../../shared/data/session.ts';
import { Dialogs } from '../../../shared/ui/dialogs.ts';
import { EmptyState } from '../../../shared/ui/empty-state.ts';
import { FailurePanel } from '../../../shared/ui/failure-panel.ts';
import { Icon } from '../../../shared/ui/icon.ts';
import { LookSwitch } from '../../../shared/ui/look-switch.ts';
import { OutcomeChart } from '../../../shared/ui/outcome-chart.ts';
import { PageHeader } from '../../../shared/ui/page-header.ts';
import { Skeleton } from '../../../shared/ui/skeleton.ts';
import { Clock } from '../../../shared/util/clock.ts';
import { Formats } from '../../../shared/util/formats.ts';
import { urlQuery } from '../../../shared/util/url-query.ts';
import { Words } from '../../../shared/util/words.ts';
import { Subjects } from '../data/subjects.ts';
import { BreakdownCard } from '../ui/breakdown-card.ts';
import { FiguresRow } from '../ui/figures-row.ts';
import { LatencyCard } from '../ui/latency-card.ts';
import { RangeBar } from '../ui/range-bar.ts';
import { TotalsCard } from '../ui/totals-card.ts';
import { addDays, dayIn, readPeriod, readStep } from '../util/period.ts';
import {
  dimensionsOf,
  filterOf,
  readDimension,
  readSubject,
  stepWords,
  type Subject,
} from '../util/subject.ts';
import { isNothing, outcomesOf } from '../util/sums.ts';
import type { ExportedRange } from './export-dialog.ts';

const breakdownRows = 12;

/** What happened to mail in a time, counted in every way that the server counts. Everything that is chosen stands in the address. */
@Component({
  selector: 'app-statistics',
  imports: [
    EmptyState,
    FailurePanel,
    Icon,
    LookSwitch,
    OutcomeChart,
    PageHeader,
    Skeleton,
    BreakdownCard,
    FiguresRow,
    LatencyCard,
    RangeBar,
    TotalsCard,
  ],
  template: `<div class="page">
    <app-page-header [title]="t('nav.statistics')" [text]="rangeWords()">
      <button type="button" class="btn" (click)="exportFile()">
        <app-icon [of]="download" [size]="17" />{{ t('statistics.export.open') }}
      </button>
    </app-page-header>
    <app-range-bar
      [period]="period()"
      [step]="step()"
      [today]="today()"
      [subject]="subject()"
      [subjectName]="subjectName.value()"
      (changed)="query.set($event)"
      (asked)="chooseSubject()"
    />
    @if (totals.failure(); as failure) {
      <div class="card"><app-failure [of]="failure" (retry)="totals.reload()" /></div>
    } @else if (isEmpty()) {
      <div class="card">
        <app-empty-state
          [icon]="chart"
          [title]="t('statistics.empty.title')"
          [text]="t(subject() ? 'statistics.empty.text_limited' : 'statistics.empty.text')"
        >
          @if (period().days < 90) {
            <button type="button" class="btn" (click)="query.set({ range: '90', from: '', to: '' })">
              {{ t('statistics.empty.action') }}
            </button>
          }
        </app-empty-state>
      </div>
    } @else {
      <app-figures-row [now]="totals.value()?.totals" [before]="totals.value()?.previous?.totals" />
      <section class="card padded grid grid-cols-1 content-start gap-4" aria-labelledby="series-title">
        <header class="flex flex-wrap items-center justify-between gap-3">
          <h2 class="m-0" id="series-title">{{ t('statistics.series.title') }}</h2>
          <app-look-switch
            [isTable]="isTable()"
            (isTableChange)="query.set({ look: $event ? 'table' : '' })"
          />
        </header>
        @if (series.failure(); as failure) {
          <app-failure [of]="failure" (retry)="series.reload()" />
        } @else if (series.value() === undefined) {
          <app-skeleton [height]="336" />
        } @else {
          <app-outcome-chart
            [attr.aria-busy]="series.isLoading()"
            [steps]="points()"
            [height]="300"
            [isTable]="isTable()"
            [label]="t('statistics.series.label')"
            [stepWord]="t('statistics.step.' + series.value()!.granularity)"
          />
        }
      </section>
      <div class="grid grid-cols-1 items-start gap-6 lg:grid-cols-2">
        <app-breakdown-card
          [of]="breakdown"
          [by]="by()"
          [dimensions]="dimensions()"
          (changed)="query.set({ by: $event })"
        />
        <app-totals-card [now]="totals.value()?.totals" [before]="totals.value()?.previous?.totals" />
        @if (!subject()) {
          <app-latency-card class="lg:col-span-2" [of]="latency" />
        }
      </div>
    }
  </div>`,
})
export class Statistics {
  readonly #words = inject(Words);
  protected readonly t = this.#words.t;
  readonly #session = inject(Session);
  readonly #formats = inject(Formats);
  readonly #clock = inject(Clock);
  readonly #dialogs = inject(Dialogs);
  readonly #subjects = inject(Subjects);
  protected readonly download = Download;
  protected readonly chart = ChartColumn;

  protected readonly query = urlQuery(
    'range',
    'from',
    'to',
    'step',
    'domain',
    'alias',
    'mailbox',
    'by',
    'look',
  );
  protected readonly today = computed(() => dayIn(this.#formats.timeZone(), this.#clock.now()));
  protected readonly period = computed(() => readPeriod(this.query.values(), this.today()), {
    equal: (a, b) => a.preset === b.preset && a.from === b.from && a.to === b.to,
  });
  protected readonly step = computed(() => readStep(this.query.values().step, this.period().days));
  protected readonly subject = computed(() => readSubject(this.query.values()), {
    equal: (a, b) => a?.id === b?.id,
  });
  protected readonly isTable = computed(() => this.query.values().look === 'table');
  protected readonly dimensions = computed(() => dimensionsOf(this.subject()));
  protected readonly by = computed(() => readDimension(this.query.values().by, this.subject()));

  /** What every question has. Undefined: there is nobody to ask for. */
  readonly #range = computed(() => {
    if (this.#session.organization() === undefined) return undefined;
    const { from, to } = this.period();
    return { from, to: addDays(to, 1), time_zone: this.#formats.timeZone() };
  });
  readonly #filtered = computed(() => {
    const range = this.#range();
    return range && { ...range, ...filterOf(this.subject()) };
  });

  protected readonly totals = loading('getStatisticsTotals', () => {
    const query = this.#filtered();
    return query && { query: { ...query, compare: 'previous' } };
  });
  protected readonly series = loading('getStatisticsSeries', () => {
    const query = this.#filtered();
    return query && { query: { ...query, granularity: this.step() } };
  });
  protected readonly breakdown = loading('getStatisticsBreakdown', () => {
    const query = this.#filtered();
    return query && { query: { ...query, by: this.by(), limit: breakdownRows, compare: 'previous' } };
  });
  protected readonly latency = loading('getStatisticsLatency', () => {
    const query = this.#range();
    return query && this.subject() === undefined ? { query: { ...query, compare: 'previous' } } : undefined;
  });
  protected readonly subjectName = loadingOf(
    () => this.subject(),
    (subject, signal) => this.#subjects.nameOf(subject, signal),
  );

  protected readonly isEmpty = computed(() => {
    const totals = this.totals.value();
    return totals !== undefined && isNothing(totals.totals);
  });
  protected readonly points = computed(() => {
    const series = this.series.value();
    const look = {
      step: series?.granularity ?? this.step(),
      days: this.period().days,
      language: this.#words.language(),
      time: this.#formats.time,
    };
    return (series?.points ?? []).map((point) => ({ ...stepWords(point, look), counts: outcomesOf(point) }));
  });
  protected readonly rangeWords = computed(() => {
    const { from, to } = this.period();
    const zone = this.#formats.timeZone();
    const date = new Intl.DateTimeFormat(this.#words.language() === 'fr' ? 'fr' : 'en-GB', {
      dateStyle: 'long',
      timeZone: 'UTC',
    });
    const range = date.formatRange(Date.parse(from), Date.parse(to));
    return this.t('statistics.range.words', { range, zone: zone.replaceAll('_', ' ') });
  });

  protected async chooseSubject(): Promise<void> {
    const subject = await this.#dialogs.open<Subject>(() =>
      import('./subject-dialog.ts').then((m) => m.SubjectDialog),
    );
    if (subject !== undefined)
      this.query.set({ domain: '', alias: '', mailbox: '', [subject.kind]: subject.id });
  }

  protected async exportFile(): Promise<void> {
    const query = { ...this.#range(), granularity: this.step() };
    const data: ExportedRange = { query, range: this.rangeWords(), isLimited: this.subject() !== undefined };
    await this.#dialogs.open(() => import('./export-dialog.ts').then((m) => m.ExportDialog), data);
  }
}
