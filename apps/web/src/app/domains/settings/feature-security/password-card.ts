import { Component, computed, inject, signal } from '@angular/core';
import { form, FormField, FormRoot, maxLength, minLength, required } from '@angular/forms/signals';
import { Session } from '../../../shared/data/session.ts';
import { createSubmission } from '../../../shared/data/submission.ts';
import { Field } from '../../../shared/ui/field.ts';
import { FormFailure } from '../../../shared/ui/form-failure.ts';
import { Section } from '../../../shared/ui/section.ts';
import { ToastList } from '../../../shared/util/toast-list.ts';
import { Words } from '../../../shared/util/words.ts';
import { OwnAccount } from '../data/own-account.ts';
import { StrengthMeter } from '../ui/strength-meter.ts';
import { passwordStrength } from '../util/password-strength.ts';

/** Another password. */
@Component({
  selector: 'app-password-card',
  imports: [Field, FormField, FormFailure, FormRoot, Section, StrengthMeter],
  host: { class: 'block' },
  template: `<app-section [title]="t('settings.password.title')" [text]="t('settings.password.text')">
    <form class="grid max-w-[440px] gap-4" [formRoot]="form" (submit)="change()">
      <input class="hidden" type="text" autocomplete="username" readonly tabindex="-1" [value]="email()" />
      <app-field
        #current
        [label]="t('settings.password.current')"
        [of]="form.currentPassword()"
        [fault]="isWrong() ? t('settings.password.wrong') : undefined"
      >
        <input
          class="input"
          type="password"
          autocomplete="current-password"
          [id]="current.id"
          [attr.aria-describedby]="current.describedBy()"
          [attr.aria-invalid]="current.isInvalid()"
          [formField]="form.currentPassword"
        />
      </app-field>
      <app-field #next [label]="t('settings.password.new')" [of]="form.newPassword()">
        <input
          class="input"
          type="password"
          autocomplete="new-password"
          [id]="next.id"
          [attr.aria-describedby]="next.describedBy()"
          [attr.aria-invalid]="next.isInvalid()"
          [formField]="form.newPassword"
        />
        <app-strength-meter [of]="strength()" />
      </app-field>
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
    minLength(path.newPassword, 8);
    maxLength(path.newPassword, 128);
  });
  protected readonly email = computed(() => this.#session.account()?.email ?? '');
  protected readonly isWrong = computed(() => this.submission.failure()?.code === 'invalid_credentials');
  protected readonly strength = computed(() => {
    const { newPassword } = this.#model();
    if (newPassword === '') return undefined;
    return passwordStrength(newPassword, [this.email(), this.#session.account()?.username ?? '']);
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
