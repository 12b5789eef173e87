// Builds the pages into apps/web/dist, when what they are made from has changed since they were built. Part of `npm start` and `npm test`;
// `npm run build` alone. Tells how large they are, and fails when the first load is too large.
import { spawn } from 'node:child_process';
import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { root } from './steps.ts';
import { weigh } from './web-build/budget.ts';
import { compressFolder } from './web-build/compress.ts';
import { renderFirstScreens } from './web-build/first-screens.ts';
import { joinChunks } from './web-build/join-chunks.ts';
import { sortOutputs, type LoadedFiles, type Metafile } from './web-build/outputs.ts';
import { findPageStarts, stages } from './web-build/page-starts.ts';
import { renderServiceWorker } from './web-build/service-worker.ts';
import { hashSources } from './web-build/sources.ts';

const application = path.join(root, 'apps/web');
const dist = path.join(application, 'dist');

/** In the build itself: without it, or with half of it, there is no stamp. Its name keeps it from being served. */
const stampFile = path.join(dist, '.stamp');

async function main(): Promise<number> {
  const stamp = await hashSources();
  if ((await readStamp()) === stamp) return 0;
  console.error('smtpy: building the pages …');
  const startedAt = Date.now();
  const { code, output } = await bundle();
  if (code !== 0) {
    console.error(`${output}\nsmtpy: the pages could not be built; the reason is above.`);
    return 1;
  }
  if (output.includes('WARNING')) console.error(output);
  const { isWithin, table } = await finish(stamp);
  console.error(`smtpy: pages built in ${((Date.now() - startedAt) / 1000).toFixed(0)} s\n${table}`);
  if (!isWithin) {
    console.error('smtpy: the first load of the pages is too large.');
    return 1;
  }
  await writeFile(stampFile, stamp);
  return 0;
}

async function readStamp(): Promise<string | undefined> {
  try {
    return await readFile(stampFile, 'utf8');
  } catch {
    // Expected: nothing was built, or not to its end.
    return undefined;
  }
}

/** Runs the bundler, and checks the types of the pages with it. Resolves to its exit code and what it said. */
function bundle(): Promise<{ readonly code: number; readonly output: string }> {
  const program = path.join(root, 'node_modules/@angular/cli/bin/ng.js');
  const child = spawn(process.execPath, [program, 'build', '--stats-json', '--progress=false'], {
    cwd: application,
    stdio: ['ignore', 'pipe', 'pipe'],
    // Its pieces are joined afterwards, all of them.
    env: {
      ...process.env,
      NG_CLI_ANALYTICS: 'false',
      NG_BUILD_OPTIMIZE_CHUNKS: 'false',
      NO_COLOR: '1',
      FORCE_COLOR: '0',
    },
  });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
    process.once(signal, () => child.kill(signal));
  const said: Buffer[] = [];
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (part: Buffer) => said.push(part));
  return new Promise((resolve) => {
    const end = (code: number, more = ''): void =>
      resolve({ code, output: Buffer.concat(said).toString() + more });
    child.on('error', (error) => end(1, error.message));
    child.on('close', (code) => end(code ?? 1));
  });
}

/** What the bundler leaves to do: few files of many, what to load at once, the service worker, the compressed variants, the sizes. */
async function finish(stamp: string): Promise<ReturnType<typeof weigh>> {
  const statistics = path.join(dist, 'browser-stats.json');
  const index = path.join(dist, 'index.html');
  const { page, metafile } = await joinChunks(dist, {
    page: await readFile(index, 'utf8'),
    metafile: JSON.parse(await readFile(statistics, 'utf8')) as Metafile,
    stages,
  });
  await rm(statistics);
  const fonts = await listFonts();
  await writeFile(
    index,
    page
      .replace('</head>', () => `${fonts.map(preloadOf).join('')}</head>`)
      // The first screen needs none of them: styles and font come before.
      .replaceAll(/<script(?=[^>]*\btype="module")/g, '<script fetchpriority="low"'),
  );
  const files = sortOutputs(page, metafile);
  // For the server, which puts them into the page; its name keeps it from being served.
  const pages = findPageStarts(metafile, files.scripts);
  const screens = await renderFirstScreens(path.join(application, 'src'));
  await writeFile(path.join(dist, '.pages.json'), JSON.stringify({ pages, screens }));
  const template = await readFile(path.join(application, 'service-worker/sw.js'), 'utf8');
  const shell = listShell(files, fonts);
  await writeFile(
    path.join(dist, 'sw.js'),
    renderServiceWorker(template, { build: stamp.slice(0, 16), shell }),
  );
  const sizes = await compressFolder(dist);
  const bytesOf = (file: string): number => sizes.get(file) ?? 0;
  return weigh({
    first: files.scripts.map((file) => ({ name: file, bytes: bytesOf(file) })),
    later: files.later.map(({ file, source }) => ({ name: source ?? file, bytes: bytesOf(file) })),
  });
}

/** The font of most texts. */
async function listFonts(): Promise<readonly string[]> {
  const media = await readdir(path.join(dist, 'media'));
  return media.filter((name) => name.includes('-latin-wght-')).map((name) => `media/${name}`);
}

/** The font is there with the first words, or does not come in that visit at all (`font-display: optional`). */
function preloadOf(font: string): string {
  return `<link rel="preload" as="font" type="font/woff2" href="${font}" crossorigin>`;
}

/** What the application starts with: its page, scripts, styles, words, and the font. */
function listShell(
  { scripts, styles, words }: LoadedFiles,
  fonts: readonly string[],
): readonly ['/offline', ...string[]] {
  return ['/offline', ...[...scripts, ...styles, ...words, ...fonts].map((file) => `/${file}`)];
}

process.exitCode = await main();
