import { chmod, chown, mkdtemp } from 'node:fs/promises';
import { createServer } from 'node:net';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { canReach } from './account.ts';
import type { Cluster } from './cluster.ts';
import { OpenDatabaseError } from './open-database-error.ts';
import { socketFolderPrefix } from './postmaster.ts';
import type { Endpoint } from './server.ts';

/** unix(7): `sun_path` holds 108 bytes with the NUL; the BSDs and macOS have 104. */
const maxSocketPathBytes = process.platform === 'linux' ? 107 : 103;

/**
 * Chooses where the server listens: in the cluster's own folder, which its owner alone may enter; where that path is too
 * long for a socket, in a new folder of mode 0700 among the temporary ones; on Windows, on a free port.
 */
export async function chooseEndpoint(cluster: Cluster): Promise<Endpoint> {
  if (process.platform === 'win32') return { kind: 'port', port: await findFreePort() };
  if (fits(cluster.folder)) return { kind: 'socket', folder: cluster.folder };
  for (const parent of new Set([tmpdir(), '/tmp'])) {
    if (!fits(join(parent, `${socketFolderPrefix}XXXXXX`)) || !(await canReach(parent, cluster.account)))
      continue;
    const folder = await mkdtemp(join(parent, socketFolderPrefix));
    await chmod(folder, 0o700);
    if (cluster.account !== undefined) await chown(folder, cluster.account.uid, cluster.account.gid);
    return { kind: 'socket', folder };
  }
  throw new OpenDatabaseError(
    'start_failed',
    `The path ${cluster.folder} is too long for the database's socket, and so is the temporary folder's. Set TMPDIR to a short path.`,
  );
}

function fits(folder: string): boolean {
  return Buffer.byteLength(join(folder, '.s.PGSQL.5432')) <= maxSocketPathBytes;
}

async function findFreePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('a listening server has no port');
  return address.port;
}
