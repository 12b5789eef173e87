import { Component, computed, DestroyRef, inject, input, signal } from '@angular/core';
import { form, FormField, FormRoot, required } from '@angular/forms/signals';
import { Router, RouterLink } from '@angular/router';
import { Api } from '../../../shared/data/api.ts';
import { toFailure, type Failure } from '../../../shared/data/failure.ts';
import { Installation } from '../../../shared/data/installation.ts';
import { createSubmission } from '../../../shared/data/submission.ts';
import { Field } from '../../../shared/ui/field.ts';
import { FieldControl } from '../../../shared/ui/field-control.ts';
import { FormFailure } from '../../../shared/ui/form-failure.ts';
import { PasswordField } from '../../../shared/ui/password-field.ts';
import { Words } from '../../../shared/util/words.ts';
import { Passkeys } from '../data/passkeys.ts';
import { SignIns } from '../data/sign-in.ts';
import { Entrance } from '../ui/entrance.ts';
import { FirstAdministrator } from '../ui/first-administrator.ts';
import { PasskeyButton } from '../ui/passkey-button.ts';
import { SendAgain } from '../ui/send-again.ts';

/** The options of a passkey hold for five minutes; those of an offer in the login field are made anew before. */
const offerMs = 270_000;

/** Signing in with a password or a passkey. */
@Component({
  selector: 'app-sign-in',
  imports: [
    Entrance,
    Field,
    FieldControl,
    FirstAdministrator,
    FormFailure,
    FormField,
    FormRoot,
    PasskeyButton,
    PasswordField,
    RouterLink,
    SendAgain,
  ],
  template: `<app-entrance [title]="t('sign_in.title')">
    @if (installation.lacksAdministrator()) {
      <app-first-administrator class="mb-5" />
    }
    <form class="grid grid-cols-1 gap-4" [formRoot]="form" (submit)="signIn()">
      <app-field [label]="t('sign_in.login')" [of]="form.login()">
        <input
          class="input"
          autocomplete="username webauthn"
          autocapitalize="off"
          spellcheck="false"
          appFieldControl
          [formField]="form.login"
          (focus)="offerPasskeys()"
        />
      </app-field>
      <app-password-field [label]="t('sign_in.password')" [of]="form.password" />
      <div class="flex flex-wrap items-center justify-between gap-x-4 gap-y-2">
        <label class="check"
          ><input type="checkbox" [formField]="form.rememberMe" />{{ t('sign_in.remember') }}</label
        >
        <a routerLink="/forgot-password">{{ t('sign_in.forgot') }}</a>
      </div>
      <app-form-failure [of]="failure()" />
      @if (unconfirmed() !== undefined) {
        <app-send-again [send]="sendLink" />
      }
      <button type="submit" class="btn primary wide" [disabled]="submission.isSending()">
        {{ t('sign_in.action') }}
      </button>
      @if (hasPasskeys) {
        <app-passkey-button [isBusy]="isPasskeyAwaited()" (chosen)="signInWithPasskey()" />
      }
    </form>
    @if (installation.registration() === 'open') {
      <p below class="m-0">
        {{ t('sign_in.new') }} <a routerLink="/register">{{ t('sign_in.register') }}</a>
      </p>
    }
  </app-entrance>`,
})
export class SignIn {
  /** Where to go then. */
  readonly next = input<string>();
  readonly #api = inject(Api);
  readonly #signIns = inject(SignIns);
  readonly #passkeys = inject(Passkeys);
  readonly #router = inject(Router);
  protected readonly t = inject(Words).t;
  protected readonly installation = inject(Installation);
  protected readonly submission = createSubmission();
  protected readonly hasPasskeys = this.#passkeys.areSupported;
  protected readonly isPasskeyAwaited = signal(false);
  protected readonly passkeyFailure = signal<Failure | undefined>(undefined);
  protected readonly form = form(signal({ login: '', password: '', rememberMe: true }), (path) => {
    required(path.login);
    required(path.password);
  });
  protected readonly failure = computed(() => this.submission.failure() ?? this.passkeyFailure());
  /** The address that is not confirmed yet; with a username it is not known here. */
  protected readonly unconfirmed = computed(() => {
    const login = this.form.login().value().trim();
    return this.submission.failure()?.code === 'email_not_verified' && login.includes('@')
      ? login
      : undefined;
  });
  protected readonly sendLink = (): Promise<unknown> =>
    this.#api.call(
      'sendVerificationEmail',
      { body: { email: this.unconfirmed() ?? '' } },
      { isPersonal: true },
    );
  #offeredAt = 0;

  constructor() {
    void this.installation.ensure();
    inject(DestroyRef).onDestroy(() => {
      if (this.#offeredAt > 0) void this.#passkeys.stop();
    });
  }

  protected async signIn(): Promise<void> {
    this.passkeyFailure.set(undefined);
    const credentials = this.form().value();
    await this.submission.send(this.form, async () => {
      const result = await this.#signIns.withPassword(credentials);
      if (result === 'signed_in') await this.#signIns.enter(this.next());
      else await this.#router.navigate(['/two-factor'], { queryParams: { next: this.next() } });
    });
  }

  protected async signInWithPasskey(): Promise<void> {
    this.isPasskeyAwaited.set(true);
    await this.#tryPasskey('window');
    this.isPasskeyAwaited.set(false);
    this.#offeredAt = 0;
  }

  /** Passkeys among what the browser fills in: offered when the field is entered, so that a mere visit asks nothing of the server. */
  protected async offerPasskeys(): Promise<void> {
    if (Date.now() - this.#offeredAt < offerMs || !(await this.#passkeys.canAutofill())) return;
    this.#offeredAt = Date.now();
    await this.#tryPasskey('autofill');
  }

  async #tryPasskey(how: 'window' | 'autofill'): Promise<void> {
    this.passkeyFailure.set(undefined);
    try {
      if ((await this.#passkeys.signIn(how)) === 'signed_in') await this.#signIns.enter(this.next());
    } catch (error) {
      // Expected: a Failure, or what the browser says. An offer that nobody took up fails without a word.
      if (how === 'window' || toFailure(error).kind === 'problem') this.passkeyFailure.set(toFailure(error));
    }
  }
}
