import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { joinChunks } from './join-chunks.ts';
import { fileOf, followImports, type Metafile } from './outputs.ts';

/** A build in small: what each file says, of which source it is the entry, and what it imports at once. */
const files: Readonly<Record<string, { code: string; source?: string; imports?: readonly string[] }>> = {
  'main-AAAAAAAA.js': {
    source: 'main',
    imports: ['chunk-CORE0000.js'],
    code: `import { log } from './chunk-CORE0000.js';
      log('main');
      export const pages = { landing: () => import('./chunk-LANDING0.js'), signIn: () => import('./chunk-SIGNIN00.js'),
        frame: () => import('./chunk-FRAME000.js'), list: () => import('./chunk-LIST0000.js'), other: () => import('./chunk-OTHER000.js') };`,
  },
  'chunk-CORE0000.js': { code: `export const said = []; export function log(text) { said.push(text); }` },
  'chunk-ICON0000.js': { code: `export const icon = 'icon';` },
  'chunk-FORM0000.js': { code: `export const form = 'form';` },
  'chunk-ROWS0000.js': { code: `export const rows = 'rows';` },
  'chunk-DEEP0000.js': { code: `export const deep = 'deep';` },
  'chunk-LANDING0.js': page('landing', 'CORE', 'ICON'),
  'chunk-SIGNIN00.js': page('signIn', 'CORE', 'FORM'),
  'chunk-FRAME000.js': page('frame', 'CORE', 'ICON', 'DEEP'),
  'chunk-LIST0000.js': page('list', 'CORE', 'ROWS'),
  'chunk-OTHER000.js': page('other', 'CORE', 'ROWS', 'FORM'),
};

function page(source: string, ...shared: readonly string[]) {
  const imports = shared.map((name) => `chunk-${name}0000.js`);
  const names = shared.map((name) => (name === 'CORE' ? 'log' : name.toLowerCase()));
  const lines = imports.map((file, index) => `import { ${names[index] ?? ''} } from './${file}';`);
  return {
    source,
    imports,
    code: `${lines.join('\n')}\nlog([${['"' + source + '"', ...names.slice(1)].join(', ')}].join(' ')); export const name = '${source}';`,
  };
}

const metafile: Metafile = {
  outputs: Object.fromEntries(
    Object.entries(files).map(([file, { source, imports = [] }]) => [
      file,
      {
        ...(source !== undefined && { entryPoint: source }),
        imports: imports.map((to) => ({ path: to, kind: 'import-statement' })),
      },
    ]),
  ),
};

const index = `<head><script src="start.js"></script><link rel="modulepreload" href="chunk-CORE0000.js"></head>
<body><script src="main-AAAAAAAA.js" type="module" nonce="CSP_NONCE"></script></body>`;

describe('joining', () => {
  let folder: string;
  let joined: Awaited<ReturnType<typeof joinChunks>>;
  const stages = { start: 'main', landing: 'landing', visitors: ['signIn'], frame: 'frame', pages: ['list'] };
  const place = (source: string): string => fileOf(source, joined.metafile);

  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'smtpy-join-'));
    for (const [name, { code }] of Object.entries(files)) await writeFile(path.join(folder, name), code);
    await writeFile(path.join(folder, 'package.json'), '{ "type": "module" }');
    joined = await joinChunks(folder, { page: index, metafile, stages });
  });
  afterAll(() => rm(folder, { recursive: true }));

  it('leaves a program that does the same', async () => {
    const { pages } = (await import(pathToFileURL(path.join(folder, place('main'))).href)) as {
      readonly pages: Readonly<Record<string, () => Promise<Readonly<Record<string, unknown>>>>>;
    };
    for (const [source, load] of Object.entries(pages))
      expect(Object.values(await load())).toContainEqual(source);
  });

  it('makes one file of what the start needs, with what landing page and frame both need', async () => {
    const start = await readFile(path.join(folder, place('main')), 'utf8');
    expect(followImports([place('main')], joined.metafile.outputs)).toEqual([place('main')]);
    for (const word of ['icon', 'said']) expect(start).toContain(word);
    for (const word of ['form', 'rows', 'deep']) expect(start).not.toContain(`"${word}"`);
  });

  it('gives each page few files, and each file one name by its content', async () => {
    const scripts = (await readdir(folder)).filter((file) => file.endsWith('.js'));
    expect(scripts.toSorted()).toEqual(Object.keys(joined.metafile.outputs).toSorted());
    for (const file of scripts) expect(file).toMatch(/^(?:main|chunk)-[\w-]{8}\.js$/);
    const beside = (source: string): number =>
      followImports([place(source)], joined.metafile.outputs).filter((file) => file !== place('main')).length;
    expect([beside('landing'), beside('frame'), beside('list'), beside('signIn')]).toEqual([1, 1, 2, 2]);
    expect(place('list')).not.toBe(place('other'));
  });

  it('tells the page its scripts', () => {
    expect(joined.page).toContain(`<script src="${place('main')}" type="module" nonce="CSP_NONCE">`);
    expect(joined.page).not.toMatch(/AAAAAAAA|CORE0000/);
    expect(joined.page).toContain('<script src="start.js">');
  });

  it('fails where a source is not there', async () => {
    await expect(
      joinChunks(folder, { page: index, metafile, stages: { ...stages, frame: 'gone' } }),
    ).rejects.toThrow('gone is loaded by itself no more');
  });
});
