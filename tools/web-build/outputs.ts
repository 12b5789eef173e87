/** What the bundler tells of a file that it wrote (the metafile of esbuild). */
interface Output {
  /** The source that the file was made for, from `apps/web`: the start of the application, or what is loaded later. */
  readonly entryPoint?: string;
  /** Sources that began files of their own, and are in this one now. */
  readonly joined?: readonly string[];
  readonly imports: readonly { readonly path: string; readonly kind: string }[];
}

/** What the bundler tells of all files, by their paths in the folder of the build. */
export interface Metafile {
  readonly outputs: Readonly<Record<string, Output>>;
}

/** The files of a build by when they are loaded; paths in its folder. */
export interface LoadedFiles {
  /** Scripts that the page loads at once, also those that others of them import. */
  readonly scripts: readonly string[];
  readonly styles: readonly string[];
  /** The words of the interface that every page needs, one file for each language. */
  readonly words: readonly string[];
  /** Scripts that are loaded when they are needed, each with the source that it was made for, where there is one. */
  readonly later: readonly { readonly file: string; readonly source: string | undefined }[];
}

/** Sources of words that every page needs. */
const wordsFolder = 'src/app/shared/i18n/';

/** Sorts the files of a build by what its page asks for and by what they import. */
export function sortOutputs(page: string, { outputs }: Metafile): LoadedFiles {
  const scripts = followImports(
    [...attributesOf(page, 'script', 'src'), ...linksOf(page, 'modulepreload')],
    outputs,
  );
  const others = Object.entries(outputs).filter(([file]) => file.endsWith('.js') && !scripts.includes(file));
  return {
    scripts,
    styles: linksOf(page, 'stylesheet'),
    words: others.flatMap(([file, { entryPoint }]) =>
      entryPoint?.startsWith(wordsFolder) === true ? [file] : [],
    ),
    later: others.map(([file, { entryPoint }]) => ({ file, source: entryPoint })),
  };
}

/** The file that a source is the entry of, or was joined into. */
export function fileOf(source: string, { outputs }: Metafile): string {
  const found = Object.entries(outputs).find(
    ([, { entryPoint, joined }]) => entryPoint === source || joined?.includes(source) === true,
  );
  if (found === undefined) throw new Error(`${source} is loaded by itself no more`);
  return found[0];
}

/** Files, and what they import at once, and what that imports. */
export function followImports(files: readonly string[], outputs: Metafile['outputs']): readonly string[] {
  const found = new Set(files);
  // A set that grows while it is walked gives what was added as well.
  for (const file of found) {
    for (const { path, kind } of outputs[file]?.imports ?? []) {
      if (kind === 'import-statement' && path in outputs) found.add(path);
    }
  }
  return [...found];
}

function linksOf(page: string, relation: string): readonly string[] {
  return elementsOf(page, 'link')
    .filter((element) => element.includes(`rel="${relation}"`))
    .flatMap((element) => attributeOf(element, 'href'));
}

function attributesOf(page: string, name: string, attribute: string): readonly string[] {
  return elementsOf(page, name).flatMap((element) => attributeOf(element, attribute));
}

/** Start tags; the page is our own, written by the bundler, with quoted values. */
function elementsOf(page: string, name: string): readonly string[] {
  return Array.from(page.matchAll(new RegExp(`<${name}\\b[^>]*>`, 'g')), ([element]) => element);
}

function attributeOf(element: string, name: string): readonly string[] {
  const value = new RegExp(`\\s${name}="([^"]*)"`).exec(element)?.[1];
  return value === undefined ? [] : [value.replace(/^\//, '')];
}
