import { Component, inject, signal } from '@angular/core';
import { email, form, FormField, FormRoot, maxLength, required } from '@angular/forms/signals';
import { DialogRef } from '@angular/cdk/dialog';
import { MailCheck } from 'lucide';
import { Api } from '../../../shared/data/api.ts';
import { createSubmission } from '../../../shared/data/submission.ts';
import { DialogActions } from '../../../shared/ui/dialog-actions.ts';
import { DialogFrame } from '../../../shared/ui/dialog-frame.ts';
import { Field } from '../../../shared/ui/field.ts';
import { FieldControl } from '../../../shared/ui/field-control.ts';
import { FormFailure } from '../../../shared/ui/form-failure.ts';
import { Icon } from '../../../shared/ui/icon.ts';
import { ToastList } from '../../../shared/util/toast-list.ts';
import { Words } from '../../../shared/util/words.ts';
import type { Mailbox } from '../util/mailbox-state.ts';

/** Adds a mailbox and says that its address was written to. */
@Component({
  selector: 'app-add-mailbox',
  imports: [DialogActions, DialogFrame, Field, FieldControl, FormFailure, FormField, FormRoot, Icon],
  template: `<app-dialog-frame [title]="t('mailboxes.add.title')">
    @if (added(); as mailbox) {
      <div class="grid justify-items-center gap-3 py-4 text-center">
        <span class="grid h-14 w-14 place-content-center rounded-2xl bg-accent-soft text-accent-text"
          ><app-icon [of]="sent" [size]="26"
        /></span>
        <p class="m-0 text-base font-semibold break-all" role="status">
          {{ t('mailboxes.add.sent', { address: mailbox.address }) }}
        </p>
        <p class="m-0 max-w-[46ch] text-muted">{{ t('mailboxes.add.sent_text') }}</p>
      </div>
    } @else {
      <form id="add-mailbox" class="grid gap-4" [formRoot]="form" (submit)="add()">
        <app-field
          [label]="t('mailboxes.add.address')"
          [help]="t('mailboxes.add.help')"
          [of]="form.address()"
        >
          <input
            class="input"
            type="email"
            autocomplete="email"
            autocapitalize="off"
            spellcheck="false"
            appFieldControl
            [formField]="form.address"
          />
        </app-field>
        <app-form-failure [of]="submission.failure()" />
      </form>
    }
    <ng-container foot>
      @if (added() !== undefined) {
        <button type="button" class="btn primary" (click)="ref.close()">
          {{ t('action.close') }}
        </button>
      } @else {
        <app-dialog-actions
          form="add-mailbox"
          [action]="t('mailboxes.add.action')"
          [isDisabled]="submission.isSending()"
        />
      }
    </ng-container>
  </app-dialog-frame>`,
})
export class AddMailbox {
  readonly #api = inject(Api);
  readonly #toasts = inject(ToastList);
  protected readonly ref = inject(DialogRef);
  protected readonly t = inject(Words).t;
  protected readonly sent = MailCheck;
  protected readonly submission = createSubmission();
  /** What was added and waits for the word of its owner. */
  protected readonly added = signal<Mailbox | undefined>(undefined);
  protected readonly form = form(signal({ address: '' }), (path) => {
    required(path.address);
    email(path.address);
    maxLength(path.address, 254);
  });

  protected async add(): Promise<void> {
    await this.submission.send(this.form, async () => {
      const address = this.form.address().value().trim();
      const mailbox = await this.#api.call('addMailbox', { body: { address } });
      // One's own address is confirmed at once.
      if (mailbox.state === 'pending') {
        this.added.set(mailbox);
        return;
      }
      this.#toasts.done(this.t('mailboxes.done.confirmed', { address: mailbox.address }));
      this.ref.close();
    });
  }
}
