import { Component, inject, signal } from '@angular/core';
import { DialogRef } from '@angular/cdk/dialog';
import { form, FormField, FormRoot, maxLength, required } from '@angular/forms/signals';
import { createSubmission } from '../../../shared/data/submission.ts';
import { DialogActions } from '../../../shared/ui/dialog-actions.ts';
import { DialogFrame } from '../../../shared/ui/dialog-frame.ts';
import { Field } from '../../../shared/ui/field.ts';
import { FieldControl } from '../../../shared/ui/field-control.ts';
import { FormFailure } from '../../../shared/ui/form-failure.ts';
import { ToastList } from '../../../shared/util/toast-list.ts';
import { Words } from '../../../shared/util/words.ts';
import { Team } from '../data/team.ts';

/** Makes an organization and goes there. */
@Component({
  selector: 'app-organization-dialog',
  imports: [DialogActions, DialogFrame, Field, FieldControl, FormField, FormFailure, FormRoot],
  template: `<app-dialog-frame [title]="t('team.create_organization')">
    <form class="grid gap-4" id="organization-form" [formRoot]="form" (submit)="create()">
      <p class="m-0 text-muted">{{ t('team.create_text') }}</p>
      <app-field [label]="t('team.organization_name')" [of]="form.name()">
        <input
          class="input"
          cdkFocusInitial
          autocomplete="organization"
          appFieldControl
          [formField]="form.name"
        />
      </app-field>
      <app-form-failure [of]="submission.failure()" />
    </form>
    <app-dialog-actions
      foot
      form="organization-form"
      [action]="t('team.create_organization')"
      [isDisabled]="submission.isSending()"
    />
  </app-dialog-frame>`,
})
export class OrganizationDialog {
  readonly #ref = inject(DialogRef);
  protected readonly t = inject(Words).t;
  readonly #team = inject(Team);
  readonly #toasts = inject(ToastList);
  protected readonly submission = createSubmission();
  protected readonly form = form(signal({ name: '' }), (path) => {
    required(path.name);
    maxLength(path.name, 100);
  });

  protected async create(): Promise<void> {
    const { name } = this.form().value();
    const isTaken = await this.submission.send(this.form, () => this.#team.createOrganization(name));
    if (!isTaken) return;
    this.#ref.close();
    this.#toasts.done(this.t('team.organization_created', { name }));
  }
}
