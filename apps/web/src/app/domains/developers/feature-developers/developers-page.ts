import { Component, computed, inject } from '@angular/core';
import { RouterOutlet } from '@angular/router';
import { BookOpen } from 'lucide';
import { Session } from '../../../shared/data/session.ts';
import { Icon } from '../../../shared/ui/icon.ts';
import { PageHeader } from '../../../shared/ui/page-header.ts';
import { TabLinks } from '../../../shared/ui/tab-links.ts';
import { Words } from '../../../shared/util/words.ts';

/** The frame of what is for programs. Webhooks are for those whose role sees them. */
@Component({
  selector: 'app-developers-page',
  imports: [Icon, PageHeader, RouterOutlet, TabLinks],
  template: `<div class="page">
    <app-page-header [title]="t('nav.developers')" [text]="t('developers.text')">
      <a class="btn" href="/docs" target="_blank"><app-icon [of]="book" />{{ t('nav.docs') }}</a>
    </app-page-header>
    <app-tab-links [links]="links()" [label]="t('nav.developers')" />
    <div><router-outlet /></div>
  </div>`,
})
export class DevelopersPage {
  readonly #session = inject(Session);
  protected readonly t = inject(Words).t;
  protected readonly book = BookOpen;
  protected readonly links = computed(() => [
    { path: 'keys', label: this.t('developers.keys.title') },
    ...(this.#session.can('webhooks:read')
      ? [{ path: 'webhooks', label: this.t('developers.webhooks.title') }]
      : []),
  ]);
}
