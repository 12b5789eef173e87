import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openDatabase, type OpenDatabase } from './db/index.ts';
import { silentEvents } from './observe/index.ts';

const mainFile = fileURLToPath(new URL('../bin/start.mjs', import.meta.url));
const binFile = fileURLToPath(new URL('../bin/smtpy.mjs', import.meta.url));
const deadlineMs = 30_000;

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'smtpy-main-'));
  // As root, PostgreSQL runs as another user, who has to pass through.
  await chmod(folder, 0o711);
});
afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
});

type Env = Readonly<Record<string, string>>;

function start(
  words: readonly string[],
  { file = mainFile, env = {} }: { readonly file?: string; readonly env?: Env } = {},
): ChildProcess {
  return spawn(process.execPath, [file, ...words], {
    env: { PATH: process.env['PATH'], SMTPY_DATA_DIR: join(folder, 'data'), ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: deadlineMs,
    killSignal: 'SIGKILL',
  });
}

async function finish(child: ChildProcess): Promise<{ code: number | null; out: string; error: string }> {
  let [out, error] = ['', ''];
  child.stdout?.setEncoding('utf8').on('data', (text: string) => (out += text));
  child.stderr?.setEncoding('utf8').on('data', (text: string) => (error += text));
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, out, error };
}

async function smtpy(...words: string[]) {
  return await finish(start(words));
}

/** Runs a command that has to succeed, and gives its data. */
async function dataOf(...words: string[]): Promise<unknown> {
  const { code, out, error } = await smtpy(...words, '--json');
  expect({ code, error }).toEqual({ code: 0, error: '' });
  return JSON.parse(out);
}

/** Runs a command that has to be refused, and gives its words. */
async function refusalOf(...words: string[]): Promise<string> {
  const { code, out, error } = await smtpy(...words);
  expect({ code, out }).toEqual({ code: 1, out: '' });
  return error;
}

describe('the process', () => {
  it('has the exit code of the command', async () => {
    expect(await smtpy('config', 'check')).toMatchObject({ code: 0, error: '' });
    expect(await smtpy('config', 'chekc')).toMatchObject({ code: 2, out: '' });
    expect(await finish(start(['config', 'check'], { env: { SMTPY_WORKERS: 'many' } }))).toMatchObject({
      code: 2,
    });
  });

  it('prints its version', async () => {
    expect(await smtpy('--version')).toMatchObject({
      code: 0,
      out: expect.stringMatching(/^\d+\.\d+\.\d+\n$/) as unknown,
    });
  });

  it('says nothing when the reader of its output has gone', async () => {
    const child = start(['config', 'show']);
    child.stdout?.destroy();
    const { code, error } = await finish(child);
    expect({ code, error }).toEqual({ code: 0, error: '' });
  });

  it('is started by the bin file too', async () => {
    const [direct, byBin] = await Promise.all([
      smtpy('config', 'show'),
      finish(start(['config', 'show'], { file: binFile })),
    ]);
    expect(byBin).toEqual(direct);
    expect(await finish(start(['frobnicate'], { file: binFile }))).toMatchObject({ code: 2 });
  });
});

/**
 * In order: each test builds on what those before it have made. The first finds an empty folder and runs PostgreSQL for as long as
 * it takes; the others find it running, as beside `serve`.
 */
