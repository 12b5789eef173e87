import { Component, computed, inject, input, signal } from '@angular/core';
import {
  ChevronDown,
  CircleCheck,
  CircleDashed,
  CircleMinus,
  CircleQuestionMark,
  TriangleAlert,
} from 'lucide';
import { Icon } from '../../../shared/ui/icon.ts';
import { RecordRow } from '../../../shared/ui/record-row.ts';
import { Words } from '../../../shared/util/words.ts';
import { adviseOn } from '../util/advice.ts';
import type { Step, StepName } from '../util/steps.ts';

const looks = {
  right: { icon: CircleCheck, colour: 'text-green' },
  wrong: { icon: CircleDashed, colour: 'text-amber' },
  advised: { icon: TriangleAlert, colour: 'text-amber' },
  unknown: { icon: CircleQuestionMark, colour: 'text-muted' },
  unwanted: { icon: CircleMinus, colour: 'text-muted' },
} as const;

/** What people look for by its short name. */
const shortNames: Readonly<Record<StepName, string>> = {
  ownership: 'TXT',
  receiving: 'MX',
  sending: 'SPF, DKIM',
  policy: 'DMARC',
  extras: 'MTA-STS, TLS-RPT',
};

/** A step of the check list: one line when it is right, with its records when it is not, or when somebody opens it. */
@Component({
  selector: 'app-step-card',
  imports: [Icon, RecordRow],
  host: { class: 'block' },
  template: `<h2 class="m-0">
      <button
        type="button"
        class="flex w-full items-center gap-3 px-4 py-3.5 text-left -outline-offset-2 hover:bg-hover sm:px-5"
        [attr.aria-expanded]="isOpen()"
        [attr.aria-controls]="bodyId()"
        (click)="choice.set(!isOpen())"
      >
        <app-icon [of]="look().icon" [size]="20" [class]="look().colour" />
        <span class="flex min-w-0 flex-1 flex-wrap items-baseline gap-x-2.5">
          <span class="text-[15px] font-semibold">{{ t('domains.step.' + of().name + '.title') }}</span>
          <span class="text-[13px] font-normal text-muted">{{ shortName() }}</span>
        </span>
        <span class="text-[13px] font-medium" [class]="look().colour">{{ summary() }}</span>
        <app-icon
          [of]="chevron"
          class="text-muted transition-transform duration-150"
          [class.rotate-180]="isOpen()"
        />
      </button>
    </h2>
    @if (isOpen()) {
      <div class="grid gap-5 px-4 pt-1 pb-5 sm:pr-5 sm:pl-[52px]" [id]="bodyId()">
        <p class="prose m-0 text-muted">{{ t('domains.step.' + of().name + '.text') }}</p>
        <ng-content />
        @for (each of shown(); track each.record.name + each.record.purpose) {
          <app-record-row
            [of]="each.record"
            [title]="t('domains.record.' + each.record.purpose)"
            [reason]="each.reason"
            [reasonLanguage]="each.language"
            [zone]="zone()"
            [isShort]="isShort()"
            [isChecking]="isChecking()"
          >
            <span beside class="contents">
              @if (each.record.key_state !== null && each.record.key_state !== 'active') {
                <span class="chip">{{ t('domains.key.' + each.record.key_state) }}</span>
              }
              @if (each.record.is_required && each.record.verdict !== 'ok') {
                <span class="text-[13px] text-muted">{{ t('domains.required') }}</span>
              }
            </span>
          </app-record-row>
        }
      </div>
    }`,
})
export class StepCard {
  readonly of = input.required<Step>();
  readonly zone = input.required<string>();
  readonly isShort = input(false);
  readonly isChecking = input(false);
  /** Whether it is open while nothing is known: what was just added has to be published first of all. */
  readonly opensUnknown = input(false);
  readonly #words = inject(Words);
  protected readonly t = this.#words.t;
  protected readonly chevron = ChevronDown;
  /** Whether somebody opened or closed it. */
  protected readonly choice = signal<boolean | undefined>(undefined);
  protected readonly isOpen = computed(() => {
    const { state } = this.of();
    if (state === 'unknown') return this.choice() ?? this.opensUnknown();
    return this.choice() ?? (state === 'wrong' || state === 'advised');
  });
  protected readonly bodyId = computed(() => `step-${this.of().name}`);
  protected readonly look = computed(() => looks[this.of().state]);
  protected readonly shortName = computed(() => shortNames[this.of().name]);
  protected readonly summary = computed(() => this.t(`domains.step_state.${this.of().state}`));
  protected readonly shown = computed(() =>
    this.of().records.map((record) => {
      const { value, reason, values } = adviseOn(record);
      const key = `domains.reason.${reason}`;
      const isKnown = this.#words.has(key);
      return {
        record: { ...record, value },
        reason: isKnown ? this.t(key, values) : `${record.reason}.`,
        language: isKnown ? null : 'en',
      };
    }),
  );
}
