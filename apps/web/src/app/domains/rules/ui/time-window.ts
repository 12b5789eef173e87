import { Component, computed, inject, input, output } from '@angular/core';
import { Words } from '../../../shared/util/words.ts';
import type { ConditionDraft } from '../util/draft.ts';
import { weekdays, type Weekday } from '../util/fields.ts';

/** From when to when, on which days, and in which time zone. */
@Component({
  selector: 'app-time-window',
  host: { class: 'flex flex-wrap items-center gap-2' },
  template: `<input
      type="time"
      class="input tabular !w-auto flex-[0_1_120px]"
      [attr.aria-label]="t('rules.builder.start')"
      [attr.aria-invalid]="isInvalid()"
      [attr.aria-describedby]="describedBy()"
      [value]="draft().start"
      (input)="changed.emit({ start: $any($event.target).value })"
    />
    <span class="text-muted">{{ t('rules.builder.until') }}</span>
    <input
      type="time"
      class="input tabular !w-auto flex-[0_1_120px]"
      [attr.aria-label]="t('rules.builder.end')"
      [attr.aria-invalid]="isInvalid()"
      [attr.aria-describedby]="describedBy()"
      [value]="draft().end"
      (input)="changed.emit({ end: $any($event.target).value })"
    />
    <div class="segments" role="group" [attr.aria-label]="t('rules.builder.days')">
      @for (day of days; track day) {
        <button type="button" class="!px-2" [attr.aria-pressed]="isChosen(day)" (click)="toggle(day)">
          {{ t('rules.day.' + day) }}
        </button>
      }
    </div>
    <select
      class="input !w-auto min-w-0 flex-[1_1_170px]"
      [attr.aria-label]="t('rules.builder.time_zone')"
      (change)="changed.emit({ timeZone: $any($event.target).value })"
    >
      @for (zone of zones(); track zone) {
        <option [value]="zone" [selected]="zone === draft().timeZone">
          {{ zone === '' ? 'UTC' : zone }}
        </option>
      }
    </select>`,
})
export class TimeWindow {
  readonly draft = input.required<ConditionDraft>();
  readonly isInvalid = input<'true' | null>(null);
  readonly describedBy = input<string | null>(null);
  readonly changed = output<Partial<ConditionDraft>>();
  protected readonly t = inject(Words).t;
  protected readonly days = weekdays;
  /** What this browser knows, and what is stored, which may be a name that it does not. */
  protected readonly zones = computed(() => [
    ...new Set(['', this.draft().timeZone, ...Intl.supportedValuesOf('timeZone')]),
  ]);

  /** No day at all stands for every day. */
  protected isChosen(day: Weekday): boolean {
    const chosen = this.draft().weekdays;
    return chosen.length === 0 || chosen.includes(day);
  }

  protected toggle(day: Weekday): void {
    const before = this.draft().weekdays.length === 0 ? weekdays : this.draft().weekdays;
    const next = weekdays.filter((each) => (each === day ? !before.includes(day) : before.includes(each)));
    this.changed.emit({ weekdays: next.length === weekdays.length ? [] : next });
  }
}
