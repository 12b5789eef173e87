import type { Routes } from '@angular/router';
import { loadWords } from '../../shared/util/load-words.ts';

const words = loadWords('messages', {
  en: () => import('./i18n/en.json'),
  fr: () => import('./i18n/fr.json'),
});

/** Accepted messages, refused mail, and one message with its history. */
export const messagesRoutes: Routes = [
  {
    path: '',
    title: 'messages.title',
    resolve: { words },
    loadComponent: () => import('./feature-list/message-list.ts').then((m) => m.MessageList),
  },
  {
    path: 'refused',
    title: 'messages.refused',
    resolve: { words },
    loadComponent: () => import('./feature-refusals/refusal-list.ts').then((m) => m.RefusalList),
  },
  {
    path: ':id',
    title: 'messages.detail.loading',
    resolve: { words },
    loadComponent: () => import('./feature-message/message-page.ts').then((m) => m.MessagePage),
  },
];
