import { Component, inject, input, output } from '@angular/core';
import { Words } from '../../../shared/util/words.ts';
import type { Domain } from '../data/domain-view.ts';

/** In which mode new aliases of a domain forward, each explained. */
@Component({
  selector: 'app-default-mode',
  host: { class: 'card padded block' },
  template: `<fieldset class="m-0 grid min-w-0 gap-4 border-0 p-0" [disabled]="isDisabled()">
    <legend class="contents">
      <span class="grid gap-0.5">
        <span class="text-base font-semibold">{{ t('domains.mode.title') }}</span>
        <span class="prose font-normal text-muted">{{ t('domains.mode.text') }}</span>
      </span>
    </legend>
    @for (mode of modes; track mode) {
      <label class="check">
        <input
          type="radio"
          name="default-mode"
          [value]="mode"
          [checked]="of() === mode"
          (change)="chosen.emit(mode)"
        />
        <span class="grid">
          <span class="font-medium">{{ t('domains.mode.' + mode) }}</span>
          <span class="prose text-[13px] text-muted">{{ t('domains.mode.' + mode + '_text') }}</span>
        </span>
      </label>
    }
  </fieldset>`,
})
export class DefaultMode {
  readonly of = input.required<Domain['default_mode']>();
  readonly isDisabled = input(false);
  readonly chosen = output<Domain['default_mode']>();
  protected readonly t = inject(Words).t;
  protected readonly modes = ['rewrite', 'preserve', 'adaptive'] as const;
}
