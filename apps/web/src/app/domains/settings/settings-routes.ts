import type { Routes } from '@angular/router';
import { auditWords } from '../../shared/audit-actions/audit-words.ts';
import { loadWords } from '../../shared/util/load-words.ts';

const words = loadWords('settings', {
  en: () => import('./i18n/en.json'),
  fr: () => import('./i18n/fr.json'),
});

/** What a person sets: for the own account, and for the organization that is shown. Each tab is a page. */
export const settingsRoutes: Routes = [
  {
    path: '',
    resolve: { words },
    loadComponent: () => import('./feature-settings/settings-page.ts').then((m) => m.SettingsPage),
    children: [
      { path: '', pathMatch: 'full', redirectTo: 'profile' },
      {
        path: 'profile',
        title: 'settings.profile.title',
        loadComponent: () => import('./feature-profile/profile.ts').then((m) => m.Profile),
      },
      {
        path: 'security',
        title: 'settings.security.title',
        resolve: { auditWords },
        loadComponent: () => import('./feature-security/security.ts').then((m) => m.Security),
      },
      {
        path: 'preferences',
        title: 'settings.preferences.title',
        loadComponent: () => import('./feature-preferences/preferences.ts').then((m) => m.Preferences),
      },
      {
        path: 'organization',
        title: 'settings.organization.title',
        loadComponent: () =>
          import('./feature-organization/organization-settings.ts').then((m) => m.OrganizationSettings),
      },
      {
        path: 'data',
        title: 'settings.data.title',
        loadComponent: () => import('./feature-data/account-data.ts').then((m) => m.AccountData),
      },
    ],
  },
];
