// What `npm start`, `npm test` and the other scripts of package.json call: makes the machine ready, then runs the task.
// Plain JavaScript for any Node ≥ 20, no dependencies: it runs before anything is installed.
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { spawn } from 'node:child_process';
import path from 'node:path';
import { ensureRuntime, root, runNpm } from './runtime.mjs';

const stampFile = path.join(root, 'node_modules', '.smtpy-installed');

/** Installs the dependencies when the lock file is not the one they were installed from. */
function ensureDependencies(node) {
  const lock = readFileSync(path.join(root, 'package-lock.json'));
  const stamp = createHash('sha256')
    .update(lock)
    .update(process.platform + process.arch)
    .digest('hex');
  if (existsSync(stampFile) && readFileSync(stampFile, 'utf8') === stamp) return;
  console.error('smtpy: installing dependencies …');
  const startedAt = Date.now();
  const code = runNpm(node, ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'], root);
  if (code !== 0) {
    console.error('smtpy: npm could not install the dependencies; its message is above.');
    process.exit(1);
  }
  mkdirSync(path.dirname(stampFile), { recursive: true });
  writeFileSync(stampFile, stamp);
  console.error(`smtpy: dependencies installed in ${((Date.now() - startedAt) / 1000).toFixed(0)} s`);
}

/**
 * Runs a program in a child and resolves to its exit code. Signals are passed on. A terminal's Ctrl-C reaches the child by itself as
 * well, since both are in the foreground group; the server takes the two for one request.
 */
function run(node, args) {
  const binaries = [path.dirname(node), path.join(root, 'node_modules', '.bin')].join(path.delimiter);
  const env = { ...process.env, PATH: binaries + path.delimiter + (process.env['PATH'] ?? '') };
  const child = spawn(node, args, { cwd: root, env, stdio: 'inherit' });
  const passOn = (signal) => child.kill(signal);
  for (const signal of signals) process.on(signal, passOn);
  return new Promise((resolve) => {
    child.on('error', (error) => {
      console.error(`smtpy: ${node} could not be started: ${error.message}`);
      resolve(1);
    });
    child.on('exit', (code, signal) => {
      for (const name of signals) process.off(name, passOn);
      resolve(signal ? 1 : (code ?? 1));
    });
  });
}

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'];

const tasks = {
  serve: (args) => ['apps/server/bin/start.mjs', 'serve', ...args],
  build: (args) => ['tools/build-web.ts', ...args],
  test: (args) => ['tools/test.ts', ...args],
  check: (args) => ['tools/check.ts', ...args],
  bench: (args) => ['bench/run.ts', ...args],
  screenshots: (args) => ['tests/web/screenshots.ts', ...args],
  node: (args) => args,
  exec: ([name, ...args]) => [path.join(root, 'node_modules', '.bin', name ?? ''), ...args],
};

/** The tasks that show the pages, which have to be built; the tests build them themselves, and count it. */
const tasksWithPages = ['serve', 'screenshots'];
/** The benchmarks that open the pages in a browser. */
const benchesWithPages = ['pages', 'lists'];

const [task = '', ...args] = process.argv.slice(2);
if (!Object.hasOwn(tasks, task)) {
  console.error(`usage: node tools/run.mjs ${Object.keys(tasks).join('|')} [arguments]`);
  process.exit(2);
}
const node = ensureRuntime();
ensureDependencies(node);
const needsPages = tasksWithPages.includes(task) || (task === 'bench' && benchesWithPages.includes(args[0]));
const built = needsPages ? await run(node, tasks.build([])) : 0;
process.exit(built === 0 ? await run(node, tasks[task](args)) : built);
