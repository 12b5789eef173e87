import type { Routes } from '@angular/router';
import { signedOutOnly } from '../../shared/util/guards.ts';
import { loadWords } from '../../shared/util/load-words.ts';
import { serverKnown } from '../../shared/util/server-known.ts';

const words = loadWords('sign_in', {
  en: () => import('./i18n/en.json'),
  fr: () => import('./i18n/fr.json'),
});
const resolve = { words };

/** The pages of who is not signed in yet, and those that the links of mails lead to. */
export const signInRoutes: Routes = [
  {
    path: 'sign-in',
    title: 'sign_in.title',
    canActivate: [signedOutOnly],
    resolve: { ...resolve, serverKnown },
    loadComponent: () => import('./feature-sign-in/sign-in.ts').then((m) => m.SignIn),
  },
  {
    path: 'two-factor',
    title: 'sign_in.two_factor.title',
    canActivate: [signedOutOnly],
    resolve,
    loadComponent: () => import('./feature-two-factor/two-factor.ts').then((m) => m.TwoFactor),
  },
  {
    path: 'register',
    title: 'sign_in.create.title',
    canActivate: [signedOutOnly],
    resolve: { ...resolve, serverKnown },
    loadComponent: () => import('./feature-register/register.ts').then((m) => m.Register),
  },
  {
    path: 'forgot-password',
    title: 'sign_in.forgotten.title',
    resolve,
    loadComponent: () => import('./feature-password/forgot-password.ts').then((m) => m.ForgotPassword),
  },
  {
    path: 'reset-password',
    title: 'sign_in.reset.title',
    resolve,
    loadComponent: () => import('./feature-password/reset-password.ts').then((m) => m.ResetPassword),
  },
  {
    path: 'verify-email',
    title: 'sign_in.verify.title',
    resolve,
    loadComponent: () => import('./feature-verify/verify-email.ts').then((m) => m.VerifyEmail),
  },
  {
    path: 'invitation',
    title: 'sign_in.invitation.title',
    resolve,
    loadComponent: () => import('./feature-invitation/invitation.ts').then((m) => m.InvitationPage),
  },
];
