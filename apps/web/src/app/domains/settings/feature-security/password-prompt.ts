import { Component, computed, inject, signal } from '@angular/core';
import { DIALOG_DATA, DialogRef } from '@angular/cdk/dialog';
import { form, FormField, FormRoot, required } from '@angular/forms/signals';
import { createSubmission } from '../../../shared/data/submission.ts';
import { DialogActions } from '../../../shared/ui/dialog-actions.ts';
import { DialogFrame } from '../../../shared/ui/dialog-frame.ts';
import { Field } from '../../../shared/ui/field.ts';
import { FieldControl } from '../../../shared/ui/field-control.ts';
import { FormFailure } from '../../../shared/ui/form-failure.ts';
import { Words } from '../../../shared/util/words.ts';

/** What the password is asked for. */
export interface PasswordQuestion<T = unknown> {
  readonly title: string;
  readonly text: string;
  /** The verb on the button. */
  readonly action: string;
  readonly isDangerous?: boolean;
  /** Does it; what it gives is what the dialog is closed with, as `{ given }`. */
  readonly run: (password: string) => Promise<T>;
}

/** Asks for the password and does something with it; it stays open until that worked or the person leaves. */
@Component({
  selector: 'app-password-prompt',
  imports: [DialogActions, DialogFrame, Field, FieldControl, FormField, FormFailure, FormRoot],
  template: `<form class="contents" [formRoot]="form" (submit)="send()">
    <app-dialog-frame [title]="data.title">
      <div class="grid gap-4">
        <p class="m-0 text-muted">{{ data.text }}</p>
        <app-field
          [label]="t('settings.password.current')"
          [of]="form.password()"
          [fault]="isWrong() ? t('settings.password.wrong') : undefined"
        >
          <input
            class="input"
            type="password"
            autocomplete="current-password"
            cdkFocusInitial
            appFieldControl
            [formField]="form.password"
          />
        </app-field>
        <app-form-failure [of]="isWrong() ? undefined : submission.failure()" />
      </div>
      <app-dialog-actions
        foot
        [action]="data.action"
        [isDangerous]="data.isDangerous === true"
        [isDisabled]="submission.isSending()"
      />
    </app-dialog-frame>
  </form>`,
})
export class PasswordPrompt {
  protected readonly data = inject<PasswordQuestion>(DIALOG_DATA);
  readonly #ref = inject<DialogRef<{ readonly given: unknown }>>(DialogRef);
  protected readonly t = inject(Words).t;
  protected readonly submission = createSubmission();
  protected readonly form = form(signal({ password: '' }), (path) => required(path.password));
  protected readonly isWrong = computed(() => this.submission.failure()?.code === 'invalid_credentials');

  protected async send(): Promise<void> {
    const { password } = this.form().value();
    let given: unknown;
    const isTaken = await this.submission.send(this.form, async () => {
      given = await this.data.run(password);
    });
    if (isTaken) this.#ref.close({ given });
  }
}
