import { Component, inject, input } from '@angular/core';
import { DialogRef } from '@angular/cdk/dialog';
import { Words } from '../util/words.ts';

/** The buttons below a form in a {@link DialogFrame}, as its `foot`: leave it, or send it. */
@Component({
  selector: 'app-dialog-actions',
  host: { class: 'contents' },
  template: `<button type="button" class="btn" (click)="ref.close()">{{ t('action.cancel') }}</button>
    <button
      type="submit"
      class="btn primary"
      [class.danger]="isDangerous()"
      [attr.form]="form()"
      [disabled]="isDisabled()"
    >
      {{ action() }}
    </button>`,
})
export class DialogActions {
  /** The verb on the button that sends. */
  readonly action = input.required<string>();
  /** While it is on its way, or where there is nothing to send yet. */
  readonly isDisabled = input(false);
  readonly isDangerous = input(false);
  /** The id of the form, where the buttons do not stand within it. */
  readonly form = input<string>();
  protected readonly t = inject(Words).t;
  protected readonly ref = inject(DialogRef);
}
