import type { Routes } from '@angular/router';
import { loadWords } from '../../shared/util/load-words.ts';

const words = loadWords('notices', {
  en: () => import('./i18n/en.json'),
  fr: () => import('./i18n/fr.json'),
});

/** What the organization was told. */
export const noticesRoutes: Routes = [
  {
    path: '',
    title: 'notices.title',
    resolve: { words },
    loadComponent: () => import('./feature-notices/notices.ts').then((m) => m.Notices),
  },
];
