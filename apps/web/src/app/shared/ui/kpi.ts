import { Component, input } from '@angular/core';
import { ArrowDownRight, ArrowRight, ArrowUpRight } from 'lucide';
import { Icon } from './icon.ts';
import { Sparkline } from './sparkline.ts';

/** One number that matters: what it is, the number, how it compares, and its last days as a line. */
@Component({
  selector: 'app-kpi',
  imports: [Icon, Sparkline],
  host: { class: 'card grid content-start gap-1 p-4' },
  template: `<span class="text-[13px] text-muted">{{ label() }}</span>
    <span class="flex items-center justify-between gap-4">
      <span class="tabular text-[26px] leading-8 font-semibold tracking-[-0.02em]">{{ value() }}</span>
      @if (line(); as line) {
        <app-sparkline class="hidden w-24 flex-none sm:block" [of]="line" />
      }
    </span>
    @if (comparison(); as comparison) {
      <span
        class="tabular flex items-center gap-1 text-[13px]"
        [class]="
          comparison.isGood === undefined ? 'text-muted' : comparison.isGood ? 'text-green' : 'text-red'
        "
      >
        @if (comparison.direction; as direction) {
          <app-icon
            class="self-start pt-[3px]"
            [of]="direction === 'up' ? up : direction === 'down' ? down : same"
            [size]="15"
          />
        }
        {{ comparison.text }}
      </span>
    }`,
})
export class Kpi {
  readonly label = input.required<string>();
  readonly value = input.required<string>();
  readonly comparison = input<
    | {
        readonly text: string;
        /** Absent: no arrow, for what is said beside the number is no comparison. */
        readonly direction?: 'up' | 'down' | 'same' | undefined;
        /** Whether it is good news; undefined: neither. */
        readonly isGood?: boolean | undefined;
      }
    | undefined
  >();
  readonly line = input<readonly number[] | undefined>();
  protected readonly up = ArrowUpRight;
  protected readonly down = ArrowDownRight;
  protected readonly same = ArrowRight;
}
