import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir, userInfo } from 'node:os';
import path from 'node:path';
import { freePort, waitFor } from '@smtpy/testkit';

const program = '/usr/sbin/dovecot';
const python = '/usr/bin/python3';

/** Whether Debian's Dovecot with IMAP and LMTP, and Debian's Python, are here. */
export const hasDovecot =
  existsSync(program) &&
  existsSync('/usr/lib/dovecot/lmtp') &&
  existsSync('/usr/lib/dovecot/imap') &&
  existsSync(python);

/** Real mailboxes: whatever user is named has one. */
export interface Dovecot extends AsyncDisposable {
  /** Hands a message over by LMTP (RFC 2033), as the MX of a mailbox does. */
  deliver(user: string, message: Buffer): Promise<void>;
  /** Puts a message into the mailbox by IMAP, as a mail program does with what it sent. */
  append(user: string, message: Buffer): Promise<void>;
  /** All messages, oldest first. */
  fetchAll(user: string): Promise<readonly Buffer[]>;
  /** The answer to `THREAD REFERENCES` (RFC 5256): `(1 2 3)` is one thread of three. */
  threads(user: string): Promise<string>;
}

// One program for all, so that what checks our mail is neither our code nor our language.
const script = `
import base64, imaplib, json, smtplib, sys, time
action, user, lmtp, imap = sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4])
def mailbox():
    connection = imaplib.IMAP4('127.0.0.1', imap, timeout=20)
    connection.login(user, 'any')
    connection.select('INBOX')
    return connection
if action == 'deliver':
    with smtplib.LMTP('127.0.0.1', lmtp) as server:
        server.sendmail('', [user], sys.stdin.buffer.read())
elif action == 'append':
    mailbox().append('INBOX', '', imaplib.Time2Internaldate(time.time()), sys.stdin.buffer.read())
elif action == 'threads':
    print(mailbox().thread('REFERENCES', 'UTF-8', 'ALL')[1][0].decode())
else:
    connection = mailbox()
    numbers = connection.search(None, 'ALL')[1][0].split()
    found = [connection.fetch(number, '(BODY.PEEK[])')[1][0][1] for number in numbers]
    print(json.dumps([base64.b64encode(message).decode() for message in found]))
`;

/** Starts Dovecot in a folder of its own, on ports of its own. */
export async function startDovecot(): Promise<Dovecot> {
  const folder = await mkdtemp(path.join(tmpdir(), 'smtpy-dovecot-'));
  const [lmtpPort, imapPort] = [await freePort(), await freePort()];
  const file = path.join(folder, 'dovecot.conf');
  await writeFile(file, await configure(folder, { lmtpPort, imapPort }));
  const child = spawn(program, ['-F', '-c', file], { stdio: 'ignore' });
  await Promise.all([awaitPort(lmtpPort, child), awaitPort(imapPort, child)]);
  const ask = (action: string, user: string, input?: Buffer): string => {
    const words = ['-c', script, action, user, String(lmtpPort), String(imapPort)];
    const done = spawnSync(python, words, { input, timeout: 30_000, maxBuffer: 64 * 1024 * 1024 });
    if (done.status !== 0) throw new Error(`${action} for ${user}: ${done.stderr.toString()}`);
    return done.stdout.toString().trim();
  };
  return {
    deliver: (user, message) => Promise.resolve(void ask('deliver', user, message)),
    append: (user, message) => Promise.resolve(void ask('append', user, message)),
    threads: (user) => Promise.resolve(ask('threads', user)),
    fetchAll: (user) =>
      Promise.resolve(
        (JSON.parse(ask('fetch', user)) as readonly string[]).map((text) => Buffer.from(text, 'base64')),
      ),
    async [Symbol.asyncDispose]() {
      const ended = once(child, 'exit');
      child.kill('SIGTERM');
      await ended;
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** As root, mail is kept by an unprivileged user, since Dovecot serves no mail of root's. */
async function configure(
  folder: string,
  { lmtpPort, imapPort }: { readonly lmtpPort: number; readonly imapPort: number },
): Promise<string> {
  const isRoot = process.getuid?.() === 0;
  const user = isRoot ? 'nobody' : userInfo().username;
  const group = isRoot ? 'nogroup' : String(process.getgid?.());
  for (const name of ['run', 'state', 'mail']) await mkdir(path.join(folder, name));
  await chmod(folder, 0o755);
  await chmod(path.join(folder, 'mail'), 0o777);
  return `
protocols = imap lmtp
base_dir = ${folder}/run
state_dir = ${folder}/state
log_path = ${folder}/log
ssl = no
disable_plaintext_auth = no
first_valid_uid = 1
default_internal_user = ${user}
default_login_user = ${user}
default_internal_group = ${group}
mail_location = maildir:${folder}/mail/%u
passdb {
  driver = static
  args = nopassword=y
}
userdb {
  driver = static
  args = uid=${user} gid=${group} home=${folder}/mail/%u/home allow_all_users=yes
}
service imap-login {
  chroot =
  inet_listener imap {
    address = 127.0.0.1
    port = ${String(imapPort)}
  }
  inet_listener imaps {
    port = 0
  }
}
service anvil {
  chroot =
}
service stats {
  chroot =
}
service lmtp {
  user = ${user}
  inet_listener lmtp {
    address = 127.0.0.1
    port = ${String(lmtpPort)}
  }
}
`;
}

async function awaitPort(port: number, child: ChildProcess): Promise<void> {
  await waitFor(
    () => {
      if (child.exitCode !== null) throw new Error(`dovecot ended with ${String(child.exitCode)}`);
      return new Promise<boolean>((resolve) => {
        const socket = connect(port, '127.0.0.1');
        socket.once('connect', () => {
          socket.destroy();
          resolve(true);
        });
        socket.once('error', () => {
          resolve(false);
        });
      });
    },
    { what: `dovecot on port ${String(port)}`, timeoutMs: 20_000 },
  );
}
