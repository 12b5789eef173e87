import { Component, computed, inject, signal } from '@angular/core';
import { DIALOG_DATA, DialogRef } from '@angular/cdk/dialog';
import { form, FormField, FormRoot, maxLength, required } from '@angular/forms/signals';
import { createSubmission } from '../data/submission.ts';
import { DialogActions } from './dialog-actions.ts';
import { DialogFrame } from './dialog-frame.ts';
import { Field } from './field.ts';
import { FieldControl } from './field-control.ts';
import { FormFailure } from './form-failure.ts';

/** What a line of text is asked for. */
export interface TextQuestion<Given = unknown> {
  readonly title: string;
  readonly text?: string;
  readonly label: string;
  readonly help?: string;
  /** What stands there at first. */
  readonly value?: string;
  readonly maxCharacters?: number;
  /** Whether it may be left empty. */
  readonly isOptional?: boolean;
  /** The password of the person: not shown, and taken to the letter. */
  readonly isPassword?: boolean;
  /** What is said at the field where the server refuses with a code, by the code; what else it says stands below. */
  readonly faults?: Readonly<Record<string, string>>;
  readonly isDangerous?: boolean;
  /** The verb on the button. */
  readonly action: string;
  /** Does it. Where it throws, the dialog says why and stays. */
  readonly run: (text: string) => Promise<Given>;
}

/** Asks for one line of text and does something with it; when that worked, closed with what it gave, as `{ given }`. */
@Component({
  selector: 'app-text-prompt',
  imports: [DialogActions, DialogFrame, Field, FieldControl, FormField, FormFailure, FormRoot],
  template: `<form class="contents" [formRoot]="form" (submit)="send()">
    <app-dialog-frame [title]="data.title">
      <div class="grid gap-4">
        @if (data.text; as text) {
          <p class="m-0 text-muted">{{ text }}</p>
        }
        <app-field [label]="data.label" [help]="data.help ?? ''" [of]="form.text()" [fault]="fault()">
          <input
            class="input"
            [type]="data.isPassword === true ? 'password' : 'text'"
            [autocomplete]="data.isPassword === true ? 'current-password' : 'off'"
            cdkFocusInitial
            appFieldControl
            [formField]="form.text"
          />
        </app-field>
        <app-form-failure [of]="fault() === undefined ? submission.failure() : undefined" />
      </div>
      <app-dialog-actions
        foot
        [action]="data.action"
        [isDangerous]="data.isDangerous === true"
        [isDisabled]="submission.isSending()"
      />
    </app-dialog-frame>
  </form>`,
})
export class TextPrompt {
  protected readonly data = inject<TextQuestion>(DIALOG_DATA);
  readonly #ref = inject<DialogRef<{ readonly given: unknown }>>(DialogRef);
  protected readonly submission = createSubmission();
  protected readonly form = form(signal({ text: this.data.value ?? '' }), (path) => {
    if (this.data.isOptional !== true) required(path.text);
    if (this.data.isPassword !== true) maxLength(path.text, this.data.maxCharacters ?? 100);
  });
  protected readonly fault = computed(() => this.data.faults?.[this.submission.failure()?.code ?? '']);

  protected async send(): Promise<void> {
    const { text } = this.form().value();
    let given: unknown;
    const isTaken = await this.submission.send(this.form, async () => {
      given = await this.data.run(this.data.isPassword === true ? text : text.trim());
    });
    if (isTaken) this.#ref.close({ given });
  }
}
