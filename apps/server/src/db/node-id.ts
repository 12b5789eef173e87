import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { newId } from './ids.ts';
import { loadOrCreatePrivateFile } from './private-file.ts';

/**
 * The name of this machine's data folder among all that share a database: made once and kept in `<dataDir>/node.id`.
 * Two machines must not share a copy of the file; a restored backup of one machine may keep it.
 */
export async function loadNodeId(dataDir: string): Promise<string> {
  await mkdir(dataDir, { recursive: true });
  return (await loadOrCreatePrivateFile(join(dataDir, 'node.id'), () => `${newId()}\n`)).trim();
}
