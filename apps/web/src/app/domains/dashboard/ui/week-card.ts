import { Component, computed, inject, input, signal } from '@angular/core';
import { RouterLink } from '@angular/router';
import { LookSwitch } from '../../../shared/ui/look-switch.ts';
import { OutcomeChart } from '../../../shared/ui/outcome-chart.ts';
import { Skeleton } from '../../../shared/ui/skeleton.ts';
import { dayLabels } from '../../../shared/util/day-label.ts';
import { sumOutcomes } from '../../../shared/util/outcomes.ts';
import { Words } from '../../../shared/util/words.ts';
import type { Overview } from '../util/overview.ts';

/** The last seven days by outcome. */
@Component({
  selector: 'app-week-card',
  imports: [RouterLink, LookSwitch, OutcomeChart, Skeleton],
  host: { class: 'card padded grid content-start gap-4' },
  template: `<header class="flex flex-wrap items-center justify-between gap-3">
      <h2 class="m-0">{{ t('dashboard.week.title') }}</h2>
      <app-look-switch [(isTable)]="isTable" />
    </header>
    @if (days() === undefined) {
      <app-skeleton [height]="376" />
    } @else if (isQuiet() && !isTable()) {
      <p class="m-0 grid h-[376px] place-content-center text-center text-muted">
        {{ t('dashboard.week.quiet') }}
      </p>
    } @else {
      <app-outcome-chart
        [steps]="steps()"
        [height]="340"
        [isTable]="isTable()"
        [label]="t('dashboard.week.label')"
        [stepWord]="t('dashboard.week.day')"
      />
    }
    <a class="justify-self-start text-[13px]" routerLink="/statistics">{{ t('dashboard.week.more') }}</a>`,
})
export class WeekCard {
  /** Undefined: not known yet. */
  readonly days = input.required<Overview['days'] | undefined>();
  readonly #words = inject(Words);
  protected readonly t = this.#words.t;
  protected readonly isTable = signal(false);
  readonly #labels = computed(() => dayLabels(this.#words.language()));
  protected readonly steps = computed(() =>
    (this.days() ?? []).map(({ day, ...counts }) => ({ ...this.#labels()(day), counts })),
  );
  protected readonly isQuiet = computed(() =>
    Object.values(sumOutcomes(this.steps())).every((count) => count === 0),
  );
}
