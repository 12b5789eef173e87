import { Component, computed, inject, input, linkedSignal, output } from '@angular/core';
import { email, form, FormField, FormRoot, required } from '@angular/forms/signals';
import { Api } from '../../../shared/data/api.ts';
import { Installation } from '../../../shared/data/installation.ts';
import { Session } from '../../../shared/data/session.ts';
import { createSubmission } from '../../../shared/data/submission.ts';
import { Address } from '../../../shared/ui/address.ts';
import { Field } from '../../../shared/ui/field.ts';
import { FieldControl } from '../../../shared/ui/field-control.ts';
import { FormFailure } from '../../../shared/ui/form-failure.ts';
import { StateChip } from '../../../shared/ui/state-chip.ts';
import { ToastList } from '../../../shared/util/toast-list.ts';
import { Words } from '../../../shared/util/words.ts';
import type { Mailbox } from '../data/welcome-state.ts';

/** Second step: where mail goes. The address of the account is confirmed already; any other gets a mail, and the page goes on by itself. */
@Component({
  selector: 'app-mailbox-step',
  imports: [Address, Field, FieldControl, FormFailure, FormField, FormRoot, StateChip],
  host: { class: 'grid grid-cols-1 gap-4' },
  template: `<p class="prose m-0 text-muted">{{ t('onboarding.mailbox.text') }}</p>
    @for (mailbox of pending(); track mailbox.id) {
      <div class="grid gap-3 rounded-lg bg-sunken px-4 py-3">
        <span class="flex min-w-0 flex-wrap items-center gap-2.5"
          ><app-address [of]="mailbox.address" /><app-state-chip of="unconfirmed"
        /></span>
        <p class="m-0 text-[13px] text-muted" role="status">{{ t('onboarding.mailbox.pending') }}</p>
        <div class="flex flex-wrap gap-2">
          <button type="button" class="btn small" (click)="sendAgain(mailbox)">
            {{ t('onboarding.mailbox.again') }}
          </button>
          @if (installation.isSandbox) {
            <a class="btn small" href="/sandbox" target="_blank">{{ t('sandbox.look') }}</a>
          }
        </div>
      </div>
    }
    <form class="grid gap-4" [formRoot]="form" (submit)="add()">
      <app-field
        [label]="t('onboarding.mailbox.address')"
        [help]="isOwn() ? t('onboarding.mailbox.own_help') : t('onboarding.mailbox.other_help')"
        [of]="form.address()"
      >
        <input
          class="input max-w-[360px]"
          type="email"
          autocomplete="email"
          appFieldControl
          [formField]="form.address"
        />
      </app-field>
      <app-form-failure [of]="submission.failure()" />
      <div class="flex flex-wrap gap-2">
        <button type="submit" class="btn primary" [disabled]="submission.isSending()">
          {{ t('onboarding.mailbox.action') }}
        </button>
        <button type="button" class="btn plain" (click)="skipped.emit()">{{ t('onboarding.skip') }}</button>
      </div>
    </form>`,
})
export class MailboxStep {
  readonly mailboxes = input.required<readonly Mailbox[]>();
  readonly changed = output();
  readonly skipped = output();
  readonly #api = inject(Api);
  readonly #session = inject(Session);
  readonly #toasts = inject(ToastList);
  protected readonly t = inject(Words).t;
  protected readonly installation = inject(Installation);
  protected readonly submission = createSubmission();
  readonly #ownAddress = computed(() => this.#session.account()?.email ?? '');
  protected readonly pending = computed(() => this.mailboxes().filter(({ state }) => state === 'pending'));
  /** Proposed: the address of the account, unless it is a mailbox already. */
  readonly #given = linkedSignal(() => ({
    address: this.mailboxes().some(({ address }) => address === this.#ownAddress()) ? '' : this.#ownAddress(),
  }));
  protected readonly form = form(this.#given, (path) => {
    required(path.address);
    email(path.address);
  });
  protected readonly isOwn = computed(
    () => this.form.address().value().trim().toLowerCase() === this.#ownAddress().toLowerCase(),
  );

  protected async add(): Promise<void> {
    const address = this.form().value().address.trim();
    const isTaken = await this.submission.send(this.form, async () => {
      await this.#api.call('addMailbox', { body: { address } });
    });
    if (isTaken) this.changed.emit();
  }

  protected async sendAgain({ id, address }: Mailbox): Promise<void> {
    try {
      await this.#api.call('resendMailboxConfirmation', { params: { mailbox_id: id } });
      this.#toasts.done(this.t('onboarding.mailbox.sent_again', { address }));
    } catch (error) {
      // Expected: a Failure.
      this.#toasts.failed(error);
    }
  }
}
