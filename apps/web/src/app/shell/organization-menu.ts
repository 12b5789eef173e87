import { Component, inject } from '@angular/core';
import { CdkMenu, CdkMenuItemRadio, CdkMenuTrigger } from '@angular/cdk/menu';
import { Check, ChevronsUpDown } from 'lucide';
import { OrganizationSwitch } from '../shared/data/organization-switch.ts';
import { Session } from '../shared/data/session.ts';
import { Icon } from '../shared/ui/icon.ts';
import { Words } from '../shared/util/words.ts';

/** Which organization is shown, and the others. */
@Component({
  selector: 'app-organization-menu',
  imports: [CdkMenu, CdkMenuItemRadio, CdkMenuTrigger, Icon],
  template: `@if (session.organization(); as current) {
      <button type="button" class="btn plain max-w-full !px-2" [cdkMenuTriggerFor]="menu">
        <span
          class="grid h-6 w-6 flex-none place-content-center rounded-md bg-accent-soft text-xs font-semibold text-accent-text"
          aria-hidden="true"
          >{{ current.name.slice(0, 1).toUpperCase() }}</span
        >
        <span class="sr-only">{{ t('nav.organization') }}</span>
        <span class="max-w-[180px] truncate">{{ current.name }}</span>
        <app-icon [of]="arrows" [size]="15" class="text-muted" />
      </button>
    }
    <ng-template #menu>
      <div class="menu" cdkMenu>
        @for (organization of session.account()?.organizations; track organization.id) {
          <button
            type="button"
            class="menu-item"
            cdkMenuItemRadio
            [cdkMenuItemChecked]="organization.id === session.organization()?.id"
            (cdkMenuItemTriggered)="organizations.to(organization.id)"
          >
            <span class="min-w-0 flex-1">
              <span class="block truncate">{{ organization.name }}</span>
              <span class="block text-[13px] text-muted">
                {{ organization.is_personal ? t('nav.personal') : t('role.' + organization.role) }}
              </span>
            </span>
            @if (organization.id === session.organization()?.id) {
              <app-icon [of]="check" [size]="16" class="text-accent-text" />
            }
          </button>
        }
      </div>
    </ng-template>`,
})
export class OrganizationMenu {
  protected readonly t = inject(Words).t;
  protected readonly session = inject(Session);
  protected readonly organizations = inject(OrganizationSwitch);
  protected readonly arrows = ChevronsUpDown;
  protected readonly check = Check;
}
