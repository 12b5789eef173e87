import { Component, inject, input } from '@angular/core';
import { CircleAlert } from 'lucide';
import { Icon } from '../../../shared/ui/icon.ts';
import { Words } from '../../../shared/util/words.ts';
import type { Fault } from '../util/faults.ts';

/** What is wrong with a part of a rule, below it. What the server says is in English. */
@Component({
  selector: 'app-fault-line',
  imports: [Icon],
  host: { class: 'flex gap-1.5 text-[13px] text-red' },
  template: `<app-icon [of]="alert" [size]="15" class="mt-0.5" />
    @if (of(); as fault) {
      @if (fault.kind === 'known') {
        <span>{{ t('rules.fault.' + fault.key) }}</span>
      } @else {
        <span lang="en">{{ fault.text }}</span>
      }
    }`,
})
export class FaultLine {
  readonly of = input.required<Fault>();
  protected readonly t = inject(Words).t;
  protected readonly alert = CircleAlert;
}
