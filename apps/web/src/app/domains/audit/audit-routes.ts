import type { Routes } from '@angular/router';
import { loadWords } from '../../shared/util/load-words.ts';

const words = loadWords('audit', {
  en: () => import('./i18n/en.json'),
  fr: () => import('./i18n/fr.json'),
});

/** The audit log. */
export const auditRoutes: Routes = [
  {
    path: '',
    title: 'audit.title',
    resolve: { words },
    loadComponent: () => import('./feature-audit/audit-page.ts').then((m) => m.AuditPage),
  },
];
