// An ordinary PostgreSQL server of the operating system, for the tests that must also hold on an external database.
import { spawn, spawnSync } from 'node:child_process';
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { freePort } from '@smtpy/testkit';

/** A server for the time of the tests, or why there is none. */
export type ExternalDatabase =
  | {
      readonly kind: 'started';
      readonly url: string;
      readonly version: string;
      readonly close: () => Promise<void>;
    }
  | { readonly kind: 'missing'; readonly reason: string };

/** Starts the newest PostgreSQL under /usr/lib/postgresql on a loopback port; `DATABASE_URL` wins where it is set. */
export async function startExternalDatabase(): Promise<ExternalDatabase> {
  const given = process.env['DATABASE_URL'];
  if (given)
    return { kind: 'started', url: given, version: 'at DATABASE_URL', close: () => Promise.resolve() };
  const versions = existsSync('/usr/lib/postgresql')
    ? readdirSync('/usr/lib/postgresql').filter((v) => Number(v) >= 15)
    : [];
  const version = versions.sort((a, b) => Number(b) - Number(a))[0];
  if (version === undefined)
    return { kind: 'missing', reason: 'no PostgreSQL 15 or newer under /usr/lib/postgresql' };
  return start(version, path.join('/usr/lib/postgresql', version, 'bin'));
}

async function start(version: string, bin: string): Promise<ExternalDatabase> {
  const folder = mkdtempSync(path.join(tmpdir(), 'smtpy-external-'));
  const identity = unprivilegedIdentity();
  if (identity) chownSync(folder, identity.uid, identity.gid);
  const data = path.join(folder, 'data');
  const initdb = spawnSync(
    path.join(bin, 'initdb'),
    ['-D', data, '-U', 'smtpy', '-A', 'trust', '-E', 'UTF8', '--no-sync'],
    {
      ...identity,
      cwd: folder,
      timeout: 60_000,
    },
  );
  if (initdb.status !== 0) {
    rmSync(folder, { recursive: true, force: true });
    return { kind: 'missing', reason: `initdb failed: ${initdb.stderr.toString().trim()}` };
  }
  const port = await freePort();
  const options = [
    '-c',
    'listen_addresses=127.0.0.1',
    '-c',
    'fsync=off',
    '-c',
    'max_connections=200',
    '-p',
    String(port),
    '-k',
    folder,
  ];
  const server = spawn(path.join(bin, 'postgres'), ['-D', data, ...options], {
    ...identity,
    cwd: folder,
    stdio: 'ignore',
  });
  const close = async (): Promise<void> => {
    const ended = new Promise((resolve) => server.once('exit', resolve));
    if (server.exitCode === null && server.kill('SIGINT')) await Promise.race([ended, delay(20_000)]);
    rmSync(folder, { recursive: true, force: true });
  };
  if (!(await isReady(bin, port))) {
    await close();
    return { kind: 'missing', reason: `PostgreSQL ${version} did not become ready within 30 s` };
  }
  return { kind: 'started', url: `postgres://smtpy@127.0.0.1:${port}/postgres`, version, close };
}

/** PostgreSQL refuses to run as root: there it runs as its own user, or as nobody. */
function unprivilegedIdentity(): { readonly uid: number; readonly gid: number } | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const idOf = (flag: string, user: string): number | undefined => {
    const result = spawnSync('id', [flag, user]);
    return result.status === 0 ? Number(result.stdout.toString()) : undefined;
  };
  const user = idOf('-u', 'postgres') === undefined ? 'nobody' : 'postgres';
  return { uid: idOf('-u', user) ?? 65_534, gid: idOf('-g', user) ?? 65_534 };
}

async function isReady(bin: string, port: number): Promise<boolean> {
  const deadline = Date.now() + 30_000;
  while (Date.now() < deadline) {
    const probe = spawnSync(path.join(bin, 'pg_isready'), ['-h', '127.0.0.1', '-p', String(port), '-q'], {
      timeout: 5_000,
    });
    if (probe.status === 0) return true;
    await delay(100);
  }
  return false;
}
