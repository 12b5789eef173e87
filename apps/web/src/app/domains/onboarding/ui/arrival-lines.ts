import { Component, inject, input } from '@angular/core';
import { StateChip } from '../../../shared/ui/state-chip.ts';
import { Formats } from '../../../shared/util/formats.ts';
import { Words } from '../../../shared/util/words.ts';
import type { ArrivalLine } from '../util/arrival.ts';

/** What happens to a message, line by line as it comes; before the first, that it is waited for. */
@Component({
  selector: 'app-arrival-lines',
  imports: [StateChip],
  // As high as the two lines of mail that arrives: what is below stays under the finger.
  host: { class: 'block min-h-[124px] sm:min-h-[78px]' },
  template: `<ol class="m-0 grid list-none gap-0 p-0" aria-live="polite">
      @for (line of of(); track line.id) {
        <li class="line flex flex-wrap items-center gap-x-3 gap-y-1 py-2">
          <span class="mono tabular text-muted">{{ formats.timeExact(line.at) }}</span>
          @if (line.kind === 'accepted') {
            <span class="chip blue">{{ t('onboarding.test.accepted') }}</span>
          } @else {
            <app-state-chip [of]="line.kind" />
          }
          <span class="min-w-0 basis-full text-[13px] text-muted sm:flex-1 sm:basis-0 sm:truncate">
            @if (line.kind === 'accepted') {
              {{ line.sender }} · {{ line.subject ?? t('onboarding.test.no_subject') }}
            } @else {
              <span lang="en">{{ line.reason }}</span>
            }
          </span>
        </li>
      }
    </ol>
    @if (of().length === 0) {
      <p class="m-0 flex items-center gap-2.5 text-muted" role="status">
        <span class="dot" [class.is-on]="isListening()"></span
        >{{ t(isListening() ? 'onboarding.test.waiting' : 'onboarding.test.not_live') }}
      </p>
    }`,
  styles: `
    .line {
      animation: smtpy-rise var(--slow) ease-out;
    }
    .line + .line {
      border-top: 1px solid var(--line);
    }
    .dot {
      width: 9px;
      height: 9px;
      border-radius: 999px;
      background: var(--amber);
    }
    .dot.is-on {
      background: var(--green);
      animation: smtpy-breathe 1.4s ease-in-out infinite;
    }
  `,
})
export class ArrivalLines {
  readonly of = input.required<readonly ArrivalLine[]>();
  /** Whether events come in. */
  readonly isListening = input.required<boolean>();
  protected readonly t = inject(Words).t;
  protected readonly formats = inject(Formats);
}
