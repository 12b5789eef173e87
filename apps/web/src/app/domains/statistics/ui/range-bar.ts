import { Component, computed, inject, input, output } from '@angular/core';
import { ListFilter, X } from 'lucide';
import { Choice } from '../../../shared/ui/choice.ts';
import { Icon } from '../../../shared/ui/icon.ts';
import { wordedChoices } from '../../../shared/util/worded-choices.ts';
import { Words } from '../../../shared/util/words.ts';
import { presets, stepsOf, type Period, type Step } from '../util/period.ts';
import type { Subject } from '../util/subject.ts';

/** Which time, how it is divided, and what alone is counted. */
@Component({
  selector: 'app-range-bar',
  imports: [Choice, Icon],
  host: { class: 'flex flex-wrap items-center gap-3' },
  template: `<app-choice
      [label]="t('statistics.range.label')"
      [hidesLabel]="true"
      [choices]="presets()"
      [value]="period().preset"
      (chosen)="changed.emit(choice($event))"
    />
    @if (period().preset === 'custom') {
      <div class="flex items-center gap-2">
        <input
          type="date"
          class="input !w-[150px]"
          [attr.aria-label]="t('statistics.range.from')"
          [max]="today()"
          [value]="period().from"
          (change)="take('from', $any($event.target).value)"
        />
        <span class="text-muted" aria-hidden="true">–</span>
        <input
          type="date"
          class="input !w-[150px]"
          [attr.aria-label]="t('statistics.range.to')"
          [max]="today()"
          [value]="period().to"
          (change)="take('to', $any($event.target).value)"
        />
      </div>
    }
    <label class="flex items-center gap-2">
      <span class="sr-only">{{ t('statistics.step.label') }}</span>
      <select class="input !w-auto" (change)="changed.emit({ step: $any($event.target).value })">
        @for (each of fitting(); track each) {
          <option [value]="each" [selected]="each === step()">{{ t('statistics.step.' + each) }}</option>
        }
      </select>
    </label>
    @if (subject(); as subject) {
      <span
        class="inline-flex min-h-9 max-w-full items-center gap-1 rounded-lg bg-accent-soft pl-3 text-accent-text"
      >
        <span class="flex-none">{{ t('statistics.subject.' + subject.kind + '_only') }}</span>
        <span class="mono min-w-0 truncate font-medium">{{ subjectName() ?? '…' }}</span>
        <button
          type="button"
          class="btn plain icon small"
          [attr.aria-label]="t('statistics.subject.all')"
          (click)="changed.emit({ domain: '', alias: '', mailbox: '' })"
        >
          <app-icon [of]="cross" [size]="15" />
        </button>
      </span>
    } @else {
      <button type="button" class="btn" (click)="asked.emit()">
        <app-icon [of]="filter" [size]="16" />{{ t('statistics.subject.filter') }}
      </button>
    }`,
})
export class RangeBar {
  readonly period = input.required<Period>();
  readonly step = input.required<Step>();
  readonly today = input.required<string>();
  readonly subject = input.required<Subject | undefined>();
  /** Undefined: not known yet. */
  readonly subjectName = input.required<string | undefined>();
  /** What changes in the address. */
  readonly changed =
    output<Partial<Record<'range' | 'from' | 'to' | 'step' | 'domain' | 'alias' | 'mailbox', string>>>();
  /** A subject shall be chosen. */
  readonly asked = output();
  protected readonly t = inject(Words).t;
  protected readonly presets = wordedChoices(presets, 'statistics.range.');
  protected readonly cross = X;
  protected readonly filter = ListFilter;
  protected readonly fitting = computed(() => stepsOf(this.period().days));

  /** Dates of one's own begin with what is shown. */
  protected choice(preset: (typeof presets)[number]) {
    const { from, to } = this.period();
    return preset === 'custom' ? { range: preset, from, to } : { range: preset, from: '', to: '' };
  }

  protected take(name: 'from' | 'to', day: string): void {
    const { from, to } = this.period();
    if (day !== '') this.changed.emit({ from, to, range: 'custom', [name]: day });
  }
}
