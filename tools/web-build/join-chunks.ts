import { rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { rolldown, type OutputChunk } from 'rolldown';
import { fileOf, followImports, type Metafile } from './outputs.ts';

/** Sources that stand for what is loaded by and by. */
export interface Stages {
  /** The start of the application. */
  readonly start: string;
  /** What strangers see first. */
  readonly landing: string;
  /** Other pages before the sign-in. */
  readonly visitors: readonly string[];
  /** The frame behind the sign-in. */
  readonly frame: string;
  /** Pages within the frame that are opened first. */
  readonly pages: readonly string[];
}

/**
 * Joins the pieces of a build into few files. The bundler gives each set of entries that share something a file of its own, most of them of less
 * than a kilobyte, and each costs a round trip: over HTTP/1.1 only six come at a time. Here what the start needs is one file, what the frame needs
 * beside it is another, and so is what the pages that are opened first share with others; the rest stays as it is.
 *
 * Rewrites the scripts in the folder. Gives the metafile of what is there now, and the page with its scripts.
 */
export async function joinChunks(
  folder: string,
  { page, metafile, stages }: { readonly page: string; readonly metafile: Metafile; readonly stages: Stages },
): Promise<{ readonly page: string; readonly metafile: Metafile }> {
  const main = fileOf(stages.start, metafile);
  const stageOf = placeFiles(metafile, stages);
  const bundle = await rolldown({
    input: { main: path.join(folder, main) },
    treeshake: false,
    preserveEntrySignatures: 'allow-extension',
  });
  const { output } = await bundle.generate({
    minify: { mangle: false, compress: false },
    entryFileNames: 'main-[hash].js',
    chunkFileNames: 'chunk-[hash].js',
    codeSplitting: {
      includeDependenciesRecursively: false,
      groups: [{ debugName: 'stages', name: (id) => stageOf.get(path.basename(id)) ?? null }],
    },
  });
  await bundle.close();
  const chunks = output.filter((each): each is OutputChunk => each.type === 'chunk');
  const isScript = (file: string): boolean => file.endsWith('.js');
  for (const file of Object.keys(metafile.outputs).filter(isScript)) await rm(path.join(folder, file));
  for (const { fileName, code } of chunks) await writeFile(path.join(folder, fileName), hint + code);
  const joined = describe(chunks, metafile);
  const started = fileOf(stages.start, joined);
  const others = followImports([started], joined.outputs).filter((file) => file !== started);
  return { page: withScripts(page.replaceAll(main, started), others), metafile: joined };
}

/** Browsers that know this compile what they would compile moments later, in a thread of its own while the script still comes. */
const hint = '//# allFunctionsCalledOnLoad\n';

/** For each file the stage that it comes with; one that stays as it is has none. */
function placeFiles(metafile: Metafile, stages: Stages): ReadonlyMap<string, string> {
  const reachOf = (...sources: readonly string[]): ReadonlySet<string> => {
    const files = sources.map((source) => fileOf(source, metafile));
    return new Set(followImports(files, metafile.outputs));
  };
  const start = reachOf(stages.start);
  const landing = reachOf(stages.landing);
  const visitors = reachOf(...stages.visitors);
  const frame = reachOf(stages.frame);
  const pages = reachOf(...stages.pages);
  const stageOf = (file: string, isShared: boolean): string | undefined => {
    if (start.has(file)) return 'start';
    if (frame.has(file)) return landing.has(file) || visitors.has(file) ? 'start' : 'frame';
    if (!isShared) return undefined;
    if (landing.has(file) || (visitors.has(file) && pages.has(file))) return 'start';
    if (visitors.has(file)) return 'visitors';
    return pages.has(file) ? 'pages' : undefined;
  };
  const placed = new Map<string, string>();
  for (const [file, { entryPoint }] of Object.entries(metafile.outputs)) {
    const stage = stageOf(file, entryPoint === undefined);
    if (stage !== undefined) placed.set(file, stage);
  }
  return placed;
}

/** The metafile of the new files, as far as it is read. */
function describe(chunks: readonly OutputChunk[], before: Metafile): Metafile {
  const names = new Set(chunks.map(({ fileName }) => fileName));
  const sourceOf = (id: string): string | undefined => before.outputs[path.basename(id)]?.entryPoint;
  const outputs = chunks.map(({ fileName, facadeModuleId, moduleIds, imports }) => {
    const entryPoint = facadeModuleId === null ? undefined : sourceOf(facadeModuleId);
    const joined = moduleIds.map(sourceOf).filter((source) => source !== undefined);
    const own = imports.filter((name) => names.has(name));
    return [
      fileName,
      {
        ...(entryPoint !== undefined && { entryPoint }),
        joined,
        imports: own.map((name) => ({ path: name, kind: 'import-statement' })),
      },
    ] as const;
  });
  return { outputs: Object.fromEntries(outputs) };
}

/** The page with links to what its script imports in the place of those that the bundler wrote into it. */
function withScripts(page: string, imported: readonly string[]): string {
  const links = imported.map((file) => `<link rel="modulepreload" href="${file}">`).join('');
  return page
    .replaceAll(/<link\b[^>]*\brel="modulepreload"[^>]*>/g, '')
    .replace('</head>', () => `${links}</head>`);
}
