import { Component, inject, input, output } from '@angular/core';
import { Check, Hourglass } from 'lucide';
import { Icon } from '../../../shared/ui/icon.ts';
import { Words } from '../../../shared/util/words.ts';
import type { Step, StepState } from '../util/progress.ts';

/** A step: its number or a tick, its name, what came of it; open, what there is to do (projected). */
@Component({
  selector: 'app-step-card',
  imports: [Icon],
  host: { class: 'card block', '[class.is-open]': 'isOpen()' },
  template: `<h2 class="m-0">
      <button
        type="button"
        class="flex w-full items-center gap-3.5 rounded-xl px-4 py-3.5 text-left sm:px-5"
        [attr.aria-expanded]="isOpen()"
        (click)="opened.emit()"
      >
        <span class="mark" [class]="state()">
          @switch (state()) {
            @case ('done') {
              <app-icon [of]="check" [size]="16" />
            }
            @case ('waiting') {
              <app-icon [of]="hourglass" [size]="15" />
            }
            @default {
              {{ number() }}
            }
          }
        </span>
        <span class="min-w-0 flex-1"
          ><span class="block">{{ t('onboarding.' + step() + '.title') }}</span>
          @if (summary() !== '') {
            <span class="block truncate text-[13px] font-normal text-muted">{{ summary() }}</span>
          }
        </span>
        <span class="sr-only">{{ t('onboarding.state_' + state()) }}</span>
      </button>
    </h2>
    @if (isOpen()) {
      <div class="px-4 pb-5 sm:pr-6 sm:pl-[66px]"><ng-content /></div>
    }`,
  styles: `
    .mark {
      display: grid;
      flex: none;
      place-content: center;
      width: 30px;
      height: 30px;
      border: 1.5px solid var(--line-strong);
      border-radius: 999px;
      color: var(--muted);
      font-size: 14px;
      font-weight: 600;
    }
    .mark.done {
      border-color: transparent;
      background: var(--green-soft);
      color: var(--green);
    }
    .mark.waiting {
      border-color: transparent;
      background: var(--amber-soft);
      color: var(--amber);
    }
    :host(.is-open) .mark.open {
      border-color: transparent;
      background: var(--accent);
      color: var(--on-accent);
    }
  `,
})
export class StepCard {
  readonly step = input.required<Step>();
  readonly state = input.required<StepState>();
  /** From 1. */
  readonly number = input.required<number>();
  readonly isOpen = input.required<boolean>();
  /** What there is of it: an address, a name. */
  readonly summary = input('');
  readonly opened = output();
  protected readonly t = inject(Words).t;
  protected readonly check = Check;
  protected readonly hourglass = Hourglass;
}