describe('commands on an empty data folder', { timeout: 60_000 }, () => {
  const id = expect.stringMatching(
    /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}$/,
  ) as unknown;
  const time = expect.stringMatching(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/) as unknown;
  const email = 'jane@example.com';
  const missingId = '01890a5d-ac96-774b-bcce-b302099a8057';

  let database: OpenDatabase | undefined;
  afterAll(async () => {
    await database?.close();
  });

  it('migrate makes the database once', async () => {
    expect(await dataOf('migrate')).toEqual({
      applied: expect.arrayContaining(['0001-foundation']) as unknown,
    });
    expect(await smtpy('migrate')).toEqual({ code: 0, out: 'The schema is up to date.\n', error: '' });
  });

  it('commands share the database of a running server', async () => {
    const config = { databaseUrl: undefined, dataDir: join(folder, 'data') };
    database = await openDatabase({ config, role: 'serve', events: silentEvents });
    expect(await smtpy('migrate')).toMatchObject({ code: 0 });
  });

  it('user create makes a user, once', async () => {
    const words = [
      'user',
      'create',
      '--email',
      'Jane@Example.com',
      '--username',
      'jane',
      '--password',
      'correct horse battery',
    ];
    const user = await dataOf(...words, '--admin');
    expect(user).toEqual({
      id,
      email,
      username: 'jane',
      is_admin: true,
      organization_id: id,
      created_at: time,
    });
    expect(await refusalOf(...words)).toMatch(/^smtpy: .+\.\n$/);
    expect(
      await refusalOf('user', 'create', '--email', 'nobody', '--password', 'correct horse battery'),
    ).toMatch(/^smtpy: /);
  });

  it('domain add trusts every domain in the sandbox', async () => {
    expect(await dataOf('domain', 'add', 'Alias.Example', '--user', 'jane')).toMatchObject({
      id,
      name: 'alias.example',
      state: 'active',
      created_at: time,
      records: expect.arrayContaining([expect.objectContaining({ purpose: 'dkim', type: 'TXT' })]) as unknown,
    });
    expect(await refusalOf('domain', 'add', 'alias.example', '--user', email)).toContain('alias.example');
    expect(await refusalOf('domain', 'add', 'other.example', '--user', 'joe')).toContain(
      'There is no user joe',
    );
    expect(await refusalOf('domain', 'add', 'not a domain', '--user', email)).toMatch(/^smtpy: /);
  });

  it('domain records shows what to publish', async () => {
    const { code, out } = await smtpy('domain', 'records', 'alias.example');
    expect(code).toBe(0);
    for (const words of [
      /^mx +yes +MX +alias\.example /m,
      /^ownership +yes +TXT .*smtpy-verification=/m,
      /^dkim +no +TXT +default\._domainkey\.alias\.example .*p=/m,
    ]) {
      expect(out).toMatch(words);
    }
    expect(await refusalOf('domain', 'records', 'other.example')).toContain(
      'There is no domain other.example',
    );
  });

  it('mailbox add trusts every mailbox in the sandbox', async () => {
    expect(await dataOf('mailbox', 'add', 'jane@provider.example', '--user', email)).toMatchObject({
      id,
      address: 'jane@provider.example',
      state: 'confirmed',
      confirmed_at: time,
    });
    expect(await refusalOf('mailbox', 'add', 'jane@provider.example', '--user', email)).toMatch(/^smtpy: /);
    expect(await refusalOf('mailbox', 'add', 'jane@alias.example', '--user', email)).toMatch(/^smtpy: /);
  });

  it('alias add puts the alias into the organization of its domain', async () => {
    expect(await dataOf('alias', 'add', 'Shop@alias.example', '--to', 'jane@provider.example')).toMatchObject(
      {
        id,
        address: 'shop@alias.example',
        is_enabled: true,
        when_disabled: 'refuse',
        mode: 'rewrite',
        mailboxes: ['jane@provider.example'],
      },
    );
    expect(await refusalOf('alias', 'add', 'shop@alias.example', '--to', 'jane@provider.example')).toMatch(
      /^smtpy: /,
    );
    expect(await refusalOf('alias', 'add', 'new@alias.example', '--to', 'joe@provider.example')).toMatch(
      /^smtpy: /,
    );
    expect(await refusalOf('alias', 'add', 'new@other.example', '--to', 'jane@provider.example')).toContain(
      'There is no domain',
    );
  });

  it('alias set changes mode and name, and refuses a mode that there is none of', async () => {
    const set = (...words: string[]) => smtpy('alias', 'set', 'shop@alias.example', ...words, '--json');
    expect(JSON.parse((await set('--mode', 'adaptive', '--name', 'The Shop')).out)).toMatchObject({
      mode: 'adaptive',
      display_name: 'The Shop',
    });
    expect(JSON.parse((await set('--mode', 'rewrite', '--name', '')).out)).toMatchObject({
      mode: 'rewrite',
      display_name: null,
    });
    expect((await set('--mode', 'magic')).code).toBe(2);
    expect((await set()).code).toBe(2);
  });

  it('domain set changes what new aliases do', async () => {
    expect((await smtpy('domain', 'set', 'alias.example', '--mode', 'adaptive')).code).toBe(0);
    const words = ['alias', 'add', 'later@alias.example', '--to', 'jane@provider.example', '--json'];
    expect(JSON.parse((await smtpy(...words)).out)).toMatchObject({ mode: 'adaptive' });
    expect((await smtpy('domain', 'set', 'alias.example', '--mode', 'rewrite')).code).toBe(0);
    expect((await smtpy('domain', 'set', 'alias.example', '--mode', 'magic')).code).toBe(2);
  });

  it('contact add gives a reply address, the same again, which contact list shows', async () => {
    const add = async () =>
      JSON.parse(
        (await smtpy('contact', 'add', 'shop@alias.example', 'Bob@customer.example', '--json')).out,
      ) as { reply_address: string };
    const { reply_address: replyAddress } = await add();
    expect(replyAddress).toMatch(/@alias\.example$/u);
    expect((await add()).reply_address).toBe(replyAddress);
    const listed = await smtpy('contact', 'list', 'shop@alias.example');
    expect(listed.out).toContain(replyAddress);
    expect(await refusalOf('contact', 'add', 'shop@alias.example', 'nobody')).toContain('not an address');
  });

  it('alias disable and enable switch it', async () => {
    expect(await dataOf('alias', 'disable', 'shop@alias.example', '--discard')).toMatchObject({
      is_enabled: false,
      when_disabled: 'discard',
    });
    expect(await smtpy('alias', 'enable', 'shop@alias.example')).toEqual({
      code: 0,
      out: 'Alias shop@alias.example is on.\n',
      error: '',
    });
    expect(await smtpy('alias', 'disable', 'shop@alias.example')).toMatchObject({
      out: 'Alias shop@alias.example is off; its mail is discarded.\n',
    });
    expect(await smtpy('alias', 'disable', 'shop@alias.example', '--discard', '--refuse')).toMatchObject({
      code: 2,
    });
    expect(await refusalOf('alias', 'disable', 'other@alias.example')).toContain(
      'There is no alias other@alias.example',
    );
  });

  it('message and queue commands say that there is nothing', async () => {
    expect(await dataOf('message', 'list', '--user', email)).toEqual({ items: [], next_cursor: null });
    expect(await smtpy('message', 'list')).toEqual({ code: 0, out: 'No messages.\n', error: '' });
    expect(await refusalOf('message', 'show', missingId)).toContain(`There is no message ${missingId}`);
    expect(await refusalOf('message', 'show', 'x')).toContain('There is no message x');
    expect(await dataOf('queue', 'list', '--state', 'deferred')).toEqual({ items: [], next_cursor: null });
    expect(await dataOf('queue', 'stats')).toEqual({ unfinished: 0, states: [], destinations: [] });
    for (const action of ['show', 'retry', 'cancel']) {
      expect(await refusalOf('queue', action, missingId)).toContain(`There is no delivery ${missingId}`);
    }
    expect(await smtpy('queue', 'list', '--state', 'lost')).toMatchObject({ code: 2 });
    expect(await smtpy('queue', 'list', '--limit', '0')).toMatchObject({ code: 2 });
  });

  it('check-invariants finds nothing', async () => {
    expect(await smtpy('check-invariants')).toEqual({
      code: 0,
      out: 'no violation\nunfinished deliveries: none\n',
      error: '',
    });
    expect(await dataOf('check-invariants')).toEqual({ violations: [], unfinished: {} });
  });

  describe('in production', () => {
    const env = {
      SMTPY_MODE: 'production',
      SMTPY_HOSTNAME: 'mail.smtpy.example',
      SMTPY_PUBLIC_URL: 'https://mail.smtpy.example',
    };
    const inProduction = async (...words: string[]) => await finish(start(words, { env }));

    it('a domain is pending, with the records to publish, unless the operator vouches for it', async () => {
      const { code, out } = await inProduction('domain', 'add', 'second.example', '--user', email);
      expect(code).toBe(0);
      expect(out).toMatch(
        /^Domain second\.example is pending\. Publish these records, then run: smtpy domain check second\.example$/m,
      );
      expect(out).toMatch(/^mx +yes +MX +second\.example .*mail\.smtpy\.example/m);
      const trusted = await inProduction('domain', 'add', 'third.example', '--user', email, '--trust');
      expect(trusted).toMatchObject({ code: 0, out: 'Domain third.example is active.\n' });
    });

    it('a mailbox is pending until the operator vouches for it', async () => {
      const pending = await inProduction('mailbox', 'add', 'joe@provider.example', '--user', email);
      expect(pending).toMatchObject({ code: 0, out: expect.stringContaining('--trust') as unknown });
      const alias = await inProduction('alias', 'add', 'joe@third.example', '--to', 'joe@provider.example');
      expect(alias).toMatchObject({ code: 1, out: '' });
      const confirmed = await inProduction(
        'mailbox',
        'add',
        'joe@provider.example',
        '--user',
        email,
        '--trust',
      );
      expect(confirmed).toMatchObject({ code: 0, out: 'Mailbox joe@provider.example is confirmed.\n' });
    });
  });
});
