import { readFile } from 'node:fs/promises';
import path from 'node:path';

/** What the pages show before any script is there; `frame` is that of the pages behind the sign-in, of which some have their heading in it. */
export const screenNames = ['landing', 'sign-in', 'frame', 'dashboard', 'aliases', 'messages'] as const;
/** One of {@link screenNames}. */
export type ScreenName = (typeof screenNames)[number];

/** Markup by screen and language. */
export type FirstScreens = Readonly<Record<ScreenName, Readonly<Record<'en' | 'fr', string>>>>;

/** For each screen its template, the domains whose words it has, and what stands at the head of the page. */
const contents: Readonly<
  Record<
    ScreenName,
    {
      readonly template: string;
      readonly domains: readonly string[];
      readonly heading?: readonly [title: string, text: string];
    }
  >
> = {
  landing: { template: 'landing', domains: ['landing'] },
  'sign-in': { template: 'sign-in', domains: ['sign-in'] },
  frame: { template: 'frame', domains: [] },
  dashboard: { template: 'frame', domains: ['dashboard'], heading: ['nav.dashboard', 'dashboard.text'] },
  aliases: { template: 'frame', domains: ['aliases'], heading: ['aliases.title', 'aliases.text'] },
  messages: { template: 'frame', domains: ['messages'], heading: ['messages.title', 'messages.text'] },
};

/** As `PageHeader` draws it, or what is in its place until it is known. */
function headingOf(heading: readonly [title: string, text: string] | undefined): string {
  if (heading === undefined) return '<div class="h-9 w-44"><div class="skeleton h-7"></div></div>';
  const [title, text] = heading;
  return `<div class="flex flex-wrap"><div class="min-w-0 flex-1 basis-[280px]">
    <h1 class="m-0 break-words">{{ t('${title}') }}</h1><p class="prose m-0 mt-1 text-muted">{{ t('${text}') }}</p>
  </div></div>`;
}

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
    const { template, domains, heading } = contents[name];
    let markup = await readFile(path.join(sources, 'first-screens', `${template}.html`), 'utf8');
    markup = markup.replace('<app-heading />', () => headingOf(heading));
    for (const [element, file] of Object.entries(components)) {
      const part = (await readFile(path.join(sources, file), 'utf8')).trim();
      markup = markup.replaceAll(element, () => part);
    }
    const [en, fr] = await Promise.all(
      (['en', 'fr'] as const).map(async (language) =>
        wrap(fill(markup, await readWords(sources, domains, language)), language),
      ),
    );
    return [name, { en, fr }] as const;
  });
  return Object.fromEntries(await Promise.all(screens)) as FirstScreens;
}

/** The words of every page, and those of some domains under their names. */
async function readWords(
  sources: string,
  domains: readonly string[],
  language: string,
): Promise<Translation> {
  const read = async (folder: string): Promise<Translation> =>
    JSON.parse(
      await readFile(path.join(sources, 'app', folder, 'i18n', `${language}.json`), 'utf8'),
    ) as Translation;
  const own = domains.map(
    async (domain) => [domain.replaceAll('-', '_'), await read(`domains/${domain}`)] as const,
  );
  const [ofAll, ofDomains] = await Promise.all([read('shared'), Promise.all(own)]);
  return { ...ofAll, ...Object.fromEntries(ofDomains) };
}

function wrap(markup: string, language: string): string {
  return `<main id="first-screen" lang="${language}">${markup.replaceAll(/\s+/g, ' ').replaceAll('> <', '><').trim()}</main>`;
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
