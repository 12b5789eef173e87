import { Component, inject, signal } from '@angular/core';
import { form, FormField, FormRoot, maxLength } from '@angular/forms/signals';
import { DIALOG_DATA, DialogRef } from '@angular/cdk/dialog';
import { Api } from '../../../shared/data/api.ts';
import { createSubmission } from '../../../shared/data/submission.ts';
import { DialogActions } from '../../../shared/ui/dialog-actions.ts';
import { DialogFrame } from '../../../shared/ui/dialog-frame.ts';
import { Field } from '../../../shared/ui/field.ts';
import { FieldControl } from '../../../shared/ui/field-control.ts';
import { FormFailure } from '../../../shared/ui/form-failure.ts';
import { Words } from '../../../shared/util/words.ts';
import type { Contact } from '../data/contact.ts';

/** Another name for a contact. */
@Component({
  selector: 'app-rename-contact',
  imports: [DialogActions, DialogFrame, Field, FieldControl, FormField, FormFailure, FormRoot],
  template: `<app-dialog-frame [title]="t('contacts.rename.title')">
    <form id="rename-contact" class="grid gap-4" [formRoot]="form" (submit)="rename()">
      <app-field
        [label]="t('contacts.create.name')"
        [help]="t('contacts.rename.help', { address: data.address })"
        [of]="form.display_name()"
      >
        <input
          class="input"
          autocomplete="off"
          cdkFocusInitial
          appFieldControl
          [formField]="form.display_name"
        />
      </app-field>
      <app-form-failure [of]="submission.failure()" />
    </form>
    <app-dialog-actions
      foot
      form="rename-contact"
      [action]="t('action.save')"
      [isDisabled]="submission.isSending()"
    />
  </app-dialog-frame>`,
})
export class RenameContact {
  readonly #api = inject(Api);
  protected readonly data = inject<Contact>(DIALOG_DATA);
  readonly #ref = inject<DialogRef<Contact>>(DialogRef);
  protected readonly t = inject(Words).t;
  protected readonly submission = createSubmission();
  readonly #model = signal({ display_name: this.data.display_name ?? '' });
  protected readonly form = form(this.#model, (path) => {
    maxLength(path.display_name, 200);
  });

  protected async rename(): Promise<void> {
    const name = this.#model().display_name.trim();
    await this.submission.send(this.form, async () => {
      const contact = await this.#api.call('changeContact', {
        params: { contact_id: this.data.id },
        body: { display_name: name === '' ? null : name },
      });
      this.#ref.close(contact);
    });
  }
}
