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
  /** The page, whatever its address, with a nonce at everything that needs one. */
  readonly render: (nonce: string) => string;
}

/** Reads what was built into a folder; undefined where nothing was. */
export async function loadWebApplication(folder: string): Promise<WebApplication | undefined> {
  const page = await readIfPresent(path.join(folder, 'index.html'));
  return page === undefined
    ? undefined
    : { folder, render: (nonce) => page.replaceAll(nonceMark, () => nonce) };
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
