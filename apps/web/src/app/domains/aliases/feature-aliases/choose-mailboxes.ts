import { Component, inject, signal } from '@angular/core';
import { DialogRef } from '@angular/cdk/dialog';
import { DialogFrame } from '../../../shared/ui/dialog-frame.ts';
import { Words } from '../../../shared/util/words.ts';
import { MailboxPicker } from '../ui/mailbox-picker.ts';
import type { MailboxOfAlias } from '../util/alias.ts';

/** The mailboxes that the chosen aliases forward to from now on, in place of those they have. */
@Component({
  selector: 'app-choose-mailboxes',
  imports: [DialogFrame, MailboxPicker],
  template: `<app-dialog-frame [title]="t('aliases.bulk.set_mailboxes')">
    <p class="m-0 mb-3 text-muted">{{ t('aliases.bulk.set_mailboxes_text') }}</p>
    <app-mailbox-picker [attr.aria-label]="t('aliases.column.mailboxes')" [(value)]="mailboxes" />
    <ng-container foot>
      <button type="button" class="btn" (click)="ref.close()">{{ t('action.cancel') }}</button>
      <button
        type="button"
        class="btn primary"
        [disabled]="mailboxes().length === 0"
        (click)="ref.close(mailboxes())"
      >
        {{ t('aliases.bulk.set_mailboxes') }}
      </button>
    </ng-container>
  </app-dialog-frame>`,
})
export class ChooseMailboxes {
  protected readonly ref = inject<DialogRef<readonly MailboxOfAlias[]>>(DialogRef);
  protected readonly t = inject(Words).t;
  protected readonly mailboxes = signal<readonly MailboxOfAlias[]>([]);
}
