import { Component, computed, inject, signal } from '@angular/core';
import { form, FormField, FormRoot } from '@angular/forms/signals';
import { Router, RouterLink } from '@angular/router';
import { Installation } from '../../../shared/data/installation.ts';
import { createSubmission } from '../../../shared/data/submission.ts';
import { Field } from '../../../shared/ui/field.ts';
import { FieldControl } from '../../../shared/ui/field-control.ts';
import { FormFailure } from '../../../shared/ui/form-failure.ts';
import { PasswordField } from '../../../shared/ui/password-field.ts';
import { PasswordMeter } from '../../../shared/ui/password-meter.ts';
import { Words } from '../../../shared/util/words.ts';
import { LinkTokens } from '../data/link-tokens.ts';
import { Registrations, registrationSchema, type Registration } from '../data/registration.ts';
import { SignIns } from '../data/sign-in.ts';
import { CheckMail } from '../ui/check-mail.ts';
import { Entrance } from '../ui/entrance.ts';

/** Making an account; the link in the mail does the rest. Who was invited needs no link, and goes on to the invitation. */
@Component({
  selector: 'app-register',
  imports: [
    CheckMail,
    Entrance,
    Field,
    FieldControl,
    FormFailure,
    FormField,
    FormRoot,
    PasswordField,
    PasswordMeter,
    RouterLink,
  ],
  template: `@if (!isOpen()) {
      <app-entrance
        [title]="t('sign_in.closed.title')"
        [text]="
          t(
            installation.registration() === 'invitation'
              ? 'sign_in.closed.invitation'
              : 'sign_in.closed.closed'
          )
        "
      >
        <a class="btn primary wide" routerLink="/sign-in">{{ t('sign_in.action') }}</a>
      </app-entrance>
    } @else if (sentTo(); as email) {
      <app-check-mail
        [email]="email"
        [text]="t('sign_in.mail.confirm')"
        [send]="sendAgain"
        (changed)="sentTo.set(undefined)"
      />
    } @else {
      <app-entrance
        [title]="t('sign_in.create.title')"
        [text]="t(isInvited ? 'sign_in.create.invited' : 'sign_in.create.text')"
      >
        <form class="grid gap-4" [formRoot]="form" (submit)="register()">
          <app-field [label]="t('sign_in.create.email')" [of]="form.email()">
            <input class="input" type="email" autocomplete="email" appFieldControl [formField]="form.email" />
          </app-field>
          <div class="grid gap-2">
            <app-password-field
              autocomplete="new-password"
              [label]="t('sign_in.password')"
              [of]="form.password"
            />
            <app-password-meter [of]="form.password().value()" [known]="known()" />
          </div>
          <app-field [label]="t('sign_in.create.name')" [of]="form.name()">
            <input class="input" autocomplete="name" appFieldControl [formField]="form.name" />
          </app-field>
          <app-field
            [label]="t('sign_in.create.username')"
            [help]="t('sign_in.create.username_help')"
            [of]="form.username()"
          >
            <input
              class="input"
              autocomplete="off"
              autocapitalize="off"
              spellcheck="false"
              appFieldControl
              [formField]="form.username"
            />
          </app-field>
          <app-form-failure [of]="submission.failure()" />
          <button type="submit" class="btn primary wide" [disabled]="submission.isSending()">
            {{ t('sign_in.create.action') }}
          </button>
        </form>
        <p below class="m-0">
          {{ t('sign_in.create.has_account') }}
          <a routerLink="/sign-in" [queryParams]="isInvited ? { next: '/invitation' } : {}">{{
            t('sign_in.action')
          }}</a>
        </p>
      </app-entrance>
    }`,
})
export class Register {
  readonly #registrations = inject(Registrations);
  readonly #signIns = inject(SignIns);
  readonly #router = inject(Router);
  readonly #invitation = inject(LinkTokens).held('invitation');
  protected readonly t = inject(Words).t;
  protected readonly installation = inject(Installation);
  protected readonly submission = createSubmission();
  protected readonly form = form(
    signal<Registration>({ name: '', email: '', username: '', password: '' }),
    registrationSchema,
  );
  /** The address that the link was sent to. */
  protected readonly sentTo = signal<string | undefined>(undefined);
  protected readonly isInvited = this.#invitation !== undefined;
  protected readonly isOpen = computed(() => {
    const registration = this.installation.registration();
    return registration === 'open' || (registration === 'invitation' && this.isInvited);
  });
  protected readonly known = computed(() => {
    const { name, email, username } = this.form().value();
    return [name, email, username];
  });
  protected readonly sendAgain = (): Promise<void> => this.#registrations.sendLink(this.sentTo() ?? '');

  constructor() {
    void this.installation.ensure();
  }

  protected async register(): Promise<void> {
    const given = this.form().value();
    await this.submission.send(this.form, async () => {
      await this.#registrations.register(given, this.#invitation);
      if (this.#invitation === undefined) this.sentTo.set(given.email.trim());
      else await this.#goOnToInvitation(given);
    });
  }

  async #goOnToInvitation({ email: login, password }: Registration): Promise<void> {
    const next = '/invitation';
    // Where the address had an account before, the password is not its password: then its owner signs in.
    const result = await this.#signIns
      .withPassword({ login, password, rememberMe: true })
      .catch(() => undefined);
    if (result === 'signed_in') await this.#signIns.enter(next);
    else await this.#router.navigate(['/sign-in'], { queryParams: { next } });
  }
}
