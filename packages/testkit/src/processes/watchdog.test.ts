import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { waitFor } from '../time/index.ts';
import { listTree } from './index.ts';

const programFile = fileURLToPath(new URL('../../testdata/dying-program.mjs', import.meta.url));
const watchdogUrl = new URL('watchdog.ts', import.meta.url).href;

it('a watchdog ends its process and removes the folder when the test run is killed', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'smtpy-watchdog-'));
  const program = spawn(process.execPath, [programFile, watchdogUrl, folder], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [line] = (await once(program.stdout, 'data', { signal: AbortSignal.timeout(10_000) })) as [Buffer];
  const tree = { rootPids: [Number(line)], dataDir: '/nowhere' };
  expect(listTree(tree)).toHaveLength(1);
  program.kill('SIGKILL');
  await waitFor(() => listTree(tree).length === 0, { what: 'the end of the watched process' });
  await waitFor(() => !existsSync(folder), { what: 'the removal of the folder' });
});
