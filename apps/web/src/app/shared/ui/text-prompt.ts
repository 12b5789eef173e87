import { Component, inject, signal } from '@angular/core';
import { DIALOG_DATA, DialogRef } from '@angular/cdk/dialog';
import { form, FormField, FormRoot, maxLength, required } from '@angular/forms/signals';
import { createSubmission } from '../data/submission.ts';
import { Words } from '../util/words.ts';
import { DialogActions } from './dialog-actions.ts';
import { DialogFrame } from './dialog-frame.ts';
import { Field } from './field.ts';
import { FieldControl } from './field-control.ts';
import { FormFailure } from './form-failure.ts';

/** What a line of text is asked for. */
export interface TextQuestion {
  readonly title: string;
  readonly text?: string;
  readonly label: string;
  readonly help?: string;
  /** What stands there at first. */
  readonly value?: string;
  readonly maxCharacters?: number;
  /** Whether it may be left empty. */
  readonly isOptional?: boolean;
  readonly isDangerous?: boolean;
  /** The verb on the button. */
  readonly action: string;
  /** Does it. Where it throws, the dialog says why and stays. */
  readonly run: (text: string) => Promise<void>;
}

/** Asks for one line of text and does something with it; closed with true when that worked. */
@Component({
  selector: 'app-text-prompt',
  imports: [DialogActions, DialogFrame, Field, FieldControl, FormField, FormFailure, FormRoot],
  template: `<form class="contents" [formRoot]="form" (submit)="send()">
    <app-dialog-frame [title]="data.title">
      <div class="grid gap-4">
        @if (data.text; as text) {
          <p class="m-0 text-muted">{{ text }}</p>
        }
        <app-field [label]="data.label" [help]="data.help ?? ''" [of]="form.text()">
          <input class="input" autocomplete="off" cdkFocusInitial appFieldControl [formField]="form.text" />
        </app-field>
        <app-form-failure [of]="submission.failure()" />
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
  readonly #ref = inject<DialogRef<boolean>>(DialogRef);
  protected readonly t = inject(Words).t;
  protected readonly submission = createSubmission();
  protected readonly form = form(signal({ text: this.data.value ?? '' }), (path) => {
    if (this.data.isOptional !== true) required(path.text);
    maxLength(path.text, this.data.maxCharacters ?? 100);
  });

  protected async send(): Promise<void> {
    const { text } = this.form().value();
    if (await this.submission.send(this.form, () => this.data.run(text.trim()))) this.#ref.close(true);
  }
}
