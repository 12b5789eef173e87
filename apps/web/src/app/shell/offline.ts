import { Component, inject } from '@angular/core';
import { WifiOff } from 'lucide';
import { EmptyState } from '../shared/ui/empty-state.ts';
import { Words } from '../shared/util/words.ts';

/** What is shown where a page was asked for without a connection and nothing of it was kept. */
@Component({
  selector: 'app-offline',
  imports: [EmptyState],
  host: { class: 'grid min-h-dvh place-content-center', '(window:online)': 'reload()' },
  template: `<main>
    <h1 class="sr-only">{{ t('page.offline.title') }}</h1>
    <app-empty-state [icon]="icon" [title]="t('page.offline.title')" [text]="t('page.offline.none_kept')">
      <button type="button" class="btn primary" (click)="reload()">{{ t('action.retry') }}</button>
    </app-empty-state>
  </main>`,
})
export class Offline {
  protected readonly t = inject(Words).t;
  protected readonly icon = WifiOff;

  protected reload(): void {
    location.assign('/dashboard');
  }
}
