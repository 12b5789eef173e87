import { readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';

const toBrotli = promisify(brotliCompress);
const toGzip = promisify(gzip);

/** What gets smaller; pictures and fonts are compressed by their formats, and the page is made anew for each request. */
const compressible = /\.(?:js|css|svg|json|webmanifest|txt)$/;

/** Smaller files fit one packet as they are, in bytes. */
const leastBytes = 1000;

/**
 * Writes `x.br` and `x.gz` beside every file of a folder that is worth it. zlib works in the threads of the process, so all files are begun
 * at once. Resolves to the bytes that a browser gets of each, by its path in the folder.
 */
export async function compressFolder(folder: string): Promise<ReadonlyMap<string, number>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries
    .filter((entry) => entry.isFile() && compressible.test(entry.name))
    .map((entry) => path.join(entry.parentPath, entry.name));
  const sizes = await Promise.all(
    files.map(async (file) => {
      const name = path.relative(folder, file).split(path.sep).join('/');
      return [name, await compressFile(file)] as const;
    }),
  );
  return new Map(sizes);
}

async function compressFile(file: string): Promise<number> {
  const content = await readFile(file);
  if (content.length < leastBytes) return content.length;
  const [brotli, zipped] = await Promise.all([
    toBrotli(content, {
      params: {
        [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY,
        [constants.BROTLI_PARAM_SIZE_HINT]: content.length,
      },
    }),
    toGzip(content, { level: constants.Z_BEST_COMPRESSION }),
  ]);
  await Promise.all([writeFile(`${file}.br`, brotli), writeFile(`${file}.gz`, zipped)]);
  return brotli.length;
}
