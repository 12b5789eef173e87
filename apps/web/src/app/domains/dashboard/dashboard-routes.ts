import type { Routes } from '@angular/router';
import { loadWords } from '../../shared/util/load-words.ts';

const words = loadWords('dashboard', {
  en: () => import('./i18n/en.json'),
  fr: () => import('./i18n/fr.json'),
});

/** The first page after the sign-in. */
export const dashboardRoutes: Routes = [
  {
    path: '',
    title: 'nav.dashboard',
    resolve: { words },
    loadComponent: () => import('./feature-dashboard/dashboard.ts').then((m) => m.Dashboard),
  },
];
