import { Component, inject, signal } from '@angular/core';
import { DIALOG_DATA, DialogRef } from '@angular/cdk/dialog';
import { form, FormField, FormRoot, maxLength, required } from '@angular/forms/signals';
import { createSubmission } from '../../../shared/data/submission.ts';
import { Address } from '../../../shared/ui/address.ts';
import { DialogActions } from '../../../shared/ui/dialog-actions.ts';
import { DialogFrame } from '../../../shared/ui/dialog-frame.ts';
import { Field } from '../../../shared/ui/field.ts';
import { FieldControl } from '../../../shared/ui/field-control.ts';
import { FormFailure } from '../../../shared/ui/form-failure.ts';
import { Words } from '../../../shared/util/words.ts';
import { SenderChanges, type AddedSender, type Sender } from '../data/sender-changes.ts';
import { AliasPicker, type PickedAlias } from '../../../shared/ui/alias-picker.ts';

/** Which entry; without one a new one is made. */
export interface SenderDialogData {
  readonly verdict: Sender['verdict'];
  readonly sender?: Sender;
}

/** Blocks or allows a sender, or changes the note of an entry. Closes with what was added, or true when an entry was changed. */
@Component({
  selector: 'app-sender-dialog',
  imports: [
    Address,
    AliasPicker,
    DialogActions,
    DialogFrame,
    Field,
    FieldControl,
    FormField,
    FormFailure,
    FormRoot,
  ],
  template: `<app-dialog-frame [title]="t('rules.senders.dialog.' + (data.sender ? 'edit' : data.verdict))">
    <form class="grid gap-5" id="sender-form" [formRoot]="form" (submit)="save()">
      @if (data.sender; as sender) {
        <p class="m-0 min-w-0"><app-address [of]="sender.subject" /></p>
      } @else {
        <app-field
          [label]="t('rules.senders.subject')"
          [help]="t('rules.senders.subject_help')"
          [of]="form.subject()"
        >
          <input
            class="input mono"
            autocomplete="off"
            autocapitalize="off"
            spellcheck="false"
            cdkFocusInitial
            placeholder="shop.example"
            appFieldControl
            [formField]="form.subject"
          />
        </app-field>
        <div class="field">
          <label for="sender-alias">{{ t('rules.senders.alias') }}</label>
          <app-alias-picker
            inputId="sender-alias"
            describedBy="sender-alias-help"
            [placeholder]="t('rules.alias_search')"
            [isClearable]="true"
            [(value)]="alias"
          />
          <span class="help" id="sender-alias-help">{{ t('rules.senders.alias_help') }}</span>
        </div>
      }
      @if (data.verdict === 'allow') {
        <label class="check">
          <input type="checkbox" [formField]="form.acceptsUnproven" />
          <span
            >{{ t('rules.senders.accept_unproven')
            }}<span class="block text-[13px] text-muted">{{ t('rules.senders.unproven_text') }}</span></span
          >
        </label>
      }
      <app-field [label]="t('rules.senders.note')" [of]="form.note()">
        <input
          class="input"
          autocomplete="off"
          appFieldControl
          [placeholder]="t('rules.senders.note_example')"
          [formField]="form.note"
        />
      </app-field>
      <app-form-failure [of]="submission.failure()" />
    </form>
    <app-dialog-actions
      foot
      form="sender-form"
      [action]="data.sender ? t('action.save') : t('rules.senders.action.' + data.verdict)"
      [isDisabled]="submission.isSending()"
    />
  </app-dialog-frame>`,
})
export class SenderDialog {
  protected readonly data = inject<SenderDialogData>(DIALOG_DATA);
  readonly #ref = inject<DialogRef<AddedSender | boolean>>(DialogRef);
  protected readonly t = inject(Words).t;
  readonly #changes = inject(SenderChanges);
  protected readonly submission = createSubmission();
  protected readonly alias = signal<PickedAlias | undefined>(undefined);
  protected readonly form = form(
    signal({
      subject: this.data.sender?.subject ?? '',
      note: this.data.sender?.note ?? '',
      acceptsUnproven: this.data.sender?.accepts_unproven ?? false,
    }),
    (path) => {
      required(path.subject);
      maxLength(path.subject, 320);
      maxLength(path.note, 200);
    },
  );

  protected async save(): Promise<void> {
    await this.submission.send(this.form, async () => {
      const { subject, note, acceptsUnproven } = this.form().value();
      const { sender, verdict } = this.data;
      const common = { note: note.trim() === '' ? null : note, accepts_unproven: acceptsUnproven };
      if (sender === undefined) {
        const alias_id = this.alias()?.id ?? null;
        this.#ref.close(await this.#changes.add({ ...common, verdict, subject, alias_id }));
      } else {
        await this.#changes.change(sender.id, common);
        this.#ref.close(true);
      }
    });
  }
}
