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
    <span class="tabular text-[26px] leading-8 font-semibold tracking-[-0.02em]">{{ value() }}</span>
    @if (comparison(); as comparison) {
      <span
        class="tabular flex items-center gap-1 text-[13px]"
        [class]="
          comparison.isGood === undefined ? 'text-muted' : comparison.isGood ? 'text-green' : 'text-red'
        "
      >
        <app-icon
          [of]="comparison.direction === 'up' ? up : comparison.direction === 'down' ? down : same"
          [size]="15"
        />{{ comparison.text }}
      </span>
    }
    @if (line(); as line) {
      <app-sparkline class="mt-2" [of]="line" />
    }`,
})
export class Kpi {
  readonly label = input.required<string>();
  readonly value = input.required<string>();
  readonly comparison = input<
    | {
        readonly text: string;
        readonly direction: 'up' | 'down' | 'same';
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
