import type { Routes } from '@angular/router';
import { loadWords } from '../../shared/util/load-words.ts';
import { keepsUnsaved } from './feature-builder/keeps-unsaved.ts';

const words = loadWords('rules', {
  en: () => import('./i18n/en.json'),
  fr: () => import('./i18n/fr.json'),
});

/** Rules, blocked and allowed senders, and the tester. */
export const rulesRoutes: Routes = [
  {
    path: '',
    pathMatch: 'full',
    title: 'rules.title',
    resolve: { words },
    loadComponent: () => import('./feature-list/rules-page.ts').then((m) => m.RulesPage),
  },
  {
    path: 'senders',
    title: 'rules.senders.title',
    resolve: { words },
    loadComponent: () => import('./feature-senders/senders-page.ts').then((m) => m.SendersPage),
  },
  {
    path: 'test',
    title: 'rules.test.title',
    resolve: { words },
    loadComponent: () => import('./feature-tester/tester-page.ts').then((m) => m.TesterPage),
  },
  {
    path: 'new',
    title: 'rules.new_title',
    resolve: { words },
    canDeactivate: [keepsUnsaved],
    loadComponent: () => import('./feature-builder/rule-page.ts').then((m) => m.RulePage),
  },
  {
    path: ':ruleId',
    title: 'rules.title',
    resolve: { words },
    canDeactivate: [keepsUnsaved],
    loadComponent: () => import('./feature-builder/rule-page.ts').then((m) => m.RulePage),
  },
];
