// Runs commands of the program for tests, many in one process: starting a process for each takes most of their time. The commands are the
// program's own, in the environment that each is given; what ends with a process of its own is tested by `main.test.ts`.
// Plain JavaScript, as `start.mjs` is: before the cache is on, Node would load its whole TypeScript stripper for a single file.
import { enableCompileCache } from 'node:module';

const [, , commandsModule, cacheFolder, version] = process.argv;
enableCompileCache(cacheFolder);
const { runProgram } = await import(commandsModule);

process.on('disconnect', () => process.exit());
process.on('message', async ({ id, args, env }) => {
  const output = { stdout: '', stderr: '' };
  const code = await runProgram(args, {
    env,
    version,
    writeOut: (text) => (output.stdout += text),
    writeError: (text) => (output.stderr += text),
    signal: new AbortController().signal,
  });
  process.send({ id, result: { code, ...output } });
});
process.send('ready');
