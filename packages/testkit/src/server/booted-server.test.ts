import { access } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { listTree } from '../processes/index.ts';
import { bootServer, type BootedServer } from './index.ts';

const programFile = fileURLToPath(new URL('../../testdata/ready-program.mjs', import.meta.url));

function childOf(server: BootedServer): number {
  return Number([...server.log().matchAll(/child (\d+)/g)].at(-1)?.[1]);
}

/** Whether it runs; one that has ended but was not collected by its parent yet does not. */
function isAlive(pid: number): boolean {
  return listTree({ rootPids: [pid], dataDir: '/nowhere' }).length > 0;
}

describe('bootServer', () => {
  it('reads the ready line, runs commands in the same environment, and inherits no configuration', async () => {
    process.env['SMTPY_LEFT_OVER'] = 'x';
    await using server = await bootServer({ programFile, env: { SMTPY_LOG_LEVEL: 'info' } });
    delete process.env['SMTPY_LEFT_OVER'];
    expect(server.smtpPort).toBe(41_234);
    expect(server.httpUrl).toBe('http://127.0.0.1:41235');
    const result = await server.run(['domain', 'add', '--fail']);
    expect(result.code).toBe(1);
    expect(result.stderr).toBe('words for people\n');
    expect(JSON.parse(result.stdout)).toEqual({
      command: 'domain',
      rest: ['add', '--fail'],
      inherited: ['SMTPY_DATA_DIR', 'SMTPY_HTTP_PORT', 'SMTPY_LOG_LEVEL', 'SMTPY_SMTP_PORT'],
    });
  });

  it('stops with SIGTERM and restarts on the same ports', async () => {
    await using server = await bootServer({ programFile });
    const firstPid = server.pid;
    await server.restart();
    expect(server.log()).toContain('stopped');
    expect(server.pid).not.toBe(firstPid);
    expect(server.smtpPort).toBe(41_234);
    expect(await server.stop()).toBe(0);
    expect(isAlive(childOf(server))).toBe(false);
  });

  it('rejects when a stop leaves a process behind, and ends that', async () => {
    await using server = await bootServer({ programFile, env: { SMTPY_MODE: 'leak' } });
    const child = childOf(server);
    await expect(server.stop()).rejects.toThrow(`waiting for the end of the processes`);
    expect(isAlive(child)).toBe(false);
  });

  it('kills processes in sessions of their own too, and removes the folder', async () => {
    const server = await bootServer({ programFile });
    const child = childOf(server);
    expect(isAlive(child)).toBe(true);
    await server.kill9();
    expect(server.isRunning).toBe(false);
    expect(server.log()).not.toContain('stopped');
    await server[Symbol.asyncDispose]();
    await expect(access(server.dataDir)).rejects.toThrow('ENOENT');
  });

  it('shows the output of a program that refuses to start', async () => {
    const starting = bootServer({ programFile, env: { SMTPY_MODE: 'refuse' } });
    await expect(starting).rejects.toThrow(/ended with 2 before it was ready\nSMTPY_MODE is wrong/);
  });
});
