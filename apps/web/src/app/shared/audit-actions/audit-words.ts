import { loadWords } from '../util/load-words.ts';

/** For routes of pages that say what was done: the words of `auditActions`, as `audit_actions.<action>`. */
export const auditWords = loadWords('audit_actions', {
  en: () => import('./i18n/en.json'),
  fr: () => import('./i18n/fr.json'),
});
