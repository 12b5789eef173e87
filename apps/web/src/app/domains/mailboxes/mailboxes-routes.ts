import type { Routes } from '@angular/router';
import { loadWords } from '../../shared/util/load-words.ts';

const words = loadWords('mailboxes', {
  en: () => import('./i18n/en.json'),
  fr: () => import('./i18n/fr.json'),
});

/** The pages of mailboxes. */
export const mailboxesRoutes: Routes = [
  {
    path: '',
    title: 'mailboxes.title',
    resolve: { words },
    loadComponent: () => import('./feature-mailboxes/mailboxes-page.ts').then((m) => m.MailboxesPage),
  },
  {
    path: ':id',
    title: 'mailboxes.title',
    resolve: { words },
    loadComponent: () => import('./feature-mailboxes/mailbox-page.ts').then((m) => m.MailboxPage),
  },
];
