import { Component, inject } from '@angular/core';
import { RouterLink } from '@angular/router';
import { CdkMenu, CdkMenuItem, CdkMenuTrigger } from '@angular/cdk/menu';
import { AtSign, Ellipsis, LayoutDashboard, Mail, Plus } from 'lucide';
import { Session } from '../shared/data/session.ts';
import { Icon } from '../shared/ui/icon.ts';
import { Words } from '../shared/util/words.ts';
import { placeHere } from './place-here.ts';
import { visiblePlaces } from './visible-places.ts';

/** The places of a phone: dashboard, aliases, new alias for who may make one, messages, and a menu with the others. */
@Component({
  selector: 'app-bottom-bar',
  imports: [RouterLink, CdkMenu, CdkMenuItem, CdkMenuTrigger, Icon],
  host: { class: 'md:hidden' },
  template: `<nav
      class="fixed inset-x-0 bottom-0 z-30 grid auto-cols-fr grid-flow-col border-t border-line bg-card pb-[env(safe-area-inset-bottom)]"
      [attr.aria-label]="t('nav.main')"
    >
      <a class="spot" routerLink="/dashboard" [attr.aria-current]="isHere('/dashboard') ? 'page' : null"
        ><app-icon [of]="dashboard" [size]="20" /><span class="max-w-full truncate">{{
          t('nav.dashboard_short')
        }}</span></a
      >
      <a class="spot" routerLink="/aliases" [attr.aria-current]="isHere('/aliases') ? 'page' : null"
        ><app-icon [of]="at" [size]="20" />{{ t('nav.aliases') }}</a
      >
      @if (session.can('aliases:write')) {
        <a
          class="spot"
          routerLink="/aliases"
          [queryParams]="{ new: 1 }"
          [attr.aria-label]="t('action.create_alias')"
        >
          <span class="grid h-9 w-12 place-content-center rounded-xl bg-accent text-on-accent"
            ><app-icon [of]="plus" [size]="22"
          /></span>
        </a>
      }
      <a class="spot" routerLink="/messages" [attr.aria-current]="isHere('/messages') ? 'page' : null"
        ><app-icon [of]="mail" [size]="20" />{{ t('nav.messages') }}</a
      >
      <button type="button" class="spot" [cdkMenuTriggerFor]="more">
        <app-icon [of]="dots" [size]="20" />{{ t('nav.more') }}
      </button>
    </nav>
    <ng-template #more>
      <div class="menu mb-2" cdkMenu>
        @for (group of groups(); track $index) {
          @if ($index > 0) {
            <div class="menu-line"></div>
          }
          @for (place of group; track place.name) {
            <a class="menu-item" cdkMenuItem [routerLink]="place.path">
              <app-icon [of]="place.icon" />{{ t('nav.' + place.name) }}
            </a>
          }
        }
      </div>
    </ng-template>`,
  styles: `
    .spot {
      display: grid;
      justify-items: center;
      align-content: center;
      gap: 2px;
      min-width: 0;
      height: 60px;
      color: var(--muted);
      font-size: 12px;
      font-weight: 500;
      line-height: 1.2;
      text-decoration: none;
    }
    .spot[aria-current] {
      color: var(--accent-text);
    }
  `,
})
export class BottomBar {
  protected readonly t = inject(Words).t;
  protected readonly session = inject(Session);
  protected readonly groups = visiblePlaces();
  protected readonly isHere = placeHere();
  protected readonly dashboard = LayoutDashboard;
  protected readonly at = AtSign;
  protected readonly plus = Plus;
  protected readonly mail = Mail;
  protected readonly dots = Ellipsis;
}
