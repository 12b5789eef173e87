import { Component, inject, input, output } from '@angular/core';
import { Words } from '../../../shared/util/words.ts';
import type { ConditionDraft } from '../util/draft.ts';
import { sizeUnits, type SizeUnit } from '../util/fields.ts';

/** A size as digits and a unit. */
@Component({
  selector: 'app-size-input',
  template: `<input
      class="input tabular !w-auto min-w-0 flex-[1_1_60px]"
      inputmode="decimal"
      autocomplete="off"
      [attr.aria-label]="t('rules.builder.size')"
      [attr.aria-invalid]="isInvalid()"
      [attr.aria-describedby]="describedBy()"
      [value]="draft().size"
      (input)="changed.emit({ size: $any($event.target).value })"
    />
    <select
      class="input !w-auto min-w-0 flex-[0_1_76px]"
      [attr.aria-label]="t('rules.builder.unit')"
      (change)="chooseUnit($any($event.target).value)"
    >
      @for (unit of units; track unit) {
        <option [value]="unit" [selected]="unit === draft().sizeUnit">{{ t('rules.unit.' + unit) }}</option>
      }
    </select>`,
})
export class SizeInput {
  readonly draft = input.required<ConditionDraft>();
  readonly isInvalid = input<'true' | null>(null);
  readonly describedBy = input<string | null>(null);
  readonly changed = output<Partial<ConditionDraft>>();
  protected readonly t = inject(Words).t;
  protected readonly units = Object.keys(sizeUnits) as readonly SizeUnit[];

  protected chooseUnit(sizeUnit: SizeUnit): void {
    this.changed.emit({ sizeUnit });
  }
}
