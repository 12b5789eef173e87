import { readFile } from 'node:fs/promises';
import path from 'node:path';

/** What the pages show before any script is there; `frame` is that of the pages behind the sign-in. */
export const screenNames = ['landing', 'sign-in', 'frame'] as const;
/** One of {@link screenNames}. */
export type ScreenName = (typeof screenNames)[number];

/** Markup by screen and language. */
export type FirstScreens = Readonly<Record<ScreenName, Readonly<Record<'en' | 'fr', string>>>>;

type Translation = Readonly<Record<string, unknown>>;

/** Components whose own templates the screens show. */
const components = {
  '<app-brand />': 'app/shared/ui/brand.html',
  '<app-hero />': 'app/domains/landing/ui/hero.html',
} as const;

/**
 * Fills the templates of `src/first-screens` with words, and with the templates of {@link components}: of Angular's syntax all of them may use
 * `{{ t('key') }}` alone. Fails where a word is missing or anything else is left to fill in.
 */
export async function renderFirstScreens(sources: string): Promise<FirstScreens> {
  const screens = screenNames.map(async (name) => {
    let markup = await readFile(path.join(sources, 'first-screens', `${name}.html`), 'utf8');
    for (const [element, file] of Object.entries(components)) {
      const template = (await readFile(path.join(sources, file), 'utf8')).trim();
      markup = markup.replaceAll(element, () => template);
    }
    const domain = name === 'landing' ? 'landing' : 'sign-in';
    const [en, fr] = await Promise.all(
      (['en', 'fr'] as const).map(async (language) => {
        const file = path.join(sources, 'app/domains', domain, 'i18n', `${language}.json`);
        const words = JSON.parse(await readFile(file, 'utf8')) as Translation;
        return fill(markup, { [domain.replaceAll('-', '_')]: words });
      }),
    );
    return [name, { en: wrap(en, 'en'), fr: wrap(fr, 'fr') }] as const;
  });
  return Object.fromEntries(await Promise.all(screens)) as FirstScreens;
}

function wrap(markup: string | undefined, language: string): string {
  return `<div id="first-screen" lang="${language}">${(markup ?? '').replaceAll(/\s+/g, ' ').replaceAll('> <', '><').trim()}</div>`;
}

function fill(template: string, words: Translation): string {
  const filled = template.replaceAll(/\{\{ t\('([\w.]+)'\) \}\}/g, (_, key: string) =>
    escapeMarkup(wordOf(words, key)),
  );
  const rest = /\{\{.*|@(?:if|for|switch|let)\b.*|<(?:app|ng)-.*|\s[[(*#]{1,2}[\w.]+[\])]{0,2}=.*/.exec(
    filled,
  );
  if (rest !== null) throw new Error(`nothing fills this in before the scripts are there: ${rest[0]}`);
  return filled;
}

function wordOf(words: Translation, key: string): string {
  let found: unknown = words;
  for (const part of key.split('.'))
    found = typeof found === 'object' && found !== null ? (found as Translation)[part] : undefined;
  if (typeof found !== 'string') throw new Error(`there is no word ${key}`);
  return found;
}

function escapeMarkup(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
