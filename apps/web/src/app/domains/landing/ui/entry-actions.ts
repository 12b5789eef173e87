import { Component, inject } from '@angular/core';
import { RouterLink } from '@angular/router';
import { ArrowRight } from 'lucide';
import { Icon } from '../../../shared/ui/icon.ts';
import { Words } from '../../../shared/util/words.ts';
import { Visitor } from '../data/visitor.ts';

/** The large buttons. Their place is kept until it is known which they are, so that nothing moves. */
@Component({
  selector: 'app-entry-actions',
  imports: [Icon, RouterLink],
  host: { class: 'flex min-h-11 flex-wrap items-center gap-3', '[class.invisible]': '!visitor.isKnown()' },
  template: `@if (visitor.isSignedIn()) {
      <a class="btn primary large" routerLink="/dashboard"
        >{{ t('landing.open_dashboard') }}<app-icon [of]="arrow"
      /></a>
    } @else if (visitor.canRegister()) {
      <a class="btn primary large" routerLink="/register"
        >{{ t('landing.register') }}<app-icon [of]="arrow"
      /></a>
      <a class="btn large" routerLink="/sign-in">{{ t('landing.sign_in') }}</a>
    } @else {
      <a class="btn primary large" routerLink="/sign-in"
        >{{ t('landing.sign_in') }}<app-icon [of]="arrow"
      /></a>
    }`,
  styles: `
    .large {
      min-height: 44px;
      padding: 0 20px;
      font-size: 15px;
    }
  `,
})
export class EntryActions {
  protected readonly t = inject(Words).t;
  protected readonly visitor = inject(Visitor);
  protected readonly arrow = ArrowRight;
}
