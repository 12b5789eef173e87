import { execFile, spawn } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** Deadline of one call. */
const timeoutMs = 60_000;

/** GnuPG with a folder of keys of its own. */
export interface GnuPg extends AsyncDisposable {
  /** Makes a key without a passphrase; gives its armour. `algorithm` as `--quick-generate-key` takes it, for the default. */
  readonly makeKey: (options: {
    readonly userId: string;
    readonly algorithm?: 'default' | 'rsa2048' | 'rsa1024';
    /** As gpg takes it: `never`, `seconds=2`, `1d`. */
    readonly expires?: string;
  }) => Promise<string>;
  /** Revokes a key; gives its armour. */
  readonly revoke: (userId: string) => Promise<string>;
  /** What is decrypted of a message in armour. Throws with gpg's words when it does not like it. */
  readonly decrypt: (armor: Buffer) => Promise<Buffer>;
  /** What gpg says about the packets of a message that it can decrypt, and about its integrity. */
  readonly describe: (armor: Buffer) => Promise<string>;
  /** Runs gpg; gives what it wrote. */
  readonly gpg: (...words: readonly string[]) => Promise<string>;
}

/** Opens an empty folder of keys. */
export async function openGnuPg(): Promise<GnuPg> {
  // The path of its socket must be short, so the system's folder for temporary files and nothing below.
  const home = await mkdtemp(join(tmpdir(), 'gpg-'));
  const environment = { ...process.env, GNUPGHOME: home, LC_ALL: 'C' };
  const base = ['--batch', '--yes', '--quiet', '--no-tty', '--pinentry-mode', 'loopback', '--passphrase', ''];
  const gpg = async (...words: readonly string[]): Promise<string> => {
    const { stdout } = await run('gpg', [...base, ...words], { env: environment, timeout: timeoutMs });
    return stdout;
  };
  const file = join(home, 'message.asc');
  return {
    gpg,
    describe: async (armor) => {
      await writeFile(file, armor);
      return gpg('--verbose', '--list-packets', file);
    },
    makeKey: async ({ userId, algorithm = 'default', expires = 'never' }) => {
      const kind = algorithm === 'default' ? ['future-default', 'default'] : [algorithm, 'cert'];
      await gpg('--quick-generate-key', userId, ...kind, expires);
      if (algorithm !== 'default') {
        const [fingerprint = ''] =
          /(?<=^fpr:+)[0-9A-F]{40}/mu.exec(await gpg('--list-keys', '--with-colons', userId)) ?? [];
        await gpg('--quick-add-key', fingerprint, algorithm, 'encr', expires);
      }
      return gpg('--armor', '--export', userId);
    },
    revoke: async (userId) => {
      const listed = await gpg('--list-keys', '--with-colons', userId);
      const [fingerprint = ''] = /(?<=^fpr:+)[0-9A-F]{40}/mu.exec(listed) ?? [];
      // gpg writes a certificate with every key, and a colon before it, so that nobody imports it by accident.
      const certificate = join(home, 'openpgp-revocs.d', `${fingerprint}.rev`);
      const armor = (await readFile(certificate, 'utf8')).replace(/^:-----/mu, '-----');
      await writeFile(file, armor);
      await gpg('--import', file);
      return gpg('--armor', '--export', userId);
    },
    decrypt: async (armor) => {
      await writeFile(file, armor);
      return decryptFile([...base, '--decrypt', file], environment);
    },
    [Symbol.asyncDispose]: async () => {
      // gpg starts an agent that outlives it.
      await run('gpgconf', ['--kill', 'all'], { env: environment, timeout: timeoutMs }).catch(
        () => undefined,
      );
      await rm(home, { recursive: true, force: true });
    },
  };
}

async function decryptFile(words: readonly string[], environment: NodeJS.ProcessEnv): Promise<Buffer> {
  const child = spawn('gpg', words, {
    env: environment,
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: timeoutMs,
  });
  const ended = new Promise<number | null>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', resolve);
  });
  const [plain, words_, code] = await Promise.all([
    Array.fromAsync(child.stdout as AsyncIterable<Buffer>),
    Array.fromAsync(child.stderr as AsyncIterable<Buffer>),
    ended,
  ]);
  if (code !== 0) throw new Error(`gpg: exit ${String(code)}: ${Buffer.concat(words_).toString()}`);
  return Buffer.concat(plain);
}
