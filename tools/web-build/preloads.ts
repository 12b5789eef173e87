import type { PagePath } from '@smtpy/contract/web';
import { followImports, type Metafile } from './outputs.ts';

/** Scripts to load at once with the page of an address, beside those that every page has, by the language of its words. */
export type Preloads = Readonly<Partial<Record<PagePath, Readonly<Record<'en' | 'fr', readonly string[]>>>>>;

const domains = 'src/app/domains/';
const shell = 'src/app/shell/shell.ts';

/**
 * What the pages that are opened first are made of, each part loaded by the one before: told to the browser at once, they come side by side.
 * `words` is the folder of a part's own words.
 */
export const partsOf = {
  '/': part('landing', 'feature-landing/landing.ts'),
  '/sign-in': { sources: [`${domains}sign-in/feature-sign-in/sign-in.ts`], words: `${domains}sign-in/i18n/` },
  '/register': {
    sources: [`${domains}sign-in/feature-register/register.ts`],
    words: `${domains}sign-in/i18n/`,
  },
  '/dashboard': inShell('dashboard', 'feature-dashboard/dashboard.ts'),
  '/aliases': inShell('aliases', 'feature-aliases/aliases.ts'),
  '/messages': inShell('messages', 'feature-list/message-list.ts'),
} as const satisfies Partial<Record<PagePath, Parts>>;

interface Parts {
  readonly sources: readonly string[];
  readonly words: string;
}

function part(name: string, page: string): Parts {
  const folder = `${domains}${name}/`;
  return { sources: [`${folder}${name}-routes.ts`, folder + page], words: `${folder}i18n/` };
}

function inShell(name: string, page: string): Parts {
  const { sources, words } = part(name, page);
  return { sources: [shell, ...sources], words };
}

/** Finds the scripts of {@link partsOf} in a build; fails where a source is not an entry of its own any more. `first` are loaded by every page. */
export function findPreloads({ outputs }: Metafile, first: readonly string[]): Preloads {
  const fileOf = new Map(Object.entries(outputs).map(([file, { entryPoint }]) => [entryPoint, file]));
  const filesOf = (sources: readonly string[]): readonly string[] => {
    const files = sources.map((source) => {
      const file = fileOf.get(source);
      if (file === undefined) throw new Error(`${source} is loaded by itself no more: see partsOf`);
      return file;
    });
    return followImports(files, outputs).filter((file) => !first.includes(file));
  };
  return Object.fromEntries(
    Object.entries(partsOf).map(([path, { sources, words }]) => {
      const of = (language: string): readonly string[] =>
        filesOf([`src/app/shared/i18n/${language}.json`, ...sources, `${words}${language}.json`]);
      return [path, { en: of('en'), fr: of('fr') }];
    }),
  );
}
