import { loadWords } from '../../../shared/util/load-words.ts';

/** The words of contacts, for every route whose page shows some. */
export const contactWords = loadWords('contacts', {
  en: () => import('../i18n/en.json'),
  fr: () => import('../i18n/fr.json'),
});
