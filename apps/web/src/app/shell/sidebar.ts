import { Component, inject, signal } from '@angular/core';
import { RouterLink } from '@angular/router';
import { PanelLeftClose, PanelLeftOpen } from 'lucide';
import { Brand } from '../shared/ui/brand.ts';
import { Icon } from '../shared/ui/icon.ts';
import { Formats } from '../shared/util/formats.ts';
import { readStored, store } from '../shared/util/stored.ts';
import { Words } from '../shared/util/words.ts';
import { HeldCount } from '../shared/data/held-count.ts';
import { placeHere } from './place-here.ts';
import { visiblePlaces } from './visible-places.ts';

const key = 'smtpy.sidebar';

/** The places at the left of a wide screen: 248 px, or icons with tooltips. */
@Component({
  selector: 'app-sidebar',
  imports: [Brand, RouterLink, Icon],
  host: { class: 'hidden md:block flex-none', '[style.width.px]': 'isNarrow() ? 64 : 248' },
  template: `<nav
    class="fixed inset-y-0 left-0 flex flex-col border-r border-line bg-sunken"
    [style.width.px]="isNarrow() ? 64 : 248"
    [attr.aria-label]="t('nav.main')"
  >
    <a
      class="flex h-14 flex-none items-center px-4 text-[17px] text-text no-underline"
      routerLink="/dashboard"
      ><app-brand [class.w-7]="isNarrow()" [class.overflow-hidden]="isNarrow()"
    /></a>
    <div class="flex-1 overflow-y-auto px-3 py-2">
      @for (group of groups(); track $index) {
        <ul class="m-0 list-none p-0" [class.mt-4]="$index > 0">
          @for (place of group; track place.name) {
            <li>
              <a
                class="place"
                [routerLink]="place.path"
                [attr.aria-current]="isHere(place.path) ? 'page' : null"
                [title]="isNarrow() ? t('nav.' + place.name) : ''"
                [attr.aria-label]="isNarrow() ? t('nav.' + place.name) : null"
              >
                <app-icon [of]="place.icon" />
                @if (!isNarrow()) {
                  <span class="flex-1 truncate">{{ t('nav.' + place.name) }}</span>
                  @if (place.name === 'quarantine' && held.count(); as count) {
                    <span class="chip violet tabular !px-[7px] !py-0">{{ formats.count(count) }}</span>
                  }
                }
              </a>
            </li>
          }
        </ul>
      }
    </div>
    <div class="flex-none p-3">
      <button
        type="button"
        class="place w-full text-muted"
        [attr.aria-label]="t(isNarrow() ? 'nav.expand' : 'nav.collapse')"
        [title]="t(isNarrow() ? 'nav.expand' : 'nav.collapse')"
        (click)="turn()"
      >
        <app-icon [of]="isNarrow() ? openIcon : closeIcon" />
      </button>
    </div>
  </nav>`,
  styles: `
    .place {
      display: flex;
      align-items: center;
      gap: 11px;
      min-height: 36px;
      padding: 0 11px;
      border-radius: 8px;
      color: var(--muted);
      font-weight: 500;
      text-decoration: none;
      transition: background var(--fast) ease-out;
    }
    .place:hover {
      background: var(--n-3);
      color: var(--text);
    }
    .place[aria-current] {
      background: var(--accent-soft);
      color: var(--accent-text);
      font-weight: 600;
    }
  `,
})
export class Sidebar {
  protected readonly t = inject(Words).t;
  protected readonly formats = inject(Formats);
  protected readonly held = inject(HeldCount);
  protected readonly groups = visiblePlaces();
  protected readonly isHere = placeHere();
  protected readonly isNarrow = signal(readStored(key) === 'narrow');
  protected readonly openIcon = PanelLeftOpen;
  protected readonly closeIcon = PanelLeftClose;

  protected turn(): void {
    this.isNarrow.update((isNarrow) => !isNarrow);
    store(key, this.isNarrow() ? 'narrow' : null);
  }
}
