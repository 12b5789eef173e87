import { Component, computed, inject, Injector } from '@angular/core';
import { RouterLink } from '@angular/router';
import { Plus, Search } from 'lucide';
import { NoticeBell } from '../domains/notices/api/notice-bell.ts';
import { Live } from '../shared/data/live.ts';
import { Session } from '../shared/data/session.ts';
import { Icon } from '../shared/ui/icon.ts';
import { inTurn } from '../shared/util/in-turn.ts';
import { Words } from '../shared/util/words.ts';
import { AccountMenu } from './account-menu.ts';
import { OrganizationMenu } from './organization-menu.ts';
import { Palette } from './palette.ts';

/** The bar above every page: organization, search, new alias, whether the page is live, account. */
@Component({
  selector: 'app-top-bar',
  imports: [RouterLink, Icon, OrganizationMenu, AccountMenu, NoticeBell],
  host: { class: 'sticky top-0 z-20 block border-b border-line bg-page' },
  template: `<header class="mx-auto flex h-14 max-w-[1280px] items-center gap-2 px-4 md:gap-3 md:px-8">
    <app-organization-menu class="min-w-0" />
    <button type="button" class="search" (click)="search()">
      <app-icon [of]="searchIcon" [size]="16" /><span class="flex-1 truncate text-left">{{
        t('nav.search')
      }}</span
      ><kbd>{{ shortcut }}</kbd>
    </button>
    <button
      type="button"
      class="btn plain icon ml-auto lg:!hidden"
      [attr.aria-label]="t('nav.search')"
      (click)="search()"
    >
      <app-icon [of]="searchIcon" />
    </button>
    <span class="hidden items-center gap-2 text-[13px] text-muted lg:flex" role="status">
      <span class="h-2 w-2 rounded-full" [class]="isLive() ? 'bg-green' : 'bg-amber'"></span
      >{{ t('live.' + live.state()) }}
    </span>
    @if (session.can('aliases:write')) {
      <a class="btn primary !hidden md:!inline-flex" routerLink="/aliases" [queryParams]="{ new: 1 }">
        <app-icon [of]="plus" />{{ t('action.create_alias') }}
      </a>
    }
    @if (drawn() === 0) {
      <span class="h-9 w-9 flex-none"></span><span class="h-9 w-9 flex-none"></span>
    } @else {
      @if (session.can('notices:read')) {
        <app-notice-bell />
      }
      <app-account-menu />
    }
  </header>`,
  styles: `
    .search {
      display: none;
      align-items: center;
      gap: 10px;
      flex: 1;
      max-width: 380px;
      min-width: 0;
      height: 36px;
      margin-right: auto;
      padding: 0 8px 0 12px;
      border: 1px solid var(--line);
      border-radius: 8px;
      background: var(--card);
      color: var(--muted);
    }
    .search:hover {
      border-color: var(--line-strong);
    }
    @media (min-width: 1024px) {
      .search {
        display: flex;
      }
    }
    kbd {
      padding: 1px 6px;
      border: 1px solid var(--line);
      border-radius: 5px;
      background: var(--sunken);
      font-family: inherit;
      font-size: 12px;
    }
  `,
})
export class TopBar {
  protected readonly t = inject(Words).t;
  protected readonly session = inject(Session);
  protected readonly live = inject(Live);
  readonly #injector = inject(Injector);
  /** The menus at the right come in a task of their own. */
  protected readonly drawn = inTurn(1);
  protected readonly isLive = computed(() => this.live.state() === 'on');
  protected readonly shortcut = /mac/iu.test(navigator.userAgent) ? '⌘K' : 'Ctrl K';
  protected readonly plus = Plus;
  protected readonly searchIcon = Search;

  protected search(): void {
    void this.#injector.get(Palette).open();
  }
}
