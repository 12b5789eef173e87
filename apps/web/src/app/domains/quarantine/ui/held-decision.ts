import { Component, computed, inject, input, output } from '@angular/core';
import { CdkMenu, CdkMenuItem, CdkMenuTrigger } from '@angular/cdk/menu';
import { Check, ChevronDown, Trash2 } from 'lucide';
import { Session } from '../../../shared/data/session.ts';
import { Icon } from '../../../shared/ui/icon.ts';
import { Words } from '../../../shared/util/words.ts';
import type { AllowScope } from '../data/quarantine-store.ts';
import type { Held } from '../util/held.ts';

/** The decision about one message, and what each choice means. */
@Component({
  selector: 'app-held-decision',
  imports: [CdkMenu, CdkMenuItem, CdkMenuTrigger, Icon],
  host: { class: 'grid gap-2' },
  template: `<div class="flex flex-wrap gap-2">
      <button
        type="button"
        class="btn primary"
        aria-keyshortcuts="r"
        [disabled]="isBusy()"
        (click)="released.emit('once')"
      >
        <app-icon [of]="check" [size]="16" />{{ t('quarantine.release') }}
      </button>
      @if (canAllow()) {
        <button type="button" class="btn" [cdkMenuTriggerFor]="menu" [disabled]="isBusy()">
          {{ t('quarantine.release_and_allow') }}<app-icon [of]="chevron" [size]="16" />
        </button>
      }
      <button
        type="button"
        class="btn danger"
        aria-keyshortcuts="d"
        [disabled]="isBusy()"
        (click)="deleted.emit()"
      >
        <app-icon [of]="trash" [size]="16" />{{ t('action.delete') }}
      </button>
    </div>
    <p class="m-0 text-[13px] text-muted">
      {{ t('quarantine.release_means', { mailbox: of().mailbox?.address ?? t('quarantine.the_mailbox') }) }}
    </p>
    <ng-template #menu>
      <div class="menu" cdkMenu>
        <button type="button" class="menu-item" cdkMenuItem (cdkMenuItemTriggered)="released.emit('alias')">
          <span class="min-w-0"
            >{{ t('quarantine.allow.alias')
            }}<span class="block truncate text-[13px] text-muted">{{ of().alias.address }}</span></span
          >
        </button>
        <button
          type="button"
          class="menu-item"
          cdkMenuItem
          (cdkMenuItemTriggered)="released.emit('organization')"
        >
          <span
            >{{ t('quarantine.allow.organization')
            }}<span class="block text-[13px] text-muted">{{
              t('quarantine.allow.organization_text')
            }}</span></span
          >
        </button>
        @if (of().allow?.accepts_unproven) {
          <div class="menu-line"></div>
          <p class="m-0 max-w-[300px] px-2.5 py-1.5 text-[13px] text-amber">
            {{ t('quarantine.allow.unproven') }}
          </p>
        }
      </div>
    </ng-template>`,
})
export class HeldDecision {
  readonly of = input.required<Held>();
  readonly isBusy = input(false);
  /** It shall go, and its sender be allowed so far. */
  readonly released = output<AllowScope>();
  readonly deleted = output();
  protected readonly t = inject(Words).t;
  readonly #session = inject(Session);
  protected readonly check = Check;
  protected readonly chevron = ChevronDown;
  protected readonly trash = Trash2;
  protected readonly canAllow = computed(() => this.of().allow !== null && this.#session.can('rules:write'));
}
