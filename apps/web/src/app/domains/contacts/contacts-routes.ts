import type { Routes } from '@angular/router';
import { contactWords } from './api/contact-words.ts';

/** The list of contacts. */
export const contactsRoutes: Routes = [
  {
    path: '',
    pathMatch: 'full',
    title: 'contacts.title',
    resolve: { words: contactWords },
    loadComponent: () => import('./feature-contacts/contacts.ts').then((m) => m.Contacts),
  },
];
