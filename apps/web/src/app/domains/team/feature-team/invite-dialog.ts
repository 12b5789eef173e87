import { Component, computed, inject, signal } from '@angular/core';
import { DialogRef } from '@angular/cdk/dialog';
import { email, form, FormField, FormRoot, maxLength, required } from '@angular/forms/signals';
import type { MemberRole } from '@smtpy/contract/web';
import { Session } from '../../../shared/data/session.ts';
import { createSubmission } from '../../../shared/data/submission.ts';
import { ChoiceList } from '../../../shared/ui/choice-list.ts';
import { DialogActions } from '../../../shared/ui/dialog-actions.ts';
import { DialogFrame } from '../../../shared/ui/dialog-frame.ts';
import { Field } from '../../../shared/ui/field.ts';
import { FieldControl } from '../../../shared/ui/field-control.ts';
import { FormFailure } from '../../../shared/ui/form-failure.ts';
import { Words } from '../../../shared/util/words.ts';
import { Team } from '../data/team.ts';
import { rolesToInvite } from '../util/roles.ts';

/** Invites somebody. Closes with the address that was written to. */
@Component({
  selector: 'app-invite-dialog',
  imports: [ChoiceList, DialogActions, DialogFrame, Field, FieldControl, FormField, FormFailure, FormRoot],
  template: `<app-dialog-frame [title]="t('team.invite')">
    <form class="grid gap-5" id="invite-form" [formRoot]="form" (submit)="invite()">
      <app-field [label]="t('team.invite_email')" [help]="t('team.invite_help')" [of]="form.email()">
        <input
          class="input"
          type="email"
          cdkFocusInitial
          autocomplete="off"
          appFieldControl
          [formField]="form.email"
        />
      </app-field>
      <app-choice-list
        [label]="t('team.column.role')"
        [choices]="roles()"
        [value]="role()"
        (chosen)="role.set($event)"
      />
      <app-form-failure [of]="submission.failure()" />
    </form>
    <app-dialog-actions
      foot
      form="invite-form"
      [action]="t('team.send_invitation')"
      [isDisabled]="submission.isSending()"
    />
  </app-dialog-frame>`,
})
export class InviteDialog {
  readonly #ref = inject<DialogRef<string>>(DialogRef);
  protected readonly t = inject(Words).t;
  readonly #team = inject(Team);
  readonly #session = inject(Session);
  protected readonly submission = createSubmission();
  protected readonly role = signal<MemberRole>('member');
  protected readonly roles = computed(() =>
    rolesToInvite(this.#session.organization()?.role ?? 'viewer').map((value) => ({
      value,
      label: this.t(`role.${value}`),
      text: this.t(`team.role_text.${value}`),
    })),
  );
  protected readonly form = form(signal({ email: '' }), (path) => {
    required(path.email);
    email(path.email);
    maxLength(path.email, 254);
  });

  protected async invite(): Promise<void> {
    const address = this.form().value().email.trim();
    const isTaken = await this.submission.send(this.form, () => this.#team.invite(address, this.role()));
    if (isTaken) this.#ref.close(address);
  }
}
