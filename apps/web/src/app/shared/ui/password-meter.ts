import { Component, computed, inject, input } from '@angular/core';
import { passwordStrengths, ratePassword } from '../util/password-strength.ts';
import { Words } from '../util/words.ts';

const colours = { short: 'bg-red', weak: 'bg-red', fair: 'bg-amber', good: 'bg-green', strong: 'bg-green' };

/** How hard a new password is to guess: four bars and a sentence. It advises and refuses nothing; what must be is the server's to say. */
@Component({
  selector: 'app-password-meter',
  host: { class: 'grid gap-1.5' },
  template: `<div class="grid grid-cols-4 gap-1" aria-hidden="true">
      @for (bar of [1, 2, 3, 4]; track bar) {
        <span class="h-1 rounded-full" [class]="bar <= level() ? colour() : 'bg-line'"></span>
      }
    </div>
    <p class="m-0 min-h-[20px] text-[13px] text-muted" role="status">
      {{ t('password.strength_' + (of() === '' ? 'empty' : strength())) }}
    </p>`,
})
export class PasswordMeter {
  /** The password as typed. */
  readonly of = input.required<string>();
  /** What is known of the person, and is a poor password for that: address, username, name. */
  readonly known = input<readonly string[]>([]);
  protected readonly t = inject(Words).t;
  protected readonly strength = computed(() => ratePassword(this.of(), this.known()));
  protected readonly level = computed(() =>
    this.of() === '' ? 0 : Math.max(1, passwordStrengths.indexOf(this.strength())),
  );
  protected readonly colour = computed(() => colours[this.strength()]);
}
