import { Component, computed, inject, signal } from '@angular/core';
import { DialogRef } from '@angular/cdk/dialog';
import { email, form, FormField, FormRoot, maxLength, required } from '@angular/forms/signals';
import type { MemberRole } from '@smtpy/contract/web';
import { Session } from '../../../shared/data/session.ts';
import { createSubmission } from '../../../shared/data/submission.ts';
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
  imports: [DialogActions, DialogFrame, Field, FieldControl, FormField, FormFailure, FormRoot],
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
      <fieldset class="m-0 grid gap-1 border-0 p-0">
        <legend class="label mb-1.5 p-0">{{ t('team.column.role') }}</legend>
        @for (each of roles(); track each) {
          <label class="check rounded-lg px-3 py-2" [class.bg-accent-soft]="role() === each">
            <input
              type="radio"
              name="invite-role"
              [value]="each"
              [checked]="role() === each"
              (change)="role.set(each)"
            /><span class="min-w-0"
              ><span class="block font-medium">{{ t('role.' + each) }}</span
              ><span class="block text-[13px] text-muted">{{ t('team.role_text.' + each) }}</span></span
            >
          </label>
        }
      </fieldset>
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
  protected readonly roles = computed(() => rolesToInvite(this.#session.organization()?.role ?? 'viewer'));
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
