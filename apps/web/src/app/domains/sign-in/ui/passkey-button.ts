import { Component, inject, input, output } from '@angular/core';
import { KeyRound } from 'lucide';
import { Icon } from '../../../shared/ui/icon.ts';
import { Words } from '../../../shared/util/words.ts';

/** Below a line with "or": signing in without a password. */
@Component({
  selector: 'app-passkey-button',
  imports: [Icon],
  host: { class: 'grid grid-cols-1 gap-4' },
  template: `<div class="flex items-center gap-3 text-[13px] text-muted">
      <span class="h-px flex-1 bg-line"></span>{{ t('sign_in.or') }}<span class="h-px flex-1 bg-line"></span>
    </div>
    <button type="button" class="btn wide" [disabled]="isBusy()" (click)="chosen.emit()">
      <app-icon [of]="key" />{{ t('sign_in.passkey') }}
    </button>`,
})
export class PasskeyButton {
  readonly isBusy = input.required<boolean>();
  readonly chosen = output();
  protected readonly t = inject(Words).t;
  protected readonly key = KeyRound;
}
