import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** Where `tools/build-web.ts` puts the application. */
export const builtApplication = fileURLToPath(new URL('../../../../web/dist', import.meta.url));

/** What the build writes where the nonce of a page belongs. */
const nonceMark = 'CSP_NONCE';

/** The application as it was built. */
export interface WebApplication {
  /** Absolute. */
  readonly folder: string;
  /** The page with a nonce at everything that needs one, and with what this address begins with. */
  readonly render: (nonce: string, wish?: PageWish) => string;
}

/** Which page is asked for, by its pattern, and in which language its words are probably wanted. */
export interface PageWish {
  readonly path: string;
  readonly language: 'en' | 'fr';
  /** Answers of the API that the page will ask for first; absolute paths. */
  readonly answers: readonly string[];
}

type ByLanguage<Value> = Readonly<Record<PageWish['language'], Value>>;

/** What `tools/build-web.ts` writes of the pages: scripts to load at once, and what is shown before them, by its name. */
interface Pages {
  readonly pages: Readonly<
    Record<string, { readonly screen?: string; readonly scripts: ByLanguage<readonly string[]> }>
  >;
  readonly screens: Readonly<Record<string, ByLanguage<string>>>;
}

/** Reads what was built into a folder; undefined where nothing was. Each page says in which mode the server is, which changes what it begins with. */
export async function loadWebApplication(
  folder: string,
  mode: 'sandbox' | 'production',
): Promise<WebApplication | undefined> {
  const built = await readIfPresent(path.join(folder, 'index.html'));
  if (built === undefined) return undefined;
  const page = built.replace('<html', `<html data-mode="${mode}"`);
  const text = await readIfPresent(path.join(folder, '.pages.json'));
  const { pages, screens } = JSON.parse(text ?? '{ "pages": {}, "screens": {} }') as Pages;
  const [head, body] = halves(page, '</head>');
  const [before, after] = halves(body, '<app-root');
  return {
    folder,
    render: (nonce, wish) => {
      const { screen, scripts } = (wish && pages[wish.path]) ?? {};
      const links = wish === undefined ? '' : linksTo(scripts?.[wish.language] ?? [], wish.answers);
      const first = wish === undefined || screen === undefined ? '' : screens[screen]?.[wish.language];
      return [head, links, before, first, after].join('').replaceAll(nonceMark, () => nonce);
    },
  };
}

/** What stands before a mark, and the rest with it. */
function halves(text: string, mark: string): readonly [string, string] {
  const at = text.indexOf(mark);
  return at < 0 ? [text, ''] : [text.slice(0, at), text.slice(at)];
}

/** All at low priority: the first screen needs none of them, and styles and font come before. */
function linksTo(scripts: readonly string[], answers: readonly string[]): string {
  return [
    ...scripts.map((file) => `<link rel="modulepreload" fetchpriority="low" href="/${file}">`),
    // As the pages ask for it: within this origin, with its cookies.
    ...answers.map((url) => `<link rel="preload" as="fetch" fetchpriority="low" href="${url}" crossorigin>`),
  ].join('');
}

async function readIfPresent(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    // Expected: a checkout in which nothing was built. What is there and cannot be read ends the start.
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}
