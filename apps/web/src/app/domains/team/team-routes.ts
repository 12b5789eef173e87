import type { Routes } from '@angular/router';
import { loadWords } from '../../shared/util/load-words.ts';

const words = loadWords('team', {
  en: () => import('./i18n/en.json'),
  fr: () => import('./i18n/fr.json'),
});

/** Members, invitations and roles. */
export const teamRoutes: Routes = [
  {
    path: '',
    title: 'team.title',
    resolve: { words },
    loadComponent: () => import('./feature-team/team-page.ts').then((m) => m.TeamPage),
  },
];
