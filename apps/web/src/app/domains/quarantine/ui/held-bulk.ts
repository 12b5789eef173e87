import { Component, inject, input, output } from '@angular/core';
import { Check, Trash2 } from 'lucide';
import { BulkBar } from '../../../shared/ui/bulk-bar.ts';
import { Icon } from '../../../shared/ui/icon.ts';
import type { Selection } from '../../../shared/util/selection.ts';
import { Words } from '../../../shared/util/words.ts';

/** The bar of what can be decided about the chosen messages. */
@Component({
  selector: 'app-held-bulk',
  imports: [BulkBar, Icon],
  host: { class: 'contents' },
  template: `<app-bulk-bar [selection]="selection()" [shown]="shown()">
    <button type="button" class="btn small" [disabled]="isBusy()" (click)="chosen.emit('release')">
      <app-icon [of]="check" [size]="16" />{{ t('quarantine.release') }}
    </button>
    <button type="button" class="btn small danger" [disabled]="isBusy()" (click)="chosen.emit('delete')">
      <app-icon [of]="trash" [size]="16" />{{ t('action.delete') }}
    </button>
  </app-bulk-bar>`,
})
export class HeldBulk {
  readonly selection = input.required<Selection>();
  readonly shown = input.required<number>();
  readonly isBusy = input(false);
  readonly chosen = output<'release' | 'delete'>();
  protected readonly t = inject(Words).t;
  protected readonly check = Check;
  protected readonly trash = Trash2;
}
