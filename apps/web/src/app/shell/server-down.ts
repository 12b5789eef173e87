import { Component, DestroyRef, inject } from '@angular/core';
import { Router } from '@angular/router';
import { CloudOff } from 'lucide';
import { Session } from '../shared/data/session.ts';
import { EmptyState } from '../shared/ui/empty-state.ts';
import { Words } from '../shared/util/words.ts';

const againMs = 4_000;

/** The page while the server does not answer and nobody knows who this is: it asks again until it does. */
@Component({
  selector: 'app-server-down',
  imports: [EmptyState],
  host: { class: 'grid min-h-dvh place-content-center' },
  template: `@if (session.state().kind === 'unreachable') {
    <app-empty-state role="alert" [icon]="icon" [title]="t('page.down.title')" [text]="t('page.down.text')">
      <button type="button" class="btn primary" (click)="again()">{{ t('action.retry') }}</button>
    </app-empty-state>
  }`,
})
export class ServerDown {
  protected readonly t = inject(Words).t;
  protected readonly session = inject(Session);
  readonly #router = inject(Router);
  protected readonly icon = CloudOff;

  constructor() {
    const timer = setInterval(() => {
      if (document.visibilityState === 'visible') void this.again();
    }, againMs);
    inject(DestroyRef).onDestroy(() => clearInterval(timer));
  }

  protected async again(): Promise<void> {
    const state = await this.session.load();
    if (state.kind === 'signed_out')
      await this.#router.navigate(['/sign-in'], { queryParams: { next: this.#router.url } });
  }
}
