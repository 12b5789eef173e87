import type { Routes } from '@angular/router';
import { signedOutOnly } from '../../shared/util/guards.ts';
import { loadWords } from '../../shared/util/load-words.ts';

const words = loadWords('sign_in', {
  en: () => import('./i18n/en.json'),
  fr: () => import('./i18n/fr.json'),
});

/** The pages of who is not signed in yet. */
export const signInRoutes: Routes = [
  {
    path: 'sign-in',
    title: 'sign_in.title',
    canActivate: [signedOutOnly],
    resolve: { words },
    loadComponent: () => import('./feature-sign-in/sign-in.ts').then((m) => m.SignIn),
  },
];
