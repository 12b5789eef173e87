import { Component, computed, inject, signal } from '@angular/core';
import { DIALOG_DATA, DialogRef } from '@angular/cdk/dialog';
import { form, FormField, FormRoot, pattern, required } from '@angular/forms/signals';
import { encode } from 'uqr';
import { createSubmission } from '../../../shared/data/submission.ts';
import { CopyButton } from '../../../shared/ui/copy-button.ts';
import { DialogActions } from '../../../shared/ui/dialog-actions.ts';
import { DialogFrame } from '../../../shared/ui/dialog-frame.ts';
import { Field } from '../../../shared/ui/field.ts';
import { FieldControl } from '../../../shared/ui/field-control.ts';
import { FormFailure } from '../../../shared/ui/form-failure.ts';
import { Words } from '../../../shared/util/words.ts';
import { SecondFactor } from '../data/second-factor.ts';
import { pathOfSquares, secretOf } from '../util/totp-secret.ts';

/** The secret of the second factor as a picture and as text; a new one is taken over with its first code. Closed with true: it is on. */
@Component({
  selector: 'app-authenticator',
  imports: [CopyButton, DialogActions, DialogFrame, Field, FieldControl, FormField, FormFailure, FormRoot],
  template: `<form class="contents" [formRoot]="form" (submit)="confirm()">
    <app-dialog-frame [title]="t(data.isNew ? 'settings.two_factor.enable' : 'settings.two_factor.again')">
      <div class="grid gap-5">
        <p class="m-0 text-muted">{{ t('settings.two_factor.scan') }}</p>
        <svg
          class="qr mx-auto h-48 w-48 rounded-lg"
          role="img"
          shape-rendering="crispEdges"
          [attr.viewBox]="'0 0 ' + size + ' ' + size"
          [attr.aria-label]="t('settings.two_factor.picture')"
        >
          <svg:path fill="currentColor" [attr.d]="path" />
        </svg>
        <div>
          <p class="m-0 text-[13px] text-muted">{{ t('settings.two_factor.type') }}</p>
          <p class="m-0 mt-1 flex items-center gap-2">
            <code class="min-w-0 break-words">{{ secret }}</code>
            <app-copy-button [text]="bareSecret" [what]="t('settings.two_factor.secret')" />
          </p>
        </div>
        @if (data.isNew) {
          <app-field
            [label]="t('settings.two_factor.code')"
            [help]="t('settings.two_factor.code_help')"
            [of]="form.code()"
            [fault]="isWrong() ? t('settings.two_factor.code_wrong') : undefined"
          >
            <input
              class="input mono max-w-[180px]"
              inputmode="numeric"
              autocomplete="one-time-code"
              cdkFocusInitial
              appFieldControl
              [formField]="form.code"
            />
          </app-field>
          <app-form-failure [of]="isWrong() ? undefined : submission.failure()" />
        }
      </div>
      @if (data.isNew) {
        <ng-container ngProjectAs="[foot]">
          <app-dialog-actions
            [action]="t('settings.two_factor.enable_action')"
            [isDisabled]="submission.isSending()"
          />
        </ng-container>
      } @else {
        <button foot type="button" class="btn" (click)="ref.close()">{{ t('action.close') }}</button>
      }
    </app-dialog-frame>
  </form>`,
  styles: `
    /* Cameras want dark on light, whatever the theme is. */
    .qr {
      background: #fff;
      color: #000;
    }
  `,
})
export class Authenticator {
  protected readonly data = inject<{ readonly uri: string; readonly isNew: boolean }>(DIALOG_DATA);
  protected readonly ref = inject<DialogRef<boolean>>(DialogRef);
  readonly #factor = inject(SecondFactor);
  protected readonly t = inject(Words).t;
  protected readonly submission = createSubmission();
  readonly #picture = encode(this.data.uri, { ecc: 'M', border: 3 });
  protected readonly size = this.#picture.size;
  protected readonly path = pathOfSquares(this.#picture.data);
  protected readonly secret = secretOf(this.data.uri);
  protected readonly bareSecret = this.secret.replaceAll(' ', '');
  protected readonly form = form(signal({ code: '' }), (path) => {
    required(path.code);
    pattern(path.code, /^\s*\d{3}\s?\d{3}\s*$/u, { message: () => this.t('settings.two_factor.code_help') });
  });
  protected readonly isWrong = computed(() => this.submission.failure()?.code === 'second_factor_invalid');

  protected async confirm(): Promise<void> {
    if (!this.data.isNew) return;
    const { code } = this.form().value();
    if (await this.submission.send(this.form, () => this.#factor.confirm(code))) this.ref.close(true);
  }
}
