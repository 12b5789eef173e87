import { Component, computed, inject, input, output } from '@angular/core';
import { CdkMenu, CdkMenuItem, CdkMenuTrigger } from '@angular/cdk/menu';
import { Ban, Check, Download, Ellipsis, RotateCw, Trash2 } from 'lucide';
import { Session } from '../../../shared/data/session.ts';
import { Icon } from '../../../shared/ui/icon.ts';
import { Words } from '../../../shared/util/words.ts';
import { possibleActions } from '../util/bulk-result.ts';
import type { Message } from '../util/told.ts';

/** What can be done with a message as a whole. */
export type MessageAction = 'retry' | 'release' | 'cancel' | 'export' | 'delete';

/** What can be done with a message: what helps it on as buttons, the rest in a menu. */
@Component({
  selector: 'app-message-menu',
  imports: [CdkMenu, CdkMenuItem, CdkMenuTrigger, Icon],
  host: { class: 'contents' },
  template: `@if (canWrite() && possible().release) {
      <button type="button" class="btn primary" [disabled]="isBusy()" (click)="chosen.emit('release')">
        <app-icon [of]="release" [size]="16" />{{ t('messages.action.release') }}
      </button>
    }
    @if (canWrite() && possible().retry) {
      <button type="button" class="btn" [disabled]="isBusy()" (click)="chosen.emit('retry')">
        <app-icon [of]="retry" [size]="16" />{{ t('messages.action.retry') }}
      </button>
    }
    @if (hasMenu()) {
      <button
        type="button"
        class="btn icon"
        [cdkMenuTriggerFor]="menu"
        [disabled]="isBusy()"
        [attr.aria-label]="t('action.more')"
        [title]="t('action.more')"
      >
        <app-icon [of]="more" />
      </button>
    }
    <ng-template #menu>
      <div class="menu" cdkMenu>
        @if (canExport()) {
          <button type="button" class="menu-item" cdkMenuItem (cdkMenuItemTriggered)="chosen.emit('export')">
            <app-icon [of]="download" [size]="16" />{{ t('messages.action.export') }}
          </button>
        }
        @if (canWrite() && possible().cancel) {
          <button type="button" class="menu-item" cdkMenuItem (cdkMenuItemTriggered)="chosen.emit('cancel')">
            <app-icon [of]="cancel" [size]="16" />{{ t('messages.action.cancel_many') }}
          </button>
        }
        @if (canWrite()) {
          <button
            type="button"
            class="menu-item danger"
            cdkMenuItem
            (cdkMenuItemTriggered)="chosen.emit('delete')"
          >
            <app-icon [of]="trash" [size]="16" />{{ t('messages.action.delete') }}
          </button>
        }
      </div>
    </ng-template>`,
})
export class MessageMenu {
  readonly of = input.required<Message>();
  readonly isBusy = input(false);
  readonly chosen = output<MessageAction>();
  protected readonly t = inject(Words).t;
  readonly #session = inject(Session);
  protected readonly retry = RotateCw;
  protected readonly release = Check;
  protected readonly cancel = Ban;
  protected readonly download = Download;
  protected readonly more = Ellipsis;
  protected readonly trash = Trash2;
  protected readonly canWrite = computed(() => this.#session.can('messages:write'));
  protected readonly canExport = computed(
    () => this.of().has_content && this.of().kind !== 'notice' && this.#session.can('content:read'),
  );
  protected readonly hasMenu = computed(() => this.canWrite() || this.canExport());
  protected readonly possible = computed(() => possibleActions([this.of()]));
}
