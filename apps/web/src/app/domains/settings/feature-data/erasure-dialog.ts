import { Component, computed, inject, signal } from '@angular/core';
import { DialogRef } from '@angular/cdk/dialog';
import { form, FormField, FormRoot, validate } from '@angular/forms/signals';
import { Session } from '../../../shared/data/session.ts';
import { createSubmission } from '../../../shared/data/submission.ts';
import { DialogActions } from '../../../shared/ui/dialog-actions.ts';
import { DialogFrame } from '../../../shared/ui/dialog-frame.ts';
import { Field } from '../../../shared/ui/field.ts';
import { FieldControl } from '../../../shared/ui/field-control.ts';
import { PasswordField } from '../../../shared/ui/password-field.ts';
import { ToastList } from '../../../shared/util/toast-list.ts';
import { Words } from '../../../shared/util/words.ts';
import { OwnAccount } from '../data/own-account.ts';
import { AccountFailure } from '../ui/account-failure.ts';

/** Asks before the account ends: the address has to be typed, and the password. */
@Component({
  selector: 'app-erasure-dialog',
  imports: [
    AccountFailure,
    DialogActions,
    DialogFrame,
    Field,
    FieldControl,
    FormField,
    FormRoot,
    PasswordField,
  ],
  template: `<form class="contents" [formRoot]="form" (submit)="send()">
    <app-dialog-frame [title]="t('settings.erasure.action')">
      <div class="grid gap-4">
        <p class="m-0 text-muted">{{ t('settings.erasure.content') }}</p>
        <app-field [label]="t('ask.type', { text: email() })" [of]="form.address()">
          <input
            class="input mono"
            autocomplete="off"
            autocapitalize="off"
            spellcheck="false"
            cdkFocusInitial
            appFieldControl
            [formField]="form.address"
          />
        </app-field>
        <app-password-field
          [label]="t('settings.password.current')"
          [help]="t('settings.erasure.password_help')"
          [of]="form.password"
          [fault]="isWrong() ? t('settings.password.wrong') : undefined"
        />
        <app-account-failure
          [of]="isWrong() ? undefined : submission.failure()"
          (signInAgain)="signInAgain()"
        />
      </div>
      <app-dialog-actions
        foot
        [action]="t('settings.erasure.action')"
        [isDangerous]="true"
        [isDisabled]="submission.isSending()"
      />
    </app-dialog-frame>
  </form>`,
})
export class ErasureDialog {
  readonly #account = inject(OwnAccount);
  readonly #session = inject(Session);
  readonly #toasts = inject(ToastList);
  readonly #ref = inject<DialogRef<boolean>>(DialogRef);
  protected readonly t = inject(Words).t;
  protected readonly submission = createSubmission();
  protected readonly email = computed(() => this.#session.account()?.email ?? '');
  protected readonly isWrong = computed(() => this.submission.failure()?.code === 'invalid_credentials');
  protected readonly form = form(signal({ address: '', password: '' }), (path) => {
    validate(path.address, ({ value }) =>
      value().trim().toLowerCase() === this.email() ? undefined : { kind: 'same' },
    );
  });

  protected async send(): Promise<void> {
    const { password } = this.form().value();
    if (!(await this.submission.send(this.form, () => this.#account.askForErasure(password)))) return;
    this.#toasts.done(this.t('settings.erasure.done'));
    this.#ref.close(true);
  }

  protected async signInAgain(): Promise<void> {
    try {
      await this.#account.signInAgain('/settings/data');
    } catch (error) {
      this.#toasts.failed(error);
    }
  }
}
