import { Component, computed, inject, input, signal } from '@angular/core';
import { form, FormField, FormRoot, required } from '@angular/forms/signals';
import { RouterLink } from '@angular/router';
import { createSubmission } from '../../../shared/data/submission.ts';
import { Field } from '../../../shared/ui/field.ts';
import { FieldControl } from '../../../shared/ui/field-control.ts';
import { FormFailure } from '../../../shared/ui/form-failure.ts';
import { Words } from '../../../shared/util/words.ts';
import { SignIns } from '../data/sign-in.ts';
import { Entrance } from '../ui/entrance.ts';
import { Outcome } from '../ui/outcome.ts';

const totpForm = /^\d{6}$/u;

/** The second factor: a code of the authenticator, or one of the recovery codes. */
@Component({
  selector: 'app-two-factor',
  imports: [Entrance, Field, FieldControl, FormFailure, FormField, FormRoot, Outcome, RouterLink],
  template: `<app-entrance
    [title]="t('sign_in.two_factor.title')"
    [text]="
      isOver() ? '' : t(usesRecovery() ? 'sign_in.two_factor.recovery_text' : 'sign_in.two_factor.text')
    "
  >
    @if (isOver()) {
      <app-outcome kind="ended" [text]="t('sign_in.two_factor.over')">
        <a class="btn primary wide" routerLink="/sign-in" [queryParams]="{ next: next() }">{{
          t('sign_in.two_factor.start_again')
        }}</a>
      </app-outcome>
    } @else {
      <form class="grid gap-4" [formRoot]="form" (submit)="give()">
        <app-field
          [label]="t(usesRecovery() ? 'sign_in.two_factor.recovery_code' : 'sign_in.two_factor.code')"
          [of]="form.code()"
        >
          <input
            class="input mono tabular !h-11 !text-[20px] tracking-[0.12em]"
            autocapitalize="off"
            spellcheck="false"
            [attr.autocomplete]="usesRecovery() ? 'off' : 'one-time-code'"
            [attr.inputmode]="usesRecovery() ? 'text' : 'numeric'"
            [attr.placeholder]="usesRecovery() ? 'aB3dE-9kLm2' : '000000'"
            appFieldControl
            [formField]="form.code"
            (input)="giveWhenWhole()"
          />
        </app-field>
        <app-form-failure [of]="submission.failure()" />
        @if (submission.failure()?.code === 'second_factor_invalid') {
          <p class="m-0 text-[13px] text-muted">{{ t('sign_in.two_factor.limits') }}</p>
        }
        <button type="submit" class="btn primary wide" [disabled]="submission.isSending()">
          {{ t('sign_in.two_factor.action') }}
        </button>
        <button type="button" class="btn plain wide" (click)="switchKind()">
          {{ t(usesRecovery() ? 'sign_in.two_factor.use_authenticator' : 'sign_in.two_factor.use_recovery') }}
        </button>
      </form>
    }
    <p below class="m-0">
      <a routerLink="/sign-in" [queryParams]="{ next: next() }">{{ t('sign_in.back') }}</a>
    </p>
  </app-entrance>`,
})
export class TwoFactor {
  /** Where to go then. */
  readonly next = input<string>();
  readonly #signIns = inject(SignIns);
  protected readonly t = inject(Words).t;
  protected readonly submission = createSubmission();
  protected readonly usesRecovery = signal(false);
  protected readonly form = form(signal({ code: '' }), (path) => {
    required(path.code);
  });
  /** The sign-in took too long, had too many wrong codes, or never began in this browser. */
  protected readonly isOver = computed(() => this.submission.failure()?.code === 'conflict');
  #lastTried = '';

  /** As soon as six digits are there, which is also when the device fills them in. Each code is tried by itself once. */
  protected giveWhenWhole(): void {
    const code = this.form.code().value().replaceAll(/\s/gu, '');
    if (this.usesRecovery() || code === this.#lastTried || !totpForm.test(code)) return;
    this.#lastTried = code;
    void this.give();
  }

  protected async give(): Promise<void> {
    if (this.submission.isSending()) return;
    const { code } = this.form().value();
    await this.submission.send(this.form, async () => {
      if (this.usesRecovery()) await this.#signIns.withRecoveryCode(code);
      else await this.#signIns.withCode(code);
      await this.#signIns.enter(this.next());
    });
  }

  protected switchKind(): void {
    this.usesRecovery.update((uses) => !uses);
    this.form.code().value.set('');
  }
}
