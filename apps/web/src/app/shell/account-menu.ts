import { Component, computed, inject } from '@angular/core';
import { CdkMenu, CdkMenuItem, CdkMenuItemRadio, CdkMenuTrigger } from '@angular/cdk/menu';
import { RouterLink } from '@angular/router';
import { BookOpen, Check, LogOut, Monitor, Moon, Settings, Sun } from 'lucide';
import { Look } from '../shared/data/look.ts';
import { Session } from '../shared/data/session.ts';
import { Icon } from '../shared/ui/icon.ts';
import { languageNames } from '../shared/ui/look-switches.ts';
import { Theme } from '../shared/util/theme.ts';
import { languages, Words } from '../shared/util/words.ts';
import { SignOut } from './sign-out.ts';

/** The person: settings, theme, language, sign-out. */
@Component({
  selector: 'app-account-menu',
  imports: [CdkMenu, CdkMenuItem, CdkMenuItemRadio, CdkMenuTrigger, Icon, RouterLink],
  template: `<button
      type="button"
      class="grid h-9 w-9 flex-none place-content-center rounded-full bg-accent-soft font-semibold text-accent-text"
      [cdkMenuTriggerFor]="menu"
      [attr.aria-label]="t('nav.account')"
    >
      {{ initial() }}
    </button>
    <ng-template #menu>
      <div class="menu" cdkMenu>
        <p class="m-0 px-2.5 py-2">
          <span class="block truncate font-semibold">{{ session.account()?.name }}</span>
          <span class="block truncate text-[13px] text-muted">{{ session.account()?.email }}</span>
        </p>
        <div class="menu-line"></div>
        <a class="menu-item" cdkMenuItem routerLink="/settings"
          ><app-icon [of]="settings" />{{ t('nav.settings') }}</a
        >
        <a class="menu-item" cdkMenuItem href="/docs" target="_blank"
          ><app-icon [of]="book" />{{ t('nav.docs') }}</a
        >
        <div class="menu-line"></div>
        <p class="m-0 px-2.5 pt-1 text-[13px] text-muted" aria-hidden="true">{{ t('nav.theme') }}</p>
        @for (choice of themes; track choice.name) {
          <button
            type="button"
            class="menu-item"
            cdkMenuItemRadio
            [cdkMenuItemChecked]="theme.choice() === choice.name"
            (cdkMenuItemTriggered)="look.chooseTheme(choice.name)"
          >
            <app-icon [of]="choice.icon" /><span class="flex-1">{{ t('nav.theme_' + choice.name) }}</span>
            @if (theme.choice() === choice.name) {
              <app-icon [of]="check" [size]="16" class="text-accent-text" />
            }
          </button>
        }
        <div class="menu-line"></div>
        <p class="m-0 px-2.5 pt-1 text-[13px] text-muted" aria-hidden="true">{{ t('nav.language') }}</p>
        @for (language of languages; track language) {
          <button
            type="button"
            class="menu-item"
            cdkMenuItemRadio
            [attr.lang]="language"
            [cdkMenuItemChecked]="words.language() === language"
            (cdkMenuItemTriggered)="look.chooseLanguage(language)"
          >
            <span class="flex-1">{{ languageNames[language] }}</span>
            @if (words.language() === language) {
              <app-icon [of]="check" [size]="16" class="text-accent-text" />
            }
          </button>
        }
        <div class="menu-line"></div>
        <button type="button" class="menu-item" cdkMenuItem (cdkMenuItemTriggered)="leaving.run()">
          <app-icon [of]="logOut" />{{ t('nav.sign_out') }}
        </button>
      </div>
    </ng-template>`,
})
export class AccountMenu {
  protected readonly words = inject(Words);
  protected readonly t = this.words.t;
  protected readonly session = inject(Session);
  protected readonly theme = inject(Theme);
  protected readonly look = inject(Look);
  protected readonly leaving = inject(SignOut);
  protected readonly languages = languages;
  protected readonly languageNames = languageNames;
  protected readonly themes = [
    { name: 'system', icon: Monitor },
    { name: 'light', icon: Sun },
    { name: 'dark', icon: Moon },
  ] as const;
  protected readonly initial = computed(() => {
    const account = this.session.account();
    return (account?.name || account?.email || '?').slice(0, 1).toUpperCase();
  });
  protected readonly settings = Settings;
  protected readonly book = BookOpen;
  protected readonly check = Check;
  protected readonly logOut = LogOut;
}
