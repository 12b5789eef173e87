import { Component, inject, signal } from '@angular/core';
import { form, FormField, FormRoot, email, maxLength, required } from '@angular/forms/signals';
import { DIALOG_DATA, DialogRef } from '@angular/cdk/dialog';
import { CircleCheck } from 'lucide';
import { Api } from '../../../shared/data/api.ts';
import { createSubmission } from '../../../shared/data/submission.ts';
import { AliasPicker, type PickedAlias } from '../../../shared/ui/alias-picker.ts';
import { CopyButton } from '../../../shared/ui/copy-button.ts';
import { DialogActions } from '../../../shared/ui/dialog-actions.ts';
import { DialogFrame } from '../../../shared/ui/dialog-frame.ts';
import { Field } from '../../../shared/ui/field.ts';
import { FieldControl } from '../../../shared/ui/field-control.ts';
import { FormFailure } from '../../../shared/ui/form-failure.ts';
import { Icon } from '../../../shared/ui/icon.ts';
import { Words } from '../../../shared/util/words.ts';
import type { Contact, CreateContactData } from '../data/contact.ts';

/** Writing to somebody first: names the person, gives the address that a mail program writes to. */
@Component({
  selector: 'app-create-contact',
  imports: [
    AliasPicker,
    CopyButton,
    DialogActions,
    DialogFrame,
    Field,
    FieldControl,
    FormField,
    FormFailure,
    FormRoot,
    Icon,
  ],
  template: `<app-dialog-frame [title]="t(made() ? 'contacts.create.made' : 'contacts.create.title')">
    @if (made(); as contact) {
      <div class="grid justify-items-center gap-4 py-2 text-center" role="status">
        <span class="grid h-14 w-14 place-content-center rounded-2xl bg-green-soft text-green"
          ><app-icon [of]="check" [size]="26"
        /></span>
        <p class="mono m-0 max-w-full text-[16px] leading-6 font-semibold break-all">
          {{ contact.reply_address }}
        </p>
        <app-copy-button [text]="contact.reply_address" [label]="t('contacts.create.copy')" />
        <p class="prose m-0 text-muted">
          {{ t('contacts.create.made_text', { address: contact.address, alias: contact.alias_address }) }}
        </p>
      </div>
    } @else {
      <form id="create-contact" class="grid gap-4" [formRoot]="form" (submit)="create()">
        <p class="prose m-0 text-muted">{{ t('contacts.create.text') }}</p>
        @if (data.alias; as alias) {
          <p class="m-0">
            {{ t('contacts.create.as') }} <span class="mono font-medium">{{ alias.address }}</span>
          </p>
        } @else {
          <app-field
            #own
            [label]="t('contacts.create.alias')"
            [fault]="isAliasMissing() ? t('fault.required') : undefined"
          >
            <app-alias-picker
              [inputId]="own.id"
              [isFirst]="true"
              [describedBy]="own.describedBy()"
              [isInvalid]="own.isInvalid()"
              [placeholder]="t('contacts.create.alias_placeholder')"
              [(value)]="alias"
            />
          </app-field>
        }
        <app-field [label]="t('contacts.create.address')" [of]="form.address()">
          <input
            class="input mono"
            type="email"
            autocapitalize="off"
            autocomplete="off"
            spellcheck="false"
            placeholder="news@shop.example"
            [attr.cdkFocusInitial]="data.alias === undefined ? null : ''"
            appFieldControl
            [formField]="form.address"
          />
        </app-field>
        <app-field [label]="t('contacts.create.name')" [of]="form.display_name()">
          <input class="input" autocomplete="off" appFieldControl [formField]="form.display_name" />
        </app-field>
        <app-form-failure [of]="submission.failure()" />
      </form>
    }
    <ng-container foot>
      @if (made(); as contact) {
        <button type="button" class="btn primary" (click)="ref.close(contact)">
          {{ t('action.close') }}
        </button>
      } @else {
        <app-dialog-actions
          form="create-contact"
          [action]="t('contacts.create.do')"
          [isDisabled]="submission.isSending()"
        />
      }
    </ng-container>
  </app-dialog-frame>`,
})
export class CreateContact {
  readonly #api = inject(Api);
  protected readonly data = inject<CreateContactData>(DIALOG_DATA);
  protected readonly ref = inject<DialogRef<Contact>>(DialogRef);
  protected readonly t = inject(Words).t;
  protected readonly check = CircleCheck;
  protected readonly alias = signal<PickedAlias | undefined>(this.data.alias);
  protected readonly isAliasMissing = signal(false);
  protected readonly made = signal<Contact | undefined>(undefined);
  protected readonly submission = createSubmission();
  readonly #model = signal({ address: '', display_name: '' });
  protected readonly form = form(this.#model, (path) => {
    required(path.address);
    email(path.address);
    maxLength(path.display_name, 200);
  });

  protected async create(): Promise<void> {
    const alias = this.alias();
    this.isAliasMissing.set(alias === undefined);
    if (alias === undefined) return;
    await this.submission.send(this.form, async () => {
      const { address, display_name: name } = this.#model();
      this.made.set(
        await this.#api.call('createContact', {
          body: {
            alias_id: alias.id,
            address: address.trim(),
            ...(name.trim() !== '' && { display_name: name.trim() }),
          },
        }),
      );
    });
  }
}
