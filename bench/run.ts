// `npm run bench -- NAME [arguments]`: runs one benchmark. Each is a program with a purpose, said in its first line.
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

const names = readdirSync(import.meta.dirname)
  .filter((file) => file.endsWith('.bench.ts'))
  .map((file) => file.replace('.bench.ts', ''));

const [name = ''] = process.argv.splice(2, 1);
if (names.includes(name)) {
  await import(`./${name}.bench.ts`);
} else {
  console.log('usage: npm run bench -- NAME [arguments]\n');
  for (const each of names) {
    const purpose =
      readFileSync(path.join(import.meta.dirname, `${each}.bench.ts`), 'utf8').split('\n', 1)[0] ?? '';
    console.log(`${each.padEnd(10)} ${purpose.replace(/^\/\/ /u, '')}`);
  }
  process.exitCode = 2;
}
