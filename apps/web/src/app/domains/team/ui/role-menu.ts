import { Component, inject, input, output } from '@angular/core';
import { CdkMenu, CdkMenuItemRadio, CdkMenuTrigger } from '@angular/cdk/menu';
import { Check, ChevronDown } from 'lucide';
import type { MemberRole } from '@smtpy/contract/web';
import { Icon } from '../../../shared/ui/icon.ts';
import { Words } from '../../../shared/util/words.ts';

/** The role of a member, and the others that can be given, each with what it means. */
@Component({
  selector: 'app-role-menu',
  imports: [CdkMenu, CdkMenuItemRadio, CdkMenuTrigger, Icon],
  host: { class: 'inline-flex' },
  template: `@if (roles().length > 1) {
      <button
        type="button"
        class="btn small"
        [cdkMenuTriggerFor]="menu"
        [attr.aria-label]="t('team.role_of', { name: name(), role: t('role.' + role()) })"
      >
        {{ t('role.' + role()) }}<app-icon [of]="chevron" [size]="14" class="text-muted" />
      </button>
    } @else {
      <span class="px-[11px]">{{ t('role.' + role()) }}</span>
    }
    <ng-template #menu>
      <div class="menu w-[320px]" cdkMenu>
        @for (each of roles(); track each) {
          <button
            type="button"
            class="menu-item"
            cdkMenuItemRadio
            [cdkMenuItemChecked]="each === role()"
            (cdkMenuItemTriggered)="choose(each)"
          >
            <span class="min-w-0 flex-1"
              ><span class="block font-medium">{{ t('role.' + each) }}</span
              ><span class="block text-[13px] text-muted">{{ t('team.role_text.' + each) }}</span></span
            >
            <app-icon [of]="check" [size]="16" class="text-accent-text" [class.invisible]="each !== role()" />
          </button>
        }
      </div>
    </ng-template>`,
})
export class RoleMenu {
  readonly role = input.required<MemberRole>();
  /** What can be given, the present role among them. */
  readonly roles = input.required<readonly MemberRole[]>();
  /** Whose role, for screen readers. */
  readonly name = input.required<string>();
  readonly chosen = output<MemberRole>();
  protected readonly t = inject(Words).t;
  protected readonly check = Check;
  protected readonly chevron = ChevronDown;

  protected choose(role: MemberRole): void {
    if (role !== this.role()) this.chosen.emit(role);
  }
}
