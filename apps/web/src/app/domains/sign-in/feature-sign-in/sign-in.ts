import { Component, inject, input, signal } from '@angular/core';
import { form, FormField, FormRoot, required } from '@angular/forms/signals';
import { Router, RouterLink } from '@angular/router';
import { createSubmission } from '../../../shared/data/submission.ts';
import { Field } from '../../../shared/ui/field.ts';
import { FormFailure } from '../../../shared/ui/form-failure.ts';
import { safeNext } from '../../../shared/util/guards.ts';
import { Words } from '../../../shared/util/words.ts';
import { PasswordSignIn } from '../data/sign-in.ts';
import { Entrance } from '../ui/entrance.ts';

/** Signing in with a password. */
@Component({
  selector: 'app-sign-in',
  imports: [Entrance, Field, FormField, FormFailure, FormRoot, RouterLink],
  template: `<app-entrance [title]="t('sign_in.title')">
    <form class="grid gap-4" [formRoot]="form" (submit)="signIn()">
      <app-field #login [label]="t('sign_in.login')" [of]="form.login()">
        <input
          class="input"
          autocomplete="username webauthn"
          autocapitalize="off"
          spellcheck="false"
          [id]="login.id"
          [attr.aria-describedby]="login.describedBy()"
          [attr.aria-invalid]="login.isInvalid()"
          [formField]="form.login"
        />
      </app-field>
      <app-field #password [label]="t('sign_in.password')" [of]="form.password()">
        <input
          class="input"
          type="password"
          autocomplete="current-password"
          [id]="password.id"
          [attr.aria-describedby]="password.describedBy()"
          [attr.aria-invalid]="password.isInvalid()"
          [formField]="form.password"
        />
      </app-field>
      <app-form-failure [of]="submission.failure()" />
      <button type="submit" class="btn primary wide" [disabled]="submission.isSending()">
        {{ t('sign_in.action') }}
      </button>
      <a class="justify-self-center" routerLink="/forgot-password">{{ t('sign_in.forgot') }}</a>
    </form>
    <p below class="m-0">
      {{ t('sign_in.new') }} <a routerLink="/register">{{ t('sign_in.register') }}</a>
    </p>
  </app-entrance>`,
})
export class SignIn {
  /** Where to go then. */
  readonly next = input<string>();
  readonly #passwords = inject(PasswordSignIn);
  readonly #router = inject(Router);
  protected readonly t = inject(Words).t;
  protected readonly submission = createSubmission();
  protected readonly form = form(signal({ login: '', password: '' }), (path) => {
    required(path.login);
    required(path.password);
  });

  protected async signIn(): Promise<void> {
    const { login, password } = this.form().value();
    await this.submission.send(this.form, async () => {
      const result = await this.#passwords.signIn(login, password);
      const next = safeNext(this.next());
      await (result === 'signed_in'
        ? this.#router.navigateByUrl(next)
        : this.#router.navigate(['/two-factor'], { queryParams: { next } }));
    });
  }
}
