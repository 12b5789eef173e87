import { existsSync } from 'node:fs';
import { mkdtemp, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { pagePaths, type PagePath } from '@smtpy/contract/web';
import { firstLoadBytes, weigh } from './budget.ts';
import { compressFolder } from './compress.ts';
import { sortOutputs } from './outputs.ts';
import { findPageStarts, partsOf } from './page-starts.ts';
import { renderServiceWorker } from './service-worker.ts';
import { root } from '../steps.ts';
import { hashSources } from './sources.ts';

const page = `<html><head><link rel="icon" href="/icon.svg"/><script src="/start.js" nonce="CSP_NONCE"></script>
<link rel="stylesheet" href="styles-AAAA1111.css" nonce="CSP_NONCE"><link rel="modulepreload" href="chunk-PRELOAD1.js"></head>
<body><script src="main-BBBB2222.js" type="module"></script></body></html>`;
const imports = (kind: string, ...paths: readonly string[]) => paths.map((path) => ({ path, kind }));

describe('the files of a build', () => {
  it('are loaded at once where the page asks for them, or what it asks for imports them', () => {
    const outputs = {
      'main-BBBB2222.js': {
        entryPoint: 'src/main.ts',
        imports: [
          ...imports('import-statement', 'chunk-SHARED11.js', 'node:never'),
          ...imports('dynamic-import', 'chunk-LATER111.js', 'chunk-WORDS111.js'),
        ],
      },
      'chunk-SHARED11.js': {
        imports: imports('import-statement', 'chunk-DEEPER11.js', 'main-BBBB2222.js'),
      },
      'chunk-DEEPER11.js': { imports: [] },
      'chunk-PRELOAD1.js': { imports: [] },
      'chunk-LATER111.js': {
        entryPoint: 'src/app/domains/domains.ts',
        imports: imports('import-statement', 'chunk-SHARED11.js'),
      },
      'chunk-WORDS111.js': { entryPoint: 'src/app/shared/i18n/en.json', imports: [] },
      'styles-AAAA1111.css': { entryPoint: 'angular:styles/global:styles', imports: [] },
    };
    expect(sortOutputs(page, { outputs })).toEqual({
      scripts: [
        'start.js',
        'main-BBBB2222.js',
        'chunk-PRELOAD1.js',
        'chunk-SHARED11.js',
        'chunk-DEEPER11.js',
      ],
      styles: ['styles-AAAA1111.css'],
      words: ['chunk-WORDS111.js'],
      later: [
        { file: 'chunk-LATER111.js', source: 'src/app/domains/domains.ts' },
        { file: 'chunk-WORDS111.js', source: 'src/app/shared/i18n/en.json' },
      ],
    });
  });

  describe('that a page needs at once', () => {
    const sources = new Set(
      Object.values(partsOf).flatMap(({ sources, words }) => [
        ...sources,
        `${words}en.json`,
        `${words}fr.json`,
      ]),
    );
    const names = ['src/app/shared/i18n/en.json', 'src/app/shared/i18n/fr.json', ...sources];
    const outputs = Object.fromEntries(
      names.map((entryPoint, index) => [
        `chunk-${String(index)}.js`,
        { entryPoint, imports: imports('import-statement', 'chunk-FIRST111.js', 'chunk-SHARED11.js') },
      ]),
    );
    const shared = { 'chunk-FIRST111.js': { imports: [] }, 'chunk-SHARED11.js': { imports: [] } };

    it('are found by the sources of the page, with its words', () => {
      const found = findPageStarts({ outputs: { ...outputs, ...shared } }, ['chunk-FIRST111.js']);
      expect(Object.keys(found)).toEqual(pagePaths);
      const scriptsOf = (path: PagePath, language: 'en' | 'fr' = 'en') => found[path]?.scripts[language];
      expect(scriptsOf('/sign-in')).toContain('chunk-SHARED11.js');
      expect(scriptsOf('/sign-in')).not.toContain('chunk-FIRST111.js');
      expect([scriptsOf('/sign-in')?.[0], scriptsOf('/sign-in', 'fr')?.[0]]).toEqual([
        'chunk-0.js',
        'chunk-1.js',
      ]);
      expect(scriptsOf('/team')).toEqual(scriptsOf('/audit'));
      expect(scriptsOf('/two-factor')).toEqual(['chunk-0.js', 'chunk-SHARED11.js']);
      const screens = ['/', '/sign-in', '/two-factor', '/team', '/aliases/:id'] as const;
      expect(screens.map((path) => found[path]?.screen)).toEqual([
        'landing',
        'sign-in',
        undefined,
        'frame',
        'frame',
      ]);
    });

    it('fail the build where a source is not there any more', () => {
      const { 'chunk-2.js': _, ...rest } = outputs;
      expect(() => findPageStarts({ outputs: { ...rest, ...shared } }, [])).toThrow(
        'is loaded by itself no more',
      );
    });

    it('are written down for sources that are there', () => {
      for (const source of sources)
        expect(existsSync(path.join(root, 'apps/web', source)), source).toBe(true);
    });
  });

  it('are weighed as browsers get them', () => {
    const first = [
      { name: 'start.js', bytes: 500 },
      { name: 'main.js', bytes: firstLoadBytes.most - 500 },
    ];
    const fits = weigh({ first, later: [{ name: 'domains.ts', bytes: 12_345 }] });
    expect(fits.isWithin).toBe(true);
    expect(fits.table).toContain('first load: 250.0 kB of scripts (aim 150.0 kB, at most 250.0 kB)');
    expect(fits.table).toContain('12.3 kB  domains.ts');
    expect(weigh({ first: [...first, { name: 'x.js', bytes: 1 }], later: [] }).isWithin).toBe(false);
  });

  it('have compressed variants where that is worth it', async () => {
    const folder = await mkdtemp(path.join(tmpdir(), 'smtpy-compress-'));
    try {
      const long = 'a word and another word\n'.repeat(100);
      await mkdir(path.join(folder, 'media'));
      const files = {
        'main.js': long,
        'media/a.css': long,
        'short.js': 'x',
        'index.html': long,
        'a.png': long,
      };
      for (const [name, content] of Object.entries(files)) await writeFile(path.join(folder, name), content);
      const sizes = await compressFolder(folder);
      const brotli = await readFile(path.join(folder, 'main.js.br'));
      expect(brotliDecompressSync(brotli).toString()).toBe(long);
      expect(gunzipSync(await readFile(path.join(folder, 'media/a.css.gz'))).toString()).toBe(long);
      expect(Object.fromEntries(sizes)).toEqual({
        'main.js': brotli.length,
        'media/a.css': brotli.length,
        'short.js': 1,
      });
      expect((await readdir(folder)).filter((name) => /(?:short|png|html)\..*(?:br|gz)/.test(name))).toEqual(
        [],
      );
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});

describe('the service worker of a build', () => {
  const template = new URL('../../apps/web/service-worker/sw.js', import.meta.url);

  it('is the template with what was built', async () => {
    const shell = ['/offline', '/main-BBBB2222.js', '/it’s.js'] as const;
    const text = renderServiceWorker(await readFile(template, 'utf8'), { build: 'abc', shell });
    expect(text).toContain('const build = "abc";');
    expect(text).toContain(`const shell = ${JSON.stringify(shell)};`);
    expect(text).toContain(String.raw`"^/domains/[0-9a-f-]{36}$"`);
    expect(text).not.toMatch(/verify-email|reset-password|invitation|'(?:BUILD|SHELL|PAGES)'/);
  });

  it('is not made from a template that has no place for something', () => {
    expect(() => renderServiceWorker("const build = 'BUILD';", { build: 'a', shell: ['/offline'] })).toThrow(
      'SHELL',
    );
  });
});

it('the sources have the same hash while they are the same', async () => {
  expect(await hashSources()).toMatch(/^[0-9a-f]{64}$/);
  expect(await hashSources()).toBe(await hashSources());
});
