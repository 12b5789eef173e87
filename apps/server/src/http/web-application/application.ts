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
  /** The page with a nonce at everything that needs one, and with what is to be loaded at once at this address. */
  readonly render: (nonce: string, wish?: PageWish) => string;
}

/** Which page is asked for, by its pattern, and in which language its words are probably wanted. */
export interface PageWish {
  readonly path: string;
  readonly language: 'en' | 'fr';
}

/** Scripts by path and language: what `tools/web-build/preloads.ts` found. */
type Preloads = Readonly<Record<string, Readonly<Record<PageWish['language'], readonly string[]>>>>;

/** Reads what was built into a folder; undefined where nothing was. */
export async function loadWebApplication(folder: string): Promise<WebApplication | undefined> {
  const page = await readIfPresent(path.join(folder, 'index.html'));
  if (page === undefined) return undefined;
  const preloads = JSON.parse((await readIfPresent(path.join(folder, '.preloads.json'))) ?? '{}') as Preloads;
  const end = page.indexOf('</head>');
  return {
    folder,
    render: (nonce, wish) => {
      const links = linksTo(wish === undefined ? [] : (preloads[wish.path]?.[wish.language] ?? []));
      return (page.slice(0, end) + links + page.slice(end)).replaceAll(nonceMark, () => nonce);
    },
  };
}

function linksTo(scripts: readonly string[]): string {
  return scripts.map((file) => `<link rel="modulepreload" href="/${file}">`).join('');
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
