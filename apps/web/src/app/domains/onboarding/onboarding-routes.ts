import type { Routes } from '@angular/router';
import { loadWords } from '../../shared/util/load-words.ts';

const words = loadWords('onboarding', {
  en: () => import('./i18n/en.json'),
  fr: () => import('./i18n/fr.json'),
});

/** The first steps of who has nothing yet. */
export const onboardingRoutes: Routes = [
  {
    path: '',
    title: 'onboarding.title',
    resolve: { words },
    loadComponent: () => import('./feature-welcome/welcome-page.ts').then((m) => m.WelcomePage),
  },
];
