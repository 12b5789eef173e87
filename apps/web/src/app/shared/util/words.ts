import { inject, Injectable, signal } from '@angular/core';
import { TranslocoService, type Translation } from '@jsverse/transloco';
import { readStored, store } from './stored.ts';

/** The languages of the pages. */
export const languages = ['en', 'fr'] as const;
/** One of {@link languages}. */
export type Language = (typeof languages)[number];

/** Where the words of a part of the pages are, by language: each a file of its own that is loaded with the part. */
export type WordFiles = Readonly<Record<Language, () => Promise<{ readonly default: Translation }>>>;

const key = 'smtpy.language';

/**
 * The words of the pages in the language that was chosen. Each domain brings its own, under its name: `aliases.title`. Reading a word within a
 * template follows the language by itself.
 */
@Injectable({ providedIn: 'root' })
export class Words {
  readonly #transloco = inject(TranslocoService);
  readonly #scopes = new Map<string, WordFiles>();
  readonly #loaded = new Set<string>();
  readonly #language = signal<Language>(readLanguage());
  /** Grows whenever a word may read otherwise. */
  readonly #version = signal(0);

  /** The language of the pages. */
  readonly language = this.#language.asReadonly();

  /** Loads the words that every page needs. */
  async start(): Promise<void> {
    await this.load('', {
      en: () => import('../i18n/en.json'),
      fr: () => import('../i18n/fr.json'),
    });
    this.#show(this.#language());
  }

  /** Loads the words of a part; done at once when they are there. */
  async load(scope: string, files: WordFiles): Promise<void> {
    this.#scopes.set(scope, files);
    await this.#loadScope(scope, this.#language());
  }

  /** Changes the language of everything on the page, and remembers it on this device. */
  async choose(language: Language): Promise<void> {
    await Promise.all(Array.from(this.#scopes.keys(), (scope) => this.#loadScope(scope, language)));
    store(key, language);
    this.#show(language);
  }

  /** A word or sentence by its key, with what stands in its braces filled in. */
  readonly t = (wordKey: string, values?: Readonly<Record<string, unknown>>): string => {
    this.#version();
    return this.#transloco.translate(wordKey, values ?? {});
  };

  /** A sentence about a number: of `key.one` and `key.other` the one that the number takes; `{{count}}` is the number as it is written here. */
  readonly tn = (wordKey: string, count: number, values?: Readonly<Record<string, unknown>>): string => {
    const language = this.#language();
    const form = new Intl.PluralRules(language).select(count) === 'one' ? 'one' : 'other';
    return this.t(`${wordKey}.${form}`, { count: new Intl.NumberFormat(language).format(count), ...values });
  };

  /** Whether there is such a word. */
  has(wordKey: string): boolean {
    this.#version();
    return wordKey in this.#transloco.getTranslation(this.#language());
  }

  async #loadScope(scope: string, language: Language): Promise<void> {
    const name = `${language}/${scope}`;
    const files = this.#scopes.get(scope);
    if (files === undefined || this.#loaded.has(name)) return;
    const { default: words } = await files[language]();
    this.#transloco.setTranslation(scope === '' ? words : { [scope]: words }, language, {
      merge: true,
    });
    this.#loaded.add(name);
    this.#version.update((version) => version + 1);
  }

  #show(language: Language): void {
    this.#transloco.setActiveLang(language);
    document.documentElement.lang = language;
    this.#language.set(language);
    this.#version.update((version) => version + 1);
  }
}

function readLanguage(): Language {
  const stored = languages.find((language) => language === readStored(key));
  return stored ?? (/^fr/iu.test(navigator.language) ? 'fr' : 'en');
}
