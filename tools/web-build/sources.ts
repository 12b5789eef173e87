import { createHash } from 'node:crypto';
import { glob, readFile } from 'node:fs/promises';
import path from 'node:path';
import { root } from '../steps.ts';

/** What a build is made from, and what makes it. */
const sources = [
  'apps/web/**',
  // Not matched by the line above: names that begin with a dot.
  'apps/web/.*',
  'packages/contract/package.json',
  'packages/contract/src/**',
  'package-lock.json',
  'tools/build-web.ts',
  'tools/web-build/**',
];

/** What is made, and not made from. */
const made = ['dist', 'node_modules'];

/** A hash over the names and contents of everything that the pages are made from, in hexadecimal. */
export async function hashSources(): Promise<string> {
  const files = (await listSources()).toSorted();
  const contents = await Promise.all(files.map((file) => readFile(path.join(root, file))));
  const hash = createHash('sha256');
  for (const [index, content] of contents.entries())
    hash.update(`${files[index] ?? ''}\0${String(content.length)}\0`).update(content);
  return hash.digest('hex');
}

async function listSources(): Promise<readonly string[]> {
  const entries = glob(sources, {
    cwd: root,
    withFileTypes: true,
    exclude: ({ name }) => made.includes(name),
  });
  const files: string[] = [];
  for await (const entry of entries) {
    if (!entry.isFile()) continue;
    files.push(path.relative(root, path.join(entry.parentPath, entry.name)).split(path.sep).join('/'));
  }
  return files;
}
