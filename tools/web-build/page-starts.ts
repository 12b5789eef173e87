import { isVisitorPage, pagePaths, type PagePath } from '@smtpy/contract/web';
import type { ScreenName } from './first-screens.ts';
import type { Stages } from './join-chunks.ts';
import { fileOf, followImports, type Metafile } from './outputs.ts';

/** What a page begins with. */
export interface PageStart {
  /** What stands there before any script does. */
  readonly screen?: ScreenName;
  /** To load at once, beside the scripts that every page has, by the language of its words. */
  readonly scripts: Readonly<Record<'en' | 'fr', readonly string[]>>;
}

/** By the path of the page. */
export type PageStarts = Readonly<Partial<Record<PagePath, PageStart>>>;

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
  readonly words?: string;
}

function part(name: string, page: string): Parts {
  const folder = `${domains}${name}/`;
  return { sources: [`${folder}${name}-routes.ts`, folder + page], words: `${folder}i18n/` };
}

function inShell(name: string, page: string): Parts {
  const { sources, ...words } = part(name, page);
  return { sources: [shell, ...sources], ...words };
}

/** What is loaded by and by: the start, the frame behind the sign-in, and the pages of {@link partsOf}. */
export const stages: Stages = {
  start: 'src/main.ts',
  landing: pageOf(partsOf['/']),
  visitors: [pageOf(partsOf['/sign-in']), pageOf(partsOf['/register'])],
  frame: shell,
  pages: [pageOf(partsOf['/dashboard']), pageOf(partsOf['/aliases']), pageOf(partsOf['/messages'])],
};

/** The page itself is the last of its parts. */
function pageOf({ sources }: Parts): string {
  const page = sources.at(-1);
  if (page === undefined) throw new Error('a page has a source');
  return page;
}

const screenOf: Readonly<Partial<Record<PagePath, ScreenName>>> = {
  '/': 'landing',
  '/sign-in': 'sign-in',
  '/dashboard': 'dashboard',
  '/aliases': 'aliases',
  '/messages': 'messages',
};

/** Finds how each page starts in a build; fails where a source is not an entry of its own any more. `first` are loaded by every page. */
export function findPageStarts(metafile: Metafile, first: readonly string[]): PageStarts {
  const filesOf = (sources: readonly string[]): readonly string[] => {
    const files = sources.map((source) => fileOf(source, metafile));
    return followImports(files, metafile.outputs).filter((file) => !first.includes(file));
  };
  const parts: Readonly<Partial<Record<PagePath, Parts>>> = partsOf;
  return Object.fromEntries(
    pagePaths.map((path) => {
      const isInside = !isVisitorPage(path);
      const { sources, words } = parts[path] ?? { sources: isInside ? [shell] : [] };
      const of = (language: string): readonly string[] =>
        filesOf([
          `src/app/shared/i18n/${language}.json`,
          ...sources,
          ...(words === undefined ? [] : [`${words}${language}.json`]),
        ]);
      const screen = screenOf[path] ?? (isInside ? 'frame' : undefined);
      return [path, { ...(screen !== undefined && { screen }), scripts: { en: of('en'), fr: of('fr') } }];
    }),
  );
}
