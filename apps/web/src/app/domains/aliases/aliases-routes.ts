import type { Routes } from '@angular/router';
import { loadWords } from '../../shared/util/load-words.ts';
import { contactWords } from '../contacts/api/contact-words.ts';

const words = loadWords('aliases', {
  en: () => import('./i18n/en.json'),
  fr: () => import('./i18n/fr.json'),
});

/** The list of aliases, and the pages of one. */
export const aliasesRoutes: Routes = [
  {
    path: '',
    pathMatch: 'full',
    title: 'aliases.title',
    resolve: { words },
    loadComponent: () => import('./feature-aliases/aliases.ts').then((m) => m.Aliases),
  },
  {
    path: ':aliasId',
    title: 'aliases.alias',
    resolve: { words },
    loadComponent: () => import('./feature-alias/alias-page.ts').then((m) => m.AliasPage),
    children: [
      {
        path: '',
        pathMatch: 'full',
        loadComponent: () => import('./feature-alias/activity.ts').then((m) => m.AliasActivity),
      },
      {
        path: 'settings',
        loadComponent: () => import('./feature-alias/settings.ts').then((m) => m.AliasSettings),
      },
      {
        path: 'senders',
        // The words of contacts come with the table of them.
        resolve: { words: contactWords },
        loadComponent: () => import('./feature-alias/senders.ts').then((m) => m.AliasSenders),
      },
      {
        path: 'sending',
        loadComponent: () => import('./feature-alias/sending.ts').then((m) => m.AliasSending),
      },
    ],
  },
];
