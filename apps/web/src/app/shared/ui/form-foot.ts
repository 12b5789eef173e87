import { Component, inject, input } from '@angular/core';
import type { Failure } from '../data/failure.ts';
import { Words } from '../util/words.ts';
import { FormFailure } from './form-failure.ts';

/** Below the sections of a form, in line with their fields: why it was not taken, and the button that saves. */
@Component({
  selector: 'app-form-foot',
  imports: [FormFailure],
  host: { class: 'grid gap-3 lg:pl-[320px]' },
  template: `<app-form-failure [of]="failure()" />
    <button type="submit" class="btn primary justify-self-start" [disabled]="isDisabled()">
      {{ t('action.save') }}
    </button>`,
})
export class FormFoot {
  readonly failure = input.required<Failure | undefined>();
  /** While it is on its way, and where nothing was changed. */
  readonly isDisabled = input(false);
  protected readonly t = inject(Words).t;
}
