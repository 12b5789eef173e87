import { Component, inject, signal } from '@angular/core';
import { email, form, FormField, FormRoot, required } from '@angular/forms/signals';
import { RouterLink } from '@angular/router';
import { toFailure, type Failure } from '../../../shared/data/failure.ts';
import { Session } from '../../../shared/data/session.ts';
import { createSubmission } from '../../../shared/data/submission.ts';
import { Field } from '../../../shared/ui/field.ts';
import { FieldControl } from '../../../shared/ui/field-control.ts';
import { FormFailure } from '../../../shared/ui/form-failure.ts';
import { Words } from '../../../shared/util/words.ts';
import { AccountLinks } from '../data/account-links.ts';
import { LinkTokens } from '../data/link-tokens.ts';
import { Registrations } from '../data/registration.ts';
import { CheckMail } from '../ui/check-mail.ts';
import { Entrance } from '../ui/entrance.ts';
import { Outcome } from '../ui/outcome.ts';

/** Confirming an address: a button, since programs that look at mail follow links as well. */
@Component({
  selector: 'app-verify-email',
  imports: [CheckMail, Entrance, Field, FieldControl, FormFailure, FormField, FormRoot, Outcome, RouterLink],
  template: `@if (sentTo(); as address) {
      <app-check-mail
        [email]="address"
        [text]="t('sign_in.mail.confirm_again')"
        [send]="sendAgain"
        (changed)="sentTo.set(undefined)"
      />
    } @else {
      <app-entrance
        [title]="t(isConfirmed() ? 'sign_in.verify.done_title' : 'sign_in.verify.title')"
        [text]="token() === undefined ? '' : t('sign_in.verify.text')"
      >
        @if (isConfirmed()) {
          <app-outcome kind="done" [text]="t('sign_in.verify.done')">
            @if (session.account() !== undefined) {
              <a class="btn primary wide" routerLink="/dashboard">{{ t('sign_in.dashboard') }}</a>
            } @else {
              <a class="btn primary wide" routerLink="/sign-in">{{ t('sign_in.action') }}</a>
            }
          </app-outcome>
        } @else if (token(); as known) {
          <div class="grid gap-4">
            <app-form-failure [of]="failure()" />
            <button type="button" class="btn primary wide" [disabled]="isSending()" (click)="confirm(known)">
              {{ t('sign_in.verify.action') }}
            </button>
          </div>
        } @else {
          <app-outcome kind="link_invalid" [text]="t('sign_in.link_invalid')" />
          <form class="mt-5 grid gap-4" [formRoot]="form" (submit)="sendLink()">
            <app-field
              [label]="t('sign_in.create.email')"
              [help]="t('sign_in.verify.again_help')"
              [of]="form.email()"
            >
              <input
                class="input"
                type="email"
                autocomplete="email"
                appFieldControl
                [formField]="form.email"
              />
            </app-field>
            <app-form-failure [of]="submission.failure()" />
            <button type="submit" class="btn primary wide" [disabled]="submission.isSending()">
              {{ t('sign_in.verify.again') }}
            </button>
          </form>
        }
        @if (token() === undefined && !isConfirmed()) {
          <p below class="m-0">
            <a routerLink="/sign-in">{{ t('sign_in.back') }}</a>
          </p>
        }
      </app-entrance>
    }`,
})
export class VerifyEmail {
  readonly #links = inject(AccountLinks);
  readonly #registrations = inject(Registrations);
  readonly #tokens = inject(LinkTokens);
  protected readonly t = inject(Words).t;
  protected readonly session = inject(Session);
  protected readonly token = signal(this.#tokens.take('verify-email'));
  protected readonly isConfirmed = signal(false);
  protected readonly isSending = signal(false);
  protected readonly failure = signal<Failure | undefined>(undefined);
  protected readonly submission = createSubmission();
  protected readonly form = form(signal({ email: '' }), (path) => {
    required(path.email);
    email(path.email);
  });
  protected readonly sentTo = signal<string | undefined>(undefined);
  protected readonly sendAgain = (): Promise<void> => this.#registrations.sendLink(this.sentTo() ?? '');

  constructor() {
    // To know where to go on from here.
    void this.session.ensure();
  }

  protected async confirm(token: string): Promise<void> {
    this.isSending.set(true);
    this.failure.set(undefined);
    try {
      await this.#links.confirmEmail(token);
      this.isConfirmed.set(true);
      this.#forget();
    } catch (error) {
      // Expected: a Failure.
      const failure = toFailure(error);
      if (failure.code === 'link_invalid') this.#forget();
      else this.failure.set(failure);
    } finally {
      this.isSending.set(false);
    }
  }

  protected async sendLink(): Promise<void> {
    const address = this.form().value().email.trim();
    await this.submission.send(this.form, async () => {
      await this.#registrations.sendLink(address);
      this.sentTo.set(address);
    });
  }

  #forget(): void {
    this.#tokens.forget('verify-email');
    this.token.set(undefined);
  }
}
