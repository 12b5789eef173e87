import { Component, inject } from '@angular/core';
import { RouterLink } from '@angular/router';
import { Compass } from 'lucide';
import { EmptyState } from '../shared/ui/empty-state.ts';
import { Words } from '../shared/util/words.ts';

/** For addresses that lead nowhere. */
@Component({
  selector: 'app-not-found',
  imports: [EmptyState, RouterLink],
  template: `<div class="page">
    <h1 class="sr-only">{{ t('page.not_found.title') }}</h1>
    <app-empty-state [icon]="icon" [title]="t('page.not_found.title')" [text]="t('page.not_found.text')">
      <a class="btn primary" routerLink="/dashboard">{{ t('page.not_found.action') }}</a>
    </app-empty-state>
  </div>`,
})
export class NotFound {
  protected readonly t = inject(Words).t;
  protected readonly icon = Compass;
}
