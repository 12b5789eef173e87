import type { Routes } from '@angular/router';
import { loadWords } from '../../shared/util/load-words.ts';

const words = loadWords('statistics', {
  en: () => import('./i18n/en.json'),
  fr: () => import('./i18n/fr.json'),
});

/** What happened to mail, counted. */
export const statisticsRoutes: Routes = [
  {
    path: '',
    title: 'nav.statistics',
    resolve: { words },
    loadComponent: () => import('./feature-statistics/statistics.ts').then((m) => m.Statistics),
  },
];
