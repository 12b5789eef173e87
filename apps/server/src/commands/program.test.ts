import { describe, expect, it } from 'vitest';
import type { Env } from '../config/index.ts';
import { runProgram } from './program.ts';
import { commandNames } from './table.ts';

/** Runs the program in this process and gives back what it did. */
async function run(words: readonly string[], env: Env = {}) {
  const written = { out: '', error: '' };
  const exitCode = await runProgram(words, {
    env,
    version: '1.2.3',
    writeOut: (text) => {
      written.out += text;
    },
    writeError: (text) => {
      written.error += text;
    },
    signal: new AbortController().signal,
  });
  return { exitCode, ...written };
}

describe('finding the command', () => {
  it('names all commands in the help', async () => {
    for (const words of [['--help'], ['-h'], ['help']]) {
      const { exitCode, out } = await run(words);
      expect(exitCode).toBe(0);
      for (const name of commandNames) expect(out).toContain(`  ${name} `);
    }
  });

  it('names the commands of a group in its help', async () => {
    const { exitCode, out } = await run(['queue', '--help']);
    expect(exitCode).toBe(0);
    expect(out).toContain('  queue stats ');
    expect(out).not.toContain('  alias add ');
    expect(await run(['help', 'queue'])).toMatchObject({ exitCode: 0, out });
  });

  it.each(commandNames)('%s has help of its own, with usage', async (name) => {
    const { exitCode, out, error } = await run([...name.split(' '), '--help']);
    expect({ exitCode, error }).toEqual({ exitCode: 0, error: '' });
    expect(out).toContain(`Usage: smtpy ${name}`);
    expect(await run(['help', ...name.split(' ')])).toMatchObject({ exitCode: 0, out });
  });

  it('prints the version', async () => {
    expect(await run(['--version'])).toEqual({ exitCode: 0, out: '1.2.3\n', error: '' });
  });

  it.each([
    [[], 'A command is missing', '--help'],
    [['--colour'], 'A command is missing', '--help'],
    [['serv'], 'There is no command "serv"', 'Did you mean smtpy serve?'],
    [['alais', 'add', 'x'], 'There is no command "alais add"', 'Did you mean smtpy alias add?'],
    [['alias', 'ad'], 'There is no command "alias ad"', 'Did you mean smtpy alias add?'],
    [['alias', 'password'], 'There is no command "alias password"', 'smtpy alias password add'],
    [['queue'], '"queue" needs a second word', 'smtpy queue stats'],
    [['queue', 'frobnicate'], 'There is no command "queue frobnicate"', 'smtpy queue stats'],
    [['frobnicate'], 'There is no command "frobnicate"', 'All commands: smtpy --help'],
  ])('%j is wrong usage', async (words, reason, hint) => {
    const { exitCode, out, error } = await run(words);
    expect({ exitCode, out }).toEqual({ exitCode: 2, out: '' });
    expect(error).toContain(reason);
    expect(error).toContain(hint);
  });
});

describe('faults', () => {
  it('of usage exit with 2 and show the usage', async () => {
    const { exitCode, out, error } = await run(['config', 'show', '--colour']);
    expect({ exitCode, out }).toEqual({ exitCode: 2, out: '' });
    expect(error).toBe('smtpy: There is no option --colour.\nUsage: smtpy config show [--json]\n');
  });

  it('are JSON with --json', async () => {
    const { exitCode, error } = await run(['domain', 'add', '--json', '--user', 'jane']);
    expect(exitCode).toBe(2);
    expect(JSON.parse(error)).toEqual({
      error: {
        kind: 'misused',
        reason: 'NAME is missing',
        hint: 'Usage: smtpy domain add NAME --user E [--trust] [--json]',
      },
    });
  });

  it('of the configuration exit with 2 and are all told, before anything is opened', async () => {
    const env = { SMTPY_HTTP_PORT: 'eighty', SMTPY_COLOUR: 'blue', SMTPY_DATA_DIR: '/nowhere/at/all' };
    for (const words of [['serve'], ['migrate'], ['config', 'show'], ['message', 'list']]) {
      const { exitCode, out, error } = await run(words, env);
      expect({ exitCode, out }).toEqual({ exitCode: 2, out: '' });
      expect(error).toContain('The configuration has 2 faults.');
      expect(error).toContain('SMTPY_HTTP_PORT=eighty');
      expect(error).toContain('SMTPY_COLOUR');
    }
    const { error } = await run(['config', 'show', '--json'], env);
    expect(JSON.parse(error)).toMatchObject({
      error: { kind: 'configuration', problems: [{ name: 'SMTPY_HTTP_PORT' }, { name: 'SMTPY_COLOUR' }] },
    });
  });
});

describe('config check', () => {
  it('is content with a right configuration', async () => {
    const { exitCode, out } = await run(['config', 'check']);
    expect({ exitCode, out }).toEqual({
      exitCode: 0,
      out: 'The configuration has no fault. Mode: sandbox, host name: localhost.\n',
    });
  });

  it('prints every fault as its result and exits with 2', async () => {
    const env = { SMTPY_MODE: 'production', SMTPY_SECRET_KEY: 'short' };
    const { exitCode, out } = await run(['config', 'check'], env);
    expect(exitCode).toBe(2);
    expect(out).toMatch(/3 faults[^]*SMTPY_HOSTNAME[^]*SMTPY_PUBLIC_URL[^]*SMTPY_SECRET_KEY=\*\*\*/);
    const json = await run(['config', 'check', '--json'], env);
    expect(json).toMatchObject({ exitCode: 2, error: '' });
    expect(JSON.parse(json.out)).toMatchObject({
      is_valid: false,
      problems: [
        { name: 'SMTPY_HOSTNAME', value: null },
        { name: 'SMTPY_PUBLIC_URL' },
        { name: 'SMTPY_SECRET_KEY', value: '***' },
      ],
    });
  });
});

describe('config show', () => {
  const env = { SMTPY_HTTP_PORT: '9000', SMTPY_SECRET_KEY: 'hunter22-hunter22-hunter22-hunter22' };

  it('prints what holds and where it is from, and no secret', async () => {
    const { exitCode, out } = await run(['config', 'show'], env);
    expect(exitCode).toBe(0);
    expect(out).toMatch(/^SMTPY_HTTP_PORT +9000 +environment$/m);
    expect(out).toMatch(/^SMTPY_SECRET_KEY +\*\*\* +environment$/m);
    expect(out).toMatch(/^SMTPY_MAX_MESSAGE_SIZE +50MiB +default$/m);
    expect(out).toMatch(/^SMTPY_PUBLIC_URL +http:\/\/127\.0\.0\.1:9000 +default$/m);
    expect(out).not.toContain('hunter22');
  });

  it('gives the same as JSON', async () => {
    const { out } = await run(['config', 'show', '--json'], env);
    const { settings } = JSON.parse(out) as { settings: unknown[] };
    expect(settings).toContainEqual({ name: 'SMTPY_HTTP_PORT', value: '9000', source: 'environment' });
    expect(settings).toContainEqual({ name: 'SMTPY_SECRET_KEY', value: '***', source: 'environment' });
    expect(settings).toContainEqual({ name: 'DATABASE_URL', value: null, source: 'default' });
    expect(out).not.toContain('hunter22');
  });
});
