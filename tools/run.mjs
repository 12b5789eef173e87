// What `npm start`, `npm test`, `npm run check` and `npm run bench` call: makes the machine ready, then runs the task.
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
 * Runs the task in a child and ends as it ends. Signals are passed on. A terminal's Ctrl-C reaches the child by itself as
 * well, since both are in the foreground group; the server takes the two for one request.
 */
function run(node, args) {
  const binaries = [path.dirname(node), path.join(root, 'node_modules', '.bin')].join(path.delimiter);
  const env = { ...process.env, PATH: binaries + path.delimiter + (process.env['PATH'] ?? '') };
  const child = spawn(node, args, { cwd: root, env, stdio: 'inherit' });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  child.on('error', (error) => {
    console.error(`smtpy: ${node} could not be started: ${error.message}`);
    process.exit(1);
  });
  child.on('exit', (code, signal) => process.exit(signal ? 1 : (code ?? 1)));
}

const tasks = {
  serve: (args) => ['apps/server/bin/start.mjs', 'serve', ...args],
  test: (args) => ['tools/test.ts', ...args],
  check: (args) => ['tools/check.ts', ...args],
  bench: (args) => ['bench/run.ts', ...args],
  node: (args) => args,
  exec: ([name, ...args]) => [path.join(root, 'node_modules', '.bin', name ?? ''), ...args],
};

const [task = '', ...args] = process.argv.slice(2);
if (!Object.hasOwn(tasks, task)) {
  console.error(`usage: node tools/run.mjs ${Object.keys(tasks).join('|')} [arguments]`);
  process.exit(2);
}
const node = ensureRuntime();
ensureDependencies(node);
run(node, tasks[task](args));
