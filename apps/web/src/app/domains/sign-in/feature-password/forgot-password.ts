import { Component, inject, signal } from '@angular/core';
import { email, form, FormField, FormRoot, required } from '@angular/forms/signals';
import { RouterLink } from '@angular/router';
import { createSubmission } from '../../../shared/data/submission.ts';
import { Field } from '../../../shared/ui/field.ts';
import { FieldControl } from '../../../shared/ui/field-control.ts';
import { FormFailure } from '../../../shared/ui/form-failure.ts';
import { Words } from '../../../shared/util/words.ts';
import { AccountLinks } from '../data/account-links.ts';
import { CheckMail } from '../ui/check-mail.ts';
import { Entrance } from '../ui/entrance.ts';

/** Asking for a link to a new password. What follows reads the same whether there is such an account or not. */
@Component({
  selector: 'app-forgot-password',
  imports: [CheckMail, Entrance, Field, FieldControl, FormFailure, FormField, FormRoot, RouterLink],
  template: `@if (sentTo(); as address) {
      <app-check-mail
        [email]="address"
        [text]="t('sign_in.mail.password')"
        [send]="sendAgain"
        (changed)="sentTo.set(undefined)"
      />
    } @else {
      <app-entrance [title]="t('sign_in.forgotten.title')" [text]="t('sign_in.forgotten.text')">
        <form class="grid gap-4" [formRoot]="form" (submit)="sendLink()">
          <app-field [label]="t('sign_in.create.email')" [of]="form.email()">
            <input
              class="input"
              type="email"
              autocomplete="username"
              appFieldControl
              [formField]="form.email"
            />
          </app-field>
          <app-form-failure [of]="submission.failure()" />
          <button type="submit" class="btn primary wide" [disabled]="submission.isSending()">
            {{ t('sign_in.forgotten.action') }}
          </button>
        </form>
        <p below class="m-0">
          <a routerLink="/sign-in">{{ t('sign_in.back') }}</a>
        </p>
      </app-entrance>
    }`,
})
export class ForgotPassword {
  readonly #links = inject(AccountLinks);
  protected readonly t = inject(Words).t;
  protected readonly submission = createSubmission();
  protected readonly form = form(signal({ email: '' }), (path) => {
    required(path.email);
    email(path.email);
  });
  protected readonly sentTo = signal<string | undefined>(undefined);
  protected readonly sendAgain = (): Promise<void> => this.#links.sendPasswordLink(this.sentTo() ?? '');

  protected async sendLink(): Promise<void> {
    const address = this.form().value().email.trim();
    await this.submission.send(this.form, async () => {
      await this.#links.sendPasswordLink(address);
      this.sentTo.set(address);
    });
  }
}
