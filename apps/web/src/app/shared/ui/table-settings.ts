import { Component, inject, input } from '@angular/core';
import { CdkMenu, CdkMenuItemCheckbox, CdkMenuTrigger } from '@angular/cdk/menu';
import { Check, SlidersHorizontal } from 'lucide';
import type { TableLook } from '../util/table-look.ts';
import { Words } from '../util/words.ts';
import { Icon } from './icon.ts';

/** Which columns a table shows, and how dense; remembered on this device. Nothing of it on a phone, where rows are cards. */
@Component({
  selector: 'app-table-settings',
  imports: [CdkMenu, CdkMenuItemCheckbox, CdkMenuTrigger, Icon],
  host: { class: 'hidden md:inline-flex' },
  template: `<button
      type="button"
      class="btn icon"
      [cdkMenuTriggerFor]="menu"
      [attr.aria-label]="t('table.settings')"
      [title]="t('table.settings')"
    >
      <app-icon [of]="icon" />
    </button>
    <ng-template #menu>
      <div class="menu" cdkMenu>
        @for (column of columns(); track column.name) {
          <button
            type="button"
            class="menu-item"
            cdkMenuItemCheckbox
            [cdkMenuItemChecked]="look().shows(column.name)"
            (cdkMenuItemTriggered)="look().toggle(column.name)"
          >
            <app-icon [of]="check" [size]="16" [class.invisible]="!look().shows(column.name)" />{{
              column.label
            }}
          </button>
        }
        <div class="menu-line"></div>
        <button
          type="button"
          class="menu-item"
          cdkMenuItemCheckbox
          [cdkMenuItemChecked]="look().isCompact()"
          (cdkMenuItemTriggered)="look().toggleDensity()"
        >
          <app-icon [of]="check" [size]="16" [class.invisible]="!look().isCompact()" />{{
            t('table.compact')
          }}
        </button>
      </div>
    </ng-template>`,
})
export class TableSettings {
  readonly look = input.required<TableLook>();
  readonly columns = input.required<readonly { readonly name: string; readonly label: string }[]>();
  protected readonly t = inject(Words).t;
  protected readonly icon = SlidersHorizontal;
  protected readonly check = Check;
}
