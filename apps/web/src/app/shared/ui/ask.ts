import { Component, computed, inject, signal } from '@angular/core';
import { DIALOG_DATA, DialogRef } from '@angular/cdk/dialog';
import { Words } from '../util/words.ts';
import { Field } from './field.ts';
import { FieldControl } from './field-control.ts';

/** What is asked before something that cannot be undone. */
export interface Question {
  readonly title: string;
  /** What happens, in a sentence or two. */
  readonly text: string;
  /** The verb on the button: `Delete domain`. */
  readonly action: string;
  readonly isDangerous?: boolean;
  /** What has to be typed: only for deleting a domain, an organization, an account. */
  readonly typed?: string;
}

/** The dialog of a {@link Question}. */
@Component({
  selector: 'app-ask',
  imports: [Field, FieldControl],
  template: `<form class="dialog ask" (submit)="$event.preventDefault(); decide()">
    <div class="grid gap-3 p-5">
      <h2 class="m-0" [id]="titleId">{{ data.title }}</h2>
      <p class="m-0 text-muted">{{ data.text }}</p>
      @if (data.typed; as typed) {
        <app-field [label]="t('ask.type', { text: typed })">
          <input
            class="input mono"
            autocomplete="off"
            autocapitalize="off"
            spellcheck="false"
            appFieldControl
            [value]="text()"
            (input)="text.set($any($event.target).value)"
          />
        </app-field>
      }
    </div>
    <div class="flex flex-wrap justify-end gap-2 px-5 pb-5">
      <button type="button" class="btn" (click)="ref.close(false)">{{ t('action.cancel') }}</button>
      <button
        type="submit"
        class="btn primary"
        [class.danger]="data.isDangerous !== false"
        [disabled]="!isReady()"
      >
        {{ data.action }}
      </button>
    </div>
  </form>`,
})
export class Ask {
  protected readonly data = inject<Question>(DIALOG_DATA);
  protected readonly ref = inject<DialogRef<boolean>>(DialogRef);
  protected readonly t = inject(Words).t;
  protected readonly titleId = `${this.ref.id}-title`;
  protected readonly text = signal('');
  protected readonly isReady = computed(
    () => this.data.typed === undefined || this.text().trim().toLowerCase() === this.data.typed.toLowerCase(),
  );

  protected decide(): void {
    if (this.isReady()) this.ref.close(true);
  }
}
