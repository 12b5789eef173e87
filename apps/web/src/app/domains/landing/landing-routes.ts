import type { Routes } from '@angular/router';
import { loadWords } from '../../shared/util/load-words.ts';
import { serverKnown } from '../../shared/util/server-known.ts';

const words = loadWords('landing', {
  en: () => import('./i18n/en.json'),
  fr: () => import('./i18n/fr.json'),
});

/** The page that says what this is. */
export const landingRoutes: Routes = [
  {
    path: '',
    title: 'landing.title',
    resolve: { words, serverKnown },
    loadComponent: () => import('./feature-landing/landing.ts').then((m) => m.Landing),
  },
];
