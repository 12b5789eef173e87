import { Component, inject, signal } from '@angular/core';
import { DIALOG_DATA, DialogRef } from '@angular/cdk/dialog';
import { DialogActions } from '../../../shared/ui/dialog-actions.ts';
import { DialogFrame } from '../../../shared/ui/dialog-frame.ts';
import { Field } from '../../../shared/ui/field.ts';
import { Words } from '../../../shared/util/words.ts';
import { TagInput } from '../ui/tag-input.ts';

/** For what the tags are chosen. */
export interface ChooseTagsData {
  readonly action: 'add_tags' | 'remove_tags';
  readonly suggestions: readonly string[];
}

/** Tags to add to the chosen aliases, or to take from them. */
@Component({
  selector: 'app-choose-tags',
  imports: [DialogActions, DialogFrame, Field, TagInput],
  template: `<app-dialog-frame [title]="t('aliases.bulk.' + data.action)">
    <form id="choose-tags" (submit)="$event.preventDefault(); choose()">
      <app-field #f [label]="t('aliases.tags.label')" [help]="t('aliases.tags.help')">
        <app-tag-input [isFirst]="true" [inputId]="f.id" [suggestions]="data.suggestions" [(value)]="tags" />
      </app-field>
    </form>
    <app-dialog-actions
      foot
      form="choose-tags"
      [action]="t('aliases.bulk.' + data.action)"
      [isDisabled]="tags().length === 0"
    />
  </app-dialog-frame>`,
})
export class ChooseTags {
  protected readonly data = inject<ChooseTagsData>(DIALOG_DATA);
  readonly #ref = inject<DialogRef<readonly string[]>>(DialogRef);
  protected readonly t = inject(Words).t;
  protected readonly tags = signal<readonly string[]>([]);

  protected choose(): void {
    if (this.tags().length > 0) this.#ref.close(this.tags());
  }
}
