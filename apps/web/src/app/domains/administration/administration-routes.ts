import type { Routes } from '@angular/router';
import { auditWords } from '../../shared/audit-actions/audit-words.ts';
import { loadWords } from '../../shared/util/load-words.ts';
import { administratorsOnly } from './util/administrators-only.ts';

const words = loadWords('administration', {
  en: () => import('./i18n/en.json'),
  fr: () => import('./i18n/fr.json'),
});

/** What whoever runs the installation does. To everybody else there are no such pages. */
export const administrationRoutes: Routes = [
  {
    path: '',
    canMatch: [administratorsOnly],
    resolve: { words, auditWords },
    children: [
      {
        path: '',
        loadComponent: () =>
          import('./feature-administration/administration-page.ts').then((m) => m.AdministrationPage),
        children: [
          { path: '', pathMatch: 'full', redirectTo: 'users' },
          {
            path: 'users',
            title: 'administration.users.title',
            loadComponent: () => import('./feature-users/users.ts').then((m) => m.Users),
          },
          {
            path: 'organizations',
            title: 'administration.organizations.title',
            loadComponent: () =>
              import('./feature-organizations/organizations.ts').then((m) => m.Organizations),
          },
          {
            path: 'domains',
            title: 'administration.domains.title',
            loadComponent: () => import('./feature-domains/all-domains.ts').then((m) => m.AllDomains),
          },
          {
            path: 'queue',
            title: 'administration.queue.title',
            loadComponent: () => import('./feature-queue/queue.ts').then((m) => m.Queue),
          },
          {
            path: 'health',
            title: 'administration.health.title',
            loadComponent: () => import('./feature-health/health.ts').then((m) => m.Health),
          },
          {
            path: 'settings',
            title: 'administration.settings.title',
            loadComponent: () =>
              import('./feature-installation/installation-settings.ts').then((m) => m.InstallationSettings),
          },
          {
            path: 'audit',
            title: 'administration.audit.title',
            loadComponent: () => import('./feature-audit/whole-audit.ts').then((m) => m.WholeAudit),
          },
        ],
      },
      {
        path: 'users/:userId',
        title: 'administration.users.one',
        loadComponent: () => import('./feature-users/user-page.ts').then((m) => m.UserPage),
      },
      {
        path: 'organizations/:organizationId',
        title: 'administration.organizations.one',
        loadComponent: () =>
          import('./feature-organizations/organization-page.ts').then((m) => m.OrganizationPage),
      },
    ],
  },
];
