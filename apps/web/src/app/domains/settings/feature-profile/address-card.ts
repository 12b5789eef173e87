import { Component, computed, inject, signal } from '@angular/core';
import { ActivatedRoute } from '@angular/router';
import { email, form, FormField, FormRoot, required } from '@angular/forms/signals';
import { MailCheck } from 'lucide';
import { Session } from '../../../shared/data/session.ts';
import { createSubmission } from '../../../shared/data/submission.ts';
import { Address } from '../../../shared/ui/address.ts';
import { Field } from '../../../shared/ui/field.ts';
import { FieldControl } from '../../../shared/ui/field-control.ts';
import { Icon } from '../../../shared/ui/icon.ts';
import { Section } from '../../../shared/ui/section.ts';
import { StateChip } from '../../../shared/ui/state-chip.ts';
import { ToastList } from '../../../shared/util/toast-list.ts';
import { Words } from '../../../shared/util/words.ts';
import { OwnAccount } from '../data/own-account.ts';
import { AccountFailure } from '../ui/account-failure.ts';

/** The address of the account, and the way to another one. */
@Component({
  selector: 'app-address-card',
  imports: [AccountFailure, Address, Field, FieldControl, FormField, FormRoot, Icon, Section, StateChip],
  host: { class: 'block' },
  template: `<app-section [title]="t('settings.address.title')" [text]="t('settings.address.text')">
    <div class="grid max-w-[440px] gap-4">
      <p class="m-0 flex min-w-0 flex-wrap items-center gap-2">
        <app-address [of]="address()" />
        <app-state-chip [of]="isVerified() ? 'confirmed' : 'unconfirmed'" />
      </p>
      @if (sentTo(); as newAddress) {
        <div class="callout success" role="status">
          <app-icon [of]="mailCheck" class="mt-px text-green" />
          <p class="m-0 min-w-0">{{ t('settings.address.sent', { address: newAddress }) }}</p>
        </div>
      }
      <form class="grid gap-4" [formRoot]="form" (submit)="change()">
        <app-field
          [label]="t('settings.address.new')"
          [help]="t('settings.address.help')"
          [of]="form.newEmail()"
        >
          <input
            class="input"
            type="email"
            autocomplete="email"
            appFieldControl
            [formField]="form.newEmail"
          />
        </app-field>
        <app-account-failure [of]="submission.failure()" (signInAgain)="signInAgain()" />
        <button
          type="submit"
          class="btn justify-self-start"
          [disabled]="form.newEmail().value() === '' || submission.isSending()"
        >
          {{ t('settings.address.action') }}
        </button>
      </form>
    </div>
  </app-section>`,
})
export class AddressCard {
  readonly #account = inject(OwnAccount);
  readonly #session = inject(Session);
  readonly #toasts = inject(ToastList);
  protected readonly t = inject(Words).t;
  protected readonly mailCheck = MailCheck;
  protected readonly submission = createSubmission();
  protected readonly sentTo = signal<string | undefined>(undefined);
  protected readonly address = computed(() => this.#session.account()?.email ?? '');
  protected readonly isVerified = computed(() => this.#session.account()?.is_email_verified === true);
  /** Who had to sign in again finds the address where it was typed. */
  readonly #typed = inject(ActivatedRoute).snapshot.queryParamMap.get('address') ?? '';
  protected readonly form = form(signal({ newEmail: this.#typed }), (path) => {
    required(path.newEmail);
    email(path.newEmail);
  });

  protected async change(): Promise<void> {
    const { newEmail } = this.form().value();
    this.sentTo.set(undefined);
    const isTaken = await this.submission.send(this.form, () => this.#account.changeAddress(newEmail));
    if (!isTaken) return;
    this.sentTo.set(newEmail);
    this.form().reset({ newEmail: '' });
  }

  protected async signInAgain(): Promise<void> {
    const { newEmail } = this.form().value();
    try {
      await this.#account.signInAgain(`/settings/profile?address=${encodeURIComponent(newEmail)}`);
    } catch (error) {
      this.#toasts.failed(error);
    }
  }
}
