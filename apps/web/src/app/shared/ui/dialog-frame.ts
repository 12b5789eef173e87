import { Component, inject, input } from '@angular/core';
import { DialogRef } from '@angular/cdk/dialog';
import { X } from 'lucide';
import { Words } from '../util/words.ts';
import { Icon } from './icon.ts';

/** The frame of a dialog: title, a cross, what scrolls, and the buttons (`[foot]`). Opened by {@link Dialogs}; a full sheet on a phone. */
@Component({
  selector: 'app-dialog-frame',
  imports: [Icon],
  host: { class: 'contents' },
  template: `<div class="dialog" [class.wide]="isWide()">
    <div class="flex items-center gap-3 border-b border-line py-3 pr-3 pl-5">
      <h2 class="m-0 min-w-0 flex-1 truncate" [id]="titleId">{{ title() }}</h2>
      <button
        type="button"
        class="btn plain icon small"
        [attr.aria-label]="t('action.close')"
        (click)="ref.close()"
      >
        <app-icon [of]="cross" />
      </button>
    </div>
    <div class="overflow-auto p-5"><ng-content /></div>
    <div class="flex flex-wrap justify-end gap-2 border-t border-line px-5 py-3 empty:hidden">
      <ng-content select="[foot]" />
    </div>
  </div>`,
})
export class DialogFrame {
  readonly title = input.required<string>();
  readonly isWide = input(false);
  protected readonly t = inject(Words).t;
  protected readonly ref = inject(DialogRef);
  protected readonly cross = X;
  protected readonly titleId = `${this.ref.id}-title`;
}
