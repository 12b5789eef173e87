import type { Routes } from '@angular/router';
import { loadWords } from '../../shared/util/load-words.ts';

const words = loadWords('domains', {
  en: () => import('./i18n/en.json'),
  fr: () => import('./i18n/fr.json'),
});

/** The pages of domains. */
export const domainsRoutes: Routes = [
  {
    path: '',
    title: 'domains.title',
    resolve: { words },
    loadComponent: () => import('./feature-domains/domains-page.ts').then((m) => m.DomainsPage),
  },
  {
    path: ':id',
    title: 'domains.title',
    resolve: { words },
    loadComponent: () => import('./feature-domain/domain-page.ts').then((m) => m.DomainPage),
  },
];
