import type { Routes } from '@angular/router';
import { loadWords } from '../../shared/util/load-words.ts';

const words = loadWords('developers', {
  en: () => import('./i18n/en.json'),
  fr: () => import('./i18n/fr.json'),
});

/** What programs need: API keys and webhooks. */
export const developersRoutes: Routes = [
  {
    path: '',
    resolve: { words },
    children: [
      {
        path: '',
        loadComponent: () => import('./feature-developers/developers-page.ts').then((m) => m.DevelopersPage),
        children: [
          { path: '', pathMatch: 'full', redirectTo: 'keys' },
          {
            path: 'keys',
            title: 'developers.keys.title',
            loadComponent: () => import('./feature-keys/keys.ts').then((m) => m.Keys),
          },
          {
            path: 'webhooks',
            title: 'developers.webhooks.title',
            loadComponent: () => import('./feature-webhooks/webhooks.ts').then((m) => m.Webhooks),
          },
        ],
      },
      {
        path: 'webhooks/:webhookId',
        title: 'developers.webhooks.one',
        loadComponent: () => import('./feature-webhooks/webhook-page.ts').then((m) => m.WebhookPage),
      },
    ],
  },
];
