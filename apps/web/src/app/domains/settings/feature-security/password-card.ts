import { Component, computed, inject, signal } from '@angular/core';
import { form, FormRoot, maxLength, minLength, required } from '@angular/forms/signals';
import { Session } from '../../../shared/data/session.ts';
import { createSubmission } from '../../../shared/data/submission.ts';
import { FormFailure } from '../../../shared/ui/form-failure.ts';
import { PasswordField } from '../../../shared/ui/password-field.ts';
import { PasswordMeter } from '../../../shared/ui/password-meter.ts';
import { Section } from '../../../shared/ui/section.ts';
import { passwordLength } from '../../../shared/util/password-strength.ts';
import { ToastList } from '../../../shared/util/toast-list.ts';
import { Words } from '../../../shared/util/words.ts';
import { OwnAccount } from '../data/own-account.ts';

/** Another password. */
@Component({
  selector: 'app-password-card',
  imports: [FormFailure, FormRoot, PasswordField, PasswordMeter, Section],
  host: { class: 'block' },
  template: `<app-section [title]="t('settings.password.title')" [text]="t('settings.password.text')">
    <form class="grid max-w-[440px] gap-4" [formRoot]="form" (submit)="change()">
      <input class="hidden" type="text" autocomplete="username" readonly tabindex="-1" [value]="email()" />
      <app-password-field
        [label]="t('settings.password.current')"
        [of]="form.currentPassword"
        [fault]="isWrong() ? t('settings.password.wrong') : undefined"
      />
      <div class="grid gap-1.5">
        <app-password-field
          autocomplete="new-password"
          [label]="t('settings.password.new')"
          [of]="form.newPassword"
        />
        <app-password-meter [of]="form.newPassword().value()" [known]="known()" />
      </div>
      <app-form-failure [of]="isWrong() ? undefined : submission.failure()" />
      <button type="submit" class="btn primary justify-self-start" [disabled]="submission.isSending()">
        {{ t('settings.password.action') }}
      </button>
    </form>
  </app-section>`,
})
export class PasswordCard {
  readonly #account = inject(OwnAccount);
  readonly #session = inject(Session);
  readonly #toasts = inject(ToastList);
  protected readonly t = inject(Words).t;
  protected readonly submission = createSubmission();
  readonly #model = signal({ currentPassword: '', newPassword: '' });
  protected readonly form = form(this.#model, (path) => {
    required(path.currentPassword);
    required(path.newPassword);
    minLength(path.newPassword, passwordLength.min);
    maxLength(path.newPassword, passwordLength.max);
  });
  protected readonly email = computed(() => this.#session.account()?.email ?? '');
  protected readonly isWrong = computed(() => this.submission.failure()?.code === 'invalid_credentials');
  /** What is a poor password for this person. */
  protected readonly known = computed(() => {
    const account = this.#session.account();
    return [account?.email ?? '', account?.username ?? '', account?.name ?? ''].filter((text) => text !== '');
  });

  protected async change(): Promise<void> {
    const { currentPassword, newPassword } = this.#model();
    const isTaken = await this.submission.send(this.form, () =>
      this.#account.changePassword(currentPassword, newPassword),
    );
    if (!isTaken) return;
    this.form().reset({ currentPassword: '', newPassword: '' });
    this.#toasts.done(this.t('settings.password.changed'));
  }
}
