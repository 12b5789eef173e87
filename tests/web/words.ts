import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';

const root = path.resolve(import.meta.dirname, '../../apps/web/src/app');

/** The words of one part of the pages, in both languages: `aliases.title` → text. */
export interface WordFile {
  /** The folder, from `app/`. */
  readonly folder: string;
  /** What stands before its keys; empty for what every page has. */
  readonly scope: string;
  readonly en: ReadonlyMap<string, string>;
  readonly fr: ReadonlyMap<string, string>;
}

/** Every file of words, with the scope that the routes load it under. */
export function readWordFiles(): readonly WordFile[] {
  const scopes = new Map([['shared/i18n', '']]);
  for (const file of globSync('**/*.ts', { cwd: root })) {
    const text = readFileSync(path.join(root, file), 'utf8');
    for (const [, scope = '', relative = ''] of text.matchAll(
      /(?:loadWords|\.load)\(\s*'([a-z_]+)',\s*\{\s*en: \(\) => import\('([^']+)\/en\.json'\)/gu,
    ))
      scopes.set(path.normalize(path.join(path.dirname(file), relative)), scope);
  }
  return globSync('**/i18n/en.json', { cwd: root }).map((file) => {
    const folder = path.dirname(file);
    const scope = scopes.get(folder);
    if (scope === undefined) throw new Error(`no route loads ${file}`);
    const read = (language: string): ReadonlyMap<string, string> =>
      flatten(JSON.parse(readFileSync(path.join(root, folder, `${language}.json`), 'utf8')), scope);
    return { folder, scope, en: read('en'), fr: read('fr') };
  });
}

function flatten(words: unknown, prefix: string): ReadonlyMap<string, string> {
  if (typeof words === 'string') return new Map([[prefix, words]]);
  return new Map(
    Object.entries(words as Record<string, unknown>).flatMap(([key, value]) => [
      ...flatten(value, prefix === '' ? key : `${prefix}.${key}`),
    ]),
  );
}

/** Keys that the sources name, whole or up to where an expression follows, with the file that does. */
export interface NamedKeys {
  readonly whole: ReadonlyMap<string, string>;
  readonly prefixes: ReadonlyMap<string, string>;
}

/** Every text in the sources that reads like a key of one of these groups. */
export function readNamedKeys(groups: ReadonlySet<string>): NamedKeys {
  const whole = new Map<string, string>();
  const prefixes = new Map<string, string>();
  for (const file of globSync('**/*.{ts,html}', { cwd: root })) {
    if (file.endsWith('.spec.ts')) continue;
    const text = readFileSync(path.join(root, file), 'utf8');
    for (const [, key = ''] of text.matchAll(/'([a-z][a-z0-9_]*(?:\.[A-Za-z0-9_]*[A-Za-z0-9])+)'/gu))
      if (groups.has(key.split('.')[0] ?? '')) whole.set(key, file);
    for (const [, key = ''] of text.matchAll(/['"`]([a-z][a-z0-9_]*(?:\.[A-Za-z0-9_]+)*[._])(?:['"]|\$\{)/gu))
      if (groups.has(key.split('.')[0] ?? '')) prefixes.set(key, file);
  }
  return { whole, prefixes };
}
