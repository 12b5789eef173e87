// Where the program begins on a Node that can run it. Plain JavaScript: before the cache is on, Node would load its whole
// TypeScript stripper for a single file, and every process would keep it.
import { enableCompileCache } from 'node:module';
import { fileURLToPath } from 'node:url';

// Stripping types and compiling take most of the time of a short command. The folder belongs to whoever installed the
// program, as the program does; the default, under the system's temporary folder, could be made by anyone.
enableCompileCache(fileURLToPath(new URL('../../../node_modules/.cache/smtpy', import.meta.url)));
await import('../src/main.ts');
