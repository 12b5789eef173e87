// Finds, and where needed installs, the Node.js that SMTPy runs on. Plain JavaScript for any Node ≥ 20, no dependencies.
import { existsSync, mkdirSync, copyFileSync, readFileSync } from 'node:fs';
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** The root of the repository. */
export const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');

/** The oldest Node.js whose type stripping, `crypto.argon2` and permission model the program needs. */
export const oldestNode = [24, 15];

const runtimeDir = path.join(root, '.runtime');
const packages = JSON.parse(
  readFileSync(path.join(root, 'tools/runtime/package.json'), 'utf8'),
).optionalDependencies;

function isNewEnough(version) {
  const [major, minor] = version.replace(/^v/, '').split('.').map(Number);
  return major > oldestNode[0] || (major === oldestNode[0] && minor >= oldestNode[1]);
}

function runtimePackage() {
  const platform = process.platform === 'win32' ? 'win' : process.platform;
  return `node-${platform}-${process.arch}`;
}

/** Path of a Node.js new enough: this process's own, or the installed one; undefined while it is not installed. */
export function findRuntime() {
  if (isNewEnough(process.version)) return process.execPath;
  const binary = process.platform === 'win32' ? 'node.exe' : 'node';
  const file = path.join(runtimeDir, 'node_modules', runtimePackage(), 'bin', binary);
  if (!existsSync(file)) return undefined;
  const stamp = path.join(runtimeDir, 'package.json');
  const isCurrent =
    existsSync(stamp) &&
    readFileSync(stamp, 'utf8') === readFileSync(path.join(root, 'tools/runtime/package.json'), 'utf8');
  return isCurrent ? file : undefined;
}

/** Installs the runtime from npm's platform package when the machine's Node.js is too old. Ends the process when it cannot. */
export function ensureRuntime() {
  const found = findRuntime();
  if (found) return found;
  const version = packages[runtimePackage()];
  const oldest = oldestNode.join('.');
  if (!version) {
    console.error(
      `smtpy: this machine has Node ${process.version}; ${oldest} or newer is needed, and npm carries none for ` +
        `${process.platform}-${process.arch}. Install Node 24 and start again.`,
    );
    process.exit(1);
  }
  console.error(
    `smtpy: installing Node ${version} into .runtime (once; this machine has ${process.version}) …`,
  );
  mkdirSync(runtimeDir, { recursive: true });
  for (const file of ['package-lock.json', 'package.json']) {
    copyFileSync(path.join(root, 'tools/runtime', file), path.join(runtimeDir, file));
  }
  const result = runNpm(
    process.execPath,
    ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'],
    runtimeDir,
  );
  const runtime = findRuntime();
  if (result !== 0 || !runtime) {
    console.error(
      `smtpy: npm could not install ${runtimePackage()}@${version}; its message is above. Node ${oldest} or newer on the PATH works too.`,
    );
    process.exit(1);
  }
  return runtime;
}

/** Runs npm with the given Node.js and returns its exit code. */
export function runNpm(node, args, cwd) {
  const npmScript = process.env['npm_execpath'];
  const isScript = npmScript && /npm-cli\.c?js$/.test(npmScript);
  const [command, all] = isScript
    ? [node, [npmScript, ...args]]
    : [process.platform === 'win32' ? 'npm.cmd' : 'npm', args];
  const env = { ...process.env, PATH: path.dirname(node) + path.delimiter + (process.env['PATH'] ?? '') };
  const result = spawnSync(command, all, {
    cwd,
    env,
    stdio: ['ignore', 2, 2],
    shell: !isScript && process.platform === 'win32',
  });
  return result.status ?? 1;
}
