import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';

const root = path.resolve(import.meta.dirname, '../..');
const folder = mkdtempSync(path.join(tmpdir(), 'smtpy-config-'));
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

function smtpy(
  words: readonly string[],
  env: Readonly<Record<string, string>>,
): { code: number | null; output: string } {
  const result = spawnSync(process.execPath, [path.join(root, 'apps/server/bin/start.mjs'), ...words], {
    env: { PATH: process.env['PATH'] ?? '', SMTPY_DATA_DIR: path.join(folder, 'data'), ...env },
    timeout: 30_000,
  });
  return { code: result.status, output: `${result.stdout.toString()}${result.stderr.toString()}` };
}

describe('a wrong configuration', () => {
  it.each(['serve', 'migrate'])('%s lists every fault at once and exits with 2', (command) => {
    const { code, output } = smtpy([command], {
      SMTPY_MODE: 'production',
      SMTPY_SMTP_PORT: '70000',
      SMTPY_MAX_MESSAGE_SIZE: '50',
      SMTPY_HOSTNMAE: 'mail.my-domain.example',
      SMTPY_RELAY_URL: 'smtp://user:hunter2@relay.example:x',
    });
    expect(code).toBe(2);
    for (const name of [
      'SMTPY_SMTP_PORT',
      'SMTPY_MAX_MESSAGE_SIZE',
      'SMTPY_HOSTNMAE',
      'SMTPY_RELAY_URL',
      'SMTPY_HOSTNAME',
      'SMTPY_PUBLIC_URL',
    ]) {
      expect(output).toContain(name);
    }
    expect(output).not.toContain('hunter2');
  });

  it('is wrong usage when the command is unknown', () => {
    expect(smtpy(['sevre'], {})).toMatchObject({
      code: 2,
      output: expect.stringContaining('serve') as unknown,
    });
  });
});
