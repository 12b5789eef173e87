import { Component, computed, inject } from '@angular/core';
import { RouterOutlet } from '@angular/router';
import { PageHeader } from '../../../shared/ui/page-header.ts';
import { TabLinks } from '../../../shared/ui/tab-links.ts';
import { Words } from '../../../shared/util/words.ts';

/** The frame of the settings: their tabs, each of which is a page. */
@Component({
  selector: 'app-settings-page',
  imports: [PageHeader, RouterOutlet, TabLinks],
  template: `<div class="page">
    <app-page-header [title]="t('settings.title')" />
    <app-tab-links [links]="links()" [label]="t('settings.title')" />
    <div class="pt-2"><router-outlet /></div>
  </div>`,
})
export class SettingsPage {
  protected readonly t = inject(Words).t;
  protected readonly links = computed(() => [
    { path: 'profile', label: this.t('settings.profile.title') },
    { path: 'security', label: this.t('settings.security.title') },
    { path: 'preferences', label: this.t('settings.preferences.title') },
    { path: 'organization', label: this.t('settings.organization.title') },
    { path: 'data', label: this.t('settings.data.title') },
  ]);
}
