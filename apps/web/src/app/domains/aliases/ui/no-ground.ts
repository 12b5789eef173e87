import { Component, inject, input, output } from '@angular/core';
import { RouterLink } from '@angular/router';
import { Globe, Inbox } from 'lucide';
import { EmptyState } from '../../../shared/ui/empty-state.ts';
import { Words } from '../../../shared/util/words.ts';

/** What has to be there before there can be aliases, and where to get it. */
@Component({
  selector: 'app-no-ground',
  imports: [EmptyState, RouterLink],
  template: `@if (lack() === 'domain') {
      <app-empty-state
        [icon]="globe"
        [title]="t('aliases.create.no_domain')"
        [text]="t('aliases.create.no_domain_text')"
      >
        <a class="btn primary" routerLink="/domains" (click)="left.emit()">{{
          t('aliases.create.to_domains')
        }}</a>
      </app-empty-state>
    } @else {
      <app-empty-state
        [icon]="inbox"
        [title]="t('aliases.create.no_mailbox')"
        [text]="t('aliases.create.no_mailbox_text')"
      >
        <a class="btn primary" routerLink="/mailboxes" (click)="left.emit()">{{
          t('aliases.create.to_mailboxes')
        }}</a>
      </app-empty-state>
    }`,
})
export class NoGround {
  readonly lack = input.required<'domain' | 'mailbox'>();
  /** The person goes there: what stands around this should close. */
  readonly left = output();
  protected readonly t = inject(Words).t;
  protected readonly globe = Globe;
  protected readonly inbox = Inbox;
}
