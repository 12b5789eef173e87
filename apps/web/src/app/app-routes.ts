import type { Routes } from '@angular/router';
import { signInRoutes } from './domains/sign-in/sign-in-routes.ts';
import { signedInOnly } from './shared/util/guards.ts';

/** Every page. Each is a chunk of its own; those behind the sign-in share the frame. */
export const routes: Routes = [
  {
    path: '',
    pathMatch: 'full',
    loadChildren: () => import('./domains/landing/landing-routes.ts').then((m) => m.landingRoutes),
  },
  ...signInRoutes,
  {
    path: 'offline',
    title: 'page.offline.title',
    loadComponent: () => import('./shell/offline.ts').then((m) => m.Offline),
  },
  {
    path: '',
    canActivate: [signedInOnly],
    loadComponent: () => import('./shell/shell.ts').then((m) => m.Shell),
    children: [
      {
        path: 'welcome',
        loadChildren: () =>
          import('./domains/onboarding/onboarding-routes.ts').then((m) => m.onboardingRoutes),
      },
      {
        path: 'dashboard',
        loadChildren: () => import('./domains/dashboard/dashboard-routes.ts').then((m) => m.dashboardRoutes),
      },
      {
        path: 'domains',
        loadChildren: () => import('./domains/domains/domains-routes.ts').then((m) => m.domainsRoutes),
      },
      {
        path: 'aliases',
        loadChildren: () => import('./domains/aliases/aliases-routes.ts').then((m) => m.aliasesRoutes),
      },
      {
        path: 'mailboxes',
        loadChildren: () => import('./domains/mailboxes/mailboxes-routes.ts').then((m) => m.mailboxesRoutes),
      },
      {
        path: 'contacts',
        loadChildren: () => import('./domains/contacts/contacts-routes.ts').then((m) => m.contactsRoutes),
      },
      {
        path: 'messages',
        loadChildren: () => import('./domains/messages/messages-routes.ts').then((m) => m.messagesRoutes),
      },
      {
        path: 'quarantine',
        loadChildren: () =>
          import('./domains/quarantine/quarantine-routes.ts').then((m) => m.quarantineRoutes),
      },
      {
        path: 'rules',
        loadChildren: () => import('./domains/rules/rules-routes.ts').then((m) => m.rulesRoutes),
      },
      {
        path: 'statistics',
        loadChildren: () =>
          import('./domains/statistics/statistics-routes.ts').then((m) => m.statisticsRoutes),
      },
      { path: 'team', loadChildren: () => import('./domains/team/team-routes.ts').then((m) => m.teamRoutes) },
      {
        path: 'developers',
        loadChildren: () =>
          import('./domains/developers/developers-routes.ts').then((m) => m.developersRoutes),
      },
      {
        path: 'audit',
        loadChildren: () => import('./domains/audit/audit-routes.ts').then((m) => m.auditRoutes),
      },
      {
        path: 'settings',
        loadChildren: () => import('./domains/settings/settings-routes.ts').then((m) => m.settingsRoutes),
      },
      {
        path: 'administration',
        loadChildren: () =>
          import('./domains/administration/administration-routes.ts').then((m) => m.administrationRoutes),
      },
      {
        path: '**',
        title: 'page.not_found.title',
        loadComponent: () => import('./shell/not-found.ts').then((m) => m.NotFound),
      },
    ],
  },
];
