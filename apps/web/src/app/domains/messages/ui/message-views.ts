import { Component, inject } from '@angular/core';
import { RouterLink, RouterLinkActive } from '@angular/router';
import { Words } from '../../../shared/util/words.ts';

/** Accepted or refused: the two lists of mail. */
@Component({
  selector: 'app-message-views',
  imports: [RouterLink, RouterLinkActive],
  template: `<nav class="tabs" [attr.aria-label]="t('messages.views')">
    <a
      routerLink="/messages"
      routerLinkActive
      ariaCurrentWhenActive="page"
      [routerLinkActiveOptions]="{
        paths: 'exact',
        queryParams: 'ignored',
        fragment: 'ignored',
        matrixParams: 'ignored',
      }"
      >{{ t('messages.accepted') }}</a
    >
    <a routerLink="/messages/refused" routerLinkActive ariaCurrentWhenActive="page">{{
      t('messages.refused')
    }}</a>
  </nav>`,
})
export class MessageViews {
  protected readonly t = inject(Words).t;
}
