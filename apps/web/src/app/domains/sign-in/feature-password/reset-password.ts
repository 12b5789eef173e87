import { Component, inject, signal } from '@angular/core';
import { form, FormRoot, maxLength, minLength, required } from '@angular/forms/signals';
import { RouterLink } from '@angular/router';
import { createSubmission } from '../../../shared/data/submission.ts';
import { FormFailure } from '../../../shared/ui/form-failure.ts';
import { PasswordField } from '../../../shared/ui/password-field.ts';
import { PasswordMeter } from '../../../shared/ui/password-meter.ts';
import { passwordLength } from '../../../shared/util/password-strength.ts';
import { Words } from '../../../shared/util/words.ts';
import { AccountLinks } from '../data/account-links.ts';
import { LinkTokens } from '../data/link-tokens.ts';
import { Entrance } from '../ui/entrance.ts';
import { Outcome } from '../ui/outcome.ts';

/** Choosing a new password with the link of the mail. */
@Component({
  selector: 'app-reset-password',
  imports: [Entrance, FormFailure, FormRoot, Outcome, PasswordField, PasswordMeter, RouterLink],
  template: `<app-entrance
    [title]="t(isSet() ? 'sign_in.reset.done_title' : 'sign_in.reset.title')"
    [text]="token() === undefined || isSet() ? '' : t('sign_in.reset.text')"
  >
    @if (isSet()) {
      <app-outcome kind="done" [text]="t('sign_in.reset.done')">
        <a class="btn primary wide" routerLink="/sign-in">{{ t('sign_in.action') }}</a>
      </app-outcome>
    } @else if (token() === undefined) {
      <app-outcome kind="link_invalid" [text]="t('sign_in.link_invalid')">
        <a class="btn primary wide" routerLink="/forgot-password">{{ t('sign_in.reset.new_link') }}</a>
      </app-outcome>
    } @else {
      <form class="grid gap-4" [formRoot]="form" (submit)="setPassword()">
        <div class="grid gap-2">
          <app-password-field
            autocomplete="new-password"
            [label]="t('sign_in.reset.password')"
            [of]="form.password"
          />
          <app-password-meter [of]="form.password().value()" />
        </div>
        <app-form-failure [of]="submission.failure()" />
        <button type="submit" class="btn primary wide" [disabled]="submission.isSending()">
          {{ t('sign_in.reset.action') }}
        </button>
      </form>
    }
  </app-entrance>`,
})
export class ResetPassword {
  readonly #links = inject(AccountLinks);
  readonly #tokens = inject(LinkTokens);
  protected readonly t = inject(Words).t;
  protected readonly submission = createSubmission();
  protected readonly token = signal(this.#tokens.take('reset-password'));
  protected readonly isSet = signal(false);
  protected readonly form = form(signal({ password: '' }), (path) => {
    required(path.password);
    minLength(path.password, passwordLength.min);
    maxLength(path.password, passwordLength.max);
  });

  protected async setPassword(): Promise<void> {
    const token = this.token();
    if (token === undefined) return;
    const isTaken = await this.submission.send(this.form, () =>
      this.#links.setPassword(token, this.form().value().password),
    );
    if (isTaken) this.isSet.set(true);
    if (isTaken || this.submission.failure()?.code === 'link_invalid') {
      this.#tokens.forget('reset-password');
      this.token.set(undefined);
    }
  }
}
