import type { Routes } from '@angular/router';
import { loadWords } from '../../shared/util/load-words.ts';

const words = loadWords('quarantine', {
  en: () => import('./i18n/en.json'),
  fr: () => import('./i18n/fr.json'),
});

/** Mail that waits for a person: the list, and beside it (on a phone in its place) the message that is looked at. */
export const quarantineRoutes: Routes = [
  {
    path: '',
    title: 'quarantine.title',
    resolve: { words },
    loadComponent: () => import('./feature-quarantine/quarantine-page.ts').then((m) => m.QuarantinePage),
    children: [
      {
        path: ':id',
        loadComponent: () => import('./feature-quarantine/held-panel.ts').then((m) => m.HeldPanel),
      },
    ],
  },
];
