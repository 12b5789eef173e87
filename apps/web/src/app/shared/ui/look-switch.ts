import { Component, inject, model } from '@angular/core';
import { ChartColumn, Table2 } from 'lucide';
import { Words } from '../util/words.ts';
import { Icon } from './icon.ts';

/** Whether numbers are shown as a picture or as a table. */
@Component({
  selector: 'app-look-switch',
  imports: [Icon],
  template: `<div class="segments" role="group" [attr.aria-label]="t('look.label')">
    <button
      type="button"
      class="inline-flex items-center gap-1.5"
      [attr.aria-pressed]="!isTable()"
      (click)="isTable.set(false)"
    >
      <app-icon [of]="chart" [size]="15" />{{ t('look.chart') }}
    </button>
    <button
      type="button"
      class="inline-flex items-center gap-1.5"
      [attr.aria-pressed]="isTable()"
      (click)="isTable.set(true)"
    >
      <app-icon [of]="table" [size]="15" />{{ t('look.table') }}
    </button>
  </div>`,
})
export class LookSwitch {
  readonly isTable = model.required<boolean>();
  protected readonly t = inject(Words).t;
  protected readonly chart = ChartColumn;
  protected readonly table = Table2;
}
