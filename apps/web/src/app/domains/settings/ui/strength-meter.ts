import { Component, computed, inject, input } from '@angular/core';
import { Words } from '../../../shared/util/words.ts';
import type { PasswordStrength } from '../util/password-strength.ts';

const steps: Readonly<Record<PasswordStrength, number>> = { short: 1, known: 1, weak: 1, fair: 2, strong: 3 };

/** How good a password is, as three bars and a sentence; nothing while none is typed. */
@Component({
  selector: 'app-strength-meter',
  host: { class: 'block', 'aria-live': 'polite' },
  template: `@if (of(); as strength) {
    <span class="flex gap-1" aria-hidden="true">
      @for (step of [1, 2, 3]; track step) {
        <span class="h-1 flex-1 rounded-full" [class]="step <= filled() ? colour() : 'bg-line'"></span>
      }
    </span>
    <span class="mt-1 block text-[13px] text-muted">{{ t('settings.strength.' + strength) }}</span>
  }`,
})
export class StrengthMeter {
  /** Undefined: nothing is typed. */
  readonly of = input.required<PasswordStrength | undefined>();
  protected readonly t = inject(Words).t;
  protected readonly filled = computed(() => steps[this.of() ?? 'short']);
  protected readonly colour = computed(
    () => ['bg-red', 'bg-red', 'bg-amber', 'bg-green'][this.filled()] ?? 'bg-line',
  );
}
