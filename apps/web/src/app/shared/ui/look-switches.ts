import { Component, computed, inject } from '@angular/core';
import { Moon, Sun } from 'lucide';
import { Look } from '../data/look.ts';
import { Theme } from '../util/theme.ts';
import { languages, Words, type Language } from '../util/words.ts';
import { Icon } from './icon.ts';

/** Languages by the names that they have for themselves. */
export const languageNames: Readonly<Record<Language, string>> = { en: 'English', fr: 'Français' };

/** Language and theme of pages without the account menu. */
@Component({
  selector: 'app-look-switches',
  imports: [Icon],
  host: { class: 'inline-flex items-center gap-1' },
  template: `<div class="flex" role="group" [attr.aria-label]="t('nav.language')">
      @for (language of languages; track language) {
        <button
          type="button"
          class="btn plain small !px-2 uppercase"
          [class.!text-muted]="language !== words.language()"
          [attr.aria-pressed]="language === words.language()"
          [attr.lang]="language"
          [title]="names[language]"
          (click)="look.chooseLanguage(language)"
        >
          <span aria-hidden="true">{{ language }}</span><span class="sr-only normal-case">{{
            names[language]
          }}</span>
        </button>
      }
    </div>
    <button
      type="button"
      class="btn plain icon small"
      [attr.aria-label]="themeLabel()"
      [title]="themeLabel()"
      (click)="flipTheme()"
    >
      <app-icon [of]="theme.isDark() ? sun : moon" [size]="17" />
    </button>`,
})
export class LookSwitches {
  protected readonly words = inject(Words);
  protected readonly t = this.words.t;
  protected readonly theme = inject(Theme);
  protected readonly look = inject(Look);
  protected readonly languages = languages;
  protected readonly names = languageNames;
  protected readonly sun = Sun;
  protected readonly moon = Moon;
  protected readonly themeLabel = computed(() =>
    this.t(this.theme.isDark() ? 'nav.to_light' : 'nav.to_dark'),
  );

  protected flipTheme(): void {
    this.look.chooseTheme(this.theme.isDark() ? 'light' : 'dark');
  }
}
