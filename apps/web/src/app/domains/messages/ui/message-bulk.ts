import { Component, inject, input, output } from '@angular/core';
import { Ban, Check, RotateCw, Trash2 } from 'lucide';
import { BulkBar } from '../../../shared/ui/bulk-bar.ts';
import { Icon } from '../../../shared/ui/icon.ts';
import type { Selection } from '../../../shared/util/selection.ts';
import { Words } from '../../../shared/util/words.ts';

/** What can be done with chosen messages. */
export type ListAction = 'retry' | 'release' | 'cancel' | 'delete';

/** The bar of what can be done with the chosen messages; what makes no sense for any of them is not offered. */
@Component({
  selector: 'app-message-bulk',
  imports: [BulkBar, Icon],
  host: { class: 'contents' },
  template: `<app-bulk-bar [selection]="selection()" [shown]="shown()">
    @if (possible().retry) {
      <button type="button" class="btn small" (click)="chosen.emit('retry')">
        <app-icon [of]="retry" [size]="16" />{{ t('messages.action.retry') }}
      </button>
    }
    @if (possible().release) {
      <button type="button" class="btn small" (click)="chosen.emit('release')">
        <app-icon [of]="release" [size]="16" />{{ t('messages.action.release') }}
      </button>
    }
    @if (possible().cancel) {
      <button type="button" class="btn small" (click)="chosen.emit('cancel')">
        <app-icon [of]="cancel" [size]="16" />{{ t('messages.action.cancel_many') }}
      </button>
    }
    <button type="button" class="btn small danger" (click)="chosen.emit('delete')">
      <app-icon [of]="trash" [size]="16" />{{ t('messages.action.delete') }}
    </button>
  </app-bulk-bar>`,
})
export class MessageBulk {
  readonly selection = input.required<Selection>();
  readonly shown = input.required<number>();
  readonly possible = input.required<{
    readonly retry: boolean;
    readonly cancel: boolean;
    readonly release: boolean;
  }>();
  readonly chosen = output<ListAction>();
  protected readonly t = inject(Words).t;
  protected readonly retry = RotateCw;
  protected readonly release = Check;
  protected readonly cancel = Ban;
  protected readonly trash = Trash2;
}
