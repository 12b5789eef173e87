import { Component, computed, inject, input, output } from '@angular/core';
import type { Failure } from '../../../shared/data/failure.ts';
import { FormFailure } from '../../../shared/ui/form-failure.ts';
import { Words } from '../../../shared/util/words.ts';

/** Why a form of the account was not taken; where the sign-in is too old, with the way to a new one. */
@Component({
  selector: 'app-account-failure',
  imports: [FormFailure],
  host: { class: 'grid gap-3 empty:hidden' },
  template: `@if (of()) {
    <app-form-failure [of]="of()" />
    @if (isTooOld()) {
      <button type="button" class="btn justify-self-start" (click)="signInAgain.emit()">
        {{ t('settings.sign_in_again') }}
      </button>
    }
  }`,
})
export class AccountFailure {
  readonly of = input.required<Failure | undefined>();
  readonly signInAgain = output();
  protected readonly t = inject(Words).t;
  protected readonly isTooOld = computed(() => this.of()?.code === 'session_too_old');
}
