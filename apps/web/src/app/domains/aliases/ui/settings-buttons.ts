import { Component, inject, input, output } from '@angular/core';
import { Words } from '../../../shared/util/words.ts';

/** The buttons of a part of the settings where something was changed, as its `foot`: as it was, or save. Saving sends the form around it, where there is one. */
@Component({
  selector: 'app-settings-buttons',
  host: { class: 'contents' },
  template: `<button type="button" class="btn" (click)="discarded.emit()">
      {{ t('aliases.settings.discard') }}
    </button>
    <button type="submit" class="btn primary" [disabled]="isDisabled()" (click)="saved.emit()">
      {{ t('action.save') }}
    </button>`,
})
export class SettingsButtons {
  readonly isDisabled = input.required<boolean>();
  readonly discarded = output();
  /** For a part without a form; a form has its own event. */
  readonly saved = output();
  protected readonly t = inject(Words).t;
}
