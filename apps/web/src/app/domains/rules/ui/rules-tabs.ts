import { Component, inject } from '@angular/core';
import { RouterLink, RouterLinkActive } from '@angular/router';
import { Words } from '../../../shared/util/words.ts';

/** The three pages on rules. */
@Component({
  selector: 'app-rules-tabs',
  imports: [RouterLink, RouterLinkActive],
  host: { class: 'block' },
  template: `<nav class="tabs" [attr.aria-label]="t('rules.title')">
    <a
      routerLink="/rules"
      routerLinkActive
      ariaCurrentWhenActive="page"
      [routerLinkActiveOptions]="{ exact: true }"
      >{{ t('rules.tab.rules') }}</a
    >
    <a routerLink="/rules/senders" routerLinkActive ariaCurrentWhenActive="page">{{
      t('rules.tab.senders')
    }}</a>
    <a routerLink="/rules/test" routerLinkActive ariaCurrentWhenActive="page">{{ t('rules.tab.test') }}</a>
  </nav>`,
})
export class RulesTabs {
  protected readonly t = inject(Words).t;
}
