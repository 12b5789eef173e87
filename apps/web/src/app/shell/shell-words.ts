import type { Words } from '../shared/util/words.ts';

/** Loads the words of the palette and of the shortcuts, which nobody needs before the first use. */
export function loadShellWords(words: Words): Promise<void> {
  return words.load('palette', {
    en: () => import('./i18n/en.json'),
    fr: () => import('./i18n/fr.json'),
  });
}
