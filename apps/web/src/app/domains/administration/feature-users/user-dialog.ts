import { Component, inject, signal } from '@angular/core';
import { DialogRef } from '@angular/cdk/dialog';
import { email, form, FormField, FormRoot, maxLength, required } from '@angular/forms/signals';
import { createSubmission } from '../../../shared/data/submission.ts';
import { DialogActions } from '../../../shared/ui/dialog-actions.ts';
import { DialogFrame } from '../../../shared/ui/dialog-frame.ts';
import { Field } from '../../../shared/ui/field.ts';
import { FieldControl } from '../../../shared/ui/field-control.ts';
import { FormFailure } from '../../../shared/ui/form-failure.ts';
import { ToastList } from '../../../shared/util/toast-list.ts';
import { Words } from '../../../shared/util/words.ts';
import { UserCalls } from '../data/users.ts';

/** Makes a user, who is sent a link to choose a password. Closed with true: it was made. */
@Component({
  selector: 'app-user-dialog',
  imports: [DialogActions, DialogFrame, Field, FieldControl, FormField, FormFailure, FormRoot],
  template: `<form class="contents" [formRoot]="form" (submit)="create()">
    <app-dialog-frame [title]="t('administration.users.create')">
      <div class="grid gap-4">
        <p class="m-0 text-muted">{{ t('administration.users.create_text') }}</p>
        <app-field [label]="t('administration.users.email')" [of]="form.email()">
          <input
            class="input"
            type="email"
            autocomplete="off"
            cdkFocusInitial
            appFieldControl
            [formField]="form.email"
          />
        </app-field>
        <app-field [label]="t('administration.users.name')" [of]="form.name()">
          <input class="input" autocomplete="off" appFieldControl [formField]="form.name" />
        </app-field>
        <label class="check">
          <input type="checkbox" [formField]="form.is_administrator" />
          <span>
            <span class="block font-medium">{{ t('administration.users.administrator') }}</span>
            <span class="block text-[13px] text-muted">{{ t('administration.users.make_text') }}</span>
          </span>
        </label>
        <app-form-failure [of]="submission.failure()" />
      </div>
      <app-dialog-actions
        foot
        [action]="t('administration.users.create')"
        [isDisabled]="submission.isSending()"
      />
    </app-dialog-frame>
  </form>`,
})
export class UserDialog {
  readonly #users = inject(UserCalls);
  readonly #toasts = inject(ToastList);
  readonly #ref = inject<DialogRef<boolean>>(DialogRef);
  protected readonly t = inject(Words).t;
  protected readonly submission = createSubmission();
  protected readonly form = form(signal({ email: '', name: '', is_administrator: false }), (path) => {
    required(path.email);
    email(path.email);
    maxLength(path.name, 100);
  });

  protected async create(): Promise<void> {
    const { email: address, name, is_administrator } = this.form().value();
    const isTaken = await this.submission.send(this.form, async () => {
      await this.#users.create({
        email: address.trim(),
        is_administrator,
        ...(name.trim() !== '' && { name: name.trim() }),
      });
    });
    if (!isTaken) return;
    this.#toasts.done(this.t('administration.users.created', { email: address.trim() }));
    this.#ref.close(true);
  }
}
