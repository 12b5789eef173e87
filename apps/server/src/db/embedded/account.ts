import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { OpenDatabaseError, systemErrorCode } from './open-database-error.ts';

/** The user that PostgreSQL runs as. */
export interface Account {
  readonly name: string;
  readonly uid: number;
  readonly gid: number;
}

/** In order of preference: a user of our own, or the one that exists everywhere and owns nothing. */
const accountNames = ['smtpy', 'nobody'];

/** Whether this process is root, as which PostgreSQL refuses to run. */
export function isRoot(): boolean {
  return process.getuid?.() === 0;
}

/** The unprivileged user for a new cluster when this process is root; `undefined` when it is not: then our own. */
export async function findAccount(): Promise<Account | undefined> {
  if (!isRoot()) return undefined;
  const accounts = parsePasswd(await readFile('/etc/passwd', 'utf8'));
  for (const name of accountNames) {
    const account = accounts.find((candidate) => candidate.name === name && candidate.uid > 0);
    if (account !== undefined) return account;
  }
  throw new OpenDatabaseError(
    'account_unusable',
    'PostgreSQL does not run as root, and there is no user "smtpy" or "nobody" to run it as. ' +
      'Make one (useradd --system smtpy), start SMTPy as an ordinary user, or set DATABASE_URL.',
  );
}

function parsePasswd(text: string): readonly Account[] {
  return text.split('\n').flatMap((line) => {
    const [name, , uid, gid] = line.split(':');
    return name === undefined || gid === undefined ? [] : [{ name, uid: Number(uid), gid: Number(gid) }];
  });
}

/** The options of a child process that make it run as the account. */
export function asAccount(account: Account | undefined): { readonly uid?: number; readonly gid?: number } {
  return account === undefined ? {} : { uid: account.uid, gid: account.gid };
}

/**
 * Whether the account can reach what is in `folder`. Tried for real: a program that is not there is started as the
 * account. The system answers "no such file" when it got as far as looking, and "permission denied" when not.
 */
export async function canReach(folder: string, account: Account | undefined): Promise<boolean> {
  if (account === undefined) return true;
  const program = join(folder, `.no-such-program-${randomBytes(8).toString('hex')}`);
  const child = spawn(program, { ...asAccount(account), cwd: '/', stdio: 'ignore' });
  const [error] = (await once(child, 'error')) as [Error];
  const code = systemErrorCode(error);
  if (code === 'ENOENT') return true;
  if (code === 'EACCES') return false;
  throw new OpenDatabaseError(
    'account_unusable',
    `This process is root but may not start PostgreSQL as user ${account.name} (${code ?? 'unknown error'}). ` +
      'Start SMTPy as an ordinary user, or set DATABASE_URL.',
    { cause: error },
  );
}
