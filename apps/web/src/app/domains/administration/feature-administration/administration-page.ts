import { Component, computed, inject } from '@angular/core';
import { RouterOutlet } from '@angular/router';
import { PageHeader } from '../../../shared/ui/page-header.ts';
import { TabLinks } from '../../../shared/ui/tab-links.ts';
import { Words } from '../../../shared/util/words.ts';

const tabs = ['users', 'organizations', 'domains', 'queue', 'health', 'settings', 'audit'] as const;

/** The frame of the administration: its tabs, each of which is a page. */
@Component({
  selector: 'app-administration-page',
  imports: [PageHeader, RouterOutlet, TabLinks],
  template: `<div class="page">
    <app-page-header [title]="t('nav.administration')" [text]="t('administration.text')" />
    <app-tab-links [links]="links()" [label]="t('nav.administration')" />
    <div><router-outlet /></div>
  </div>`,
})
export class AdministrationPage {
  protected readonly t = inject(Words).t;
  protected readonly links = computed(() =>
    tabs.map((path) => ({ path, label: this.t(`administration.tab.${path}`) })),
  );
}
