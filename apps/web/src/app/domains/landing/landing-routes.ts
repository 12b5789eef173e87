import type { Routes } from '@angular/router';
import { loadWords } from '../../shared/util/load-words.ts';

const words = loadWords('landing', {
  en: () => import('./i18n/en.json'),
  fr: () => import('./i18n/fr.json'),
});

/** The page that says what this is. */
export const landingRoutes: Routes = [
  {
    path: '',
    title: 'landing.title',
    resolve: { words },
    loadComponent: () => import('./feature-landing/landing.ts').then((m) => m.Landing),
  },
];
