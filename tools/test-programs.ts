// The independent programs that check our output: installed from Debian where we may, otherwise their tests are skipped by name.
import { spawnSync, type SpawnSyncOptions } from 'node:child_process';
import { existsSync } from 'node:fs';

/** The browser with all that a window needs, where there is none without. */
const chromium = { file: '/usr/bin/chromium', package: 'chromium' };

const wanted = [
  { file: '/usr/bin/swaks', package: 'swaks' },
  // What swaks speaks TLS with.
  { file: '/usr/share/doc/libnet-ssleay-perl', package: 'libnet-ssleay-perl' },
  { file: '/usr/sbin/smtp-source', package: 'postfix' },
  { file: '/usr/bin/dkimverify', package: 'python3-dkim' },
  // It carries the SPF conformance suite, among its documents.
  { file: '/usr/share/doc/python3-spf/rfc7208-tests.yml.gz', package: 'python3-spf' },
  { file: '/usr/bin/chromium-headless-shell', package: 'chromium-headless-shell', otherwise: chromium },
  { file: '/usr/sbin/dovecot', package: 'dovecot-core' },
  { file: '/usr/lib/dovecot/imap', package: 'dovecot-imapd' },
  { file: '/usr/lib/dovecot/lmtp', package: 'dovecot-lmtpd' },
  { file: '/usr/bin/rspamd', package: 'rspamd' },
  { file: '/usr/bin/gpg', package: 'gpg' },
  { file: '/usr/bin/gpg-agent', package: 'gpg-agent' },
  { file: '/usr/bin/oathtool', package: 'oathtool' },
] as const;

/** Packages that keep an external PostgreSQL for tests; any version from 15 on will do. */
const postgresql = 'postgresql';

/** Installs what is missing when this is root on Debian or a relative of it. Never fails: absent programs skip their tests. */
export function ensureTestPrograms(): void {
  const absent = wanted.filter((program) => !existsSync(program.file));
  const missing: string[] = absent.map((program) => program.package);
  if (!existsSync('/usr/lib/postgresql')) missing.push(postgresql);
  if (missing.length === 0) return;
  if (process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) {
    console.log(`not installed, their tests are skipped: ${missing.join(', ')}`);
    return;
  }
  console.log(`installing for the tests: ${missing.join(', ')} …`);
  // RUNLEVEL=1 keeps maintainer scripts from starting the daemons of what they install (invoke-rc.d(8)).
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive', RUNLEVEL: '1' };
  const options: SpawnSyncOptions = { env, stdio: ['ignore', 'ignore', 'inherit'], timeout: 300_000 };
  spawnSync('apt-get', ['update', '-qq'], options);
  for (const program of absent) {
    if (!('otherwise' in program) || isKnown(program.package)) continue;
    const { file, package: name } = program.otherwise;
    missing.splice(missing.indexOf(program.package), 1, ...(existsSync(file) ? [] : [name]));
  }
  const installed = spawnSync(
    'apt-get',
    [
      ...['install', '-y', '-qq', '--no-install-recommends', '--reinstall'],
      // Slim images leave documents out; the suite is one.
      ...['-o', 'Dpkg::Options::=--path-include=/usr/share/doc/python3-spf/*'],
      ...missing,
    ],
    options,
  );
  if (installed.status !== 0)
    console.log('apt-get could not install all of them; the tests that need them are skipped');
}

/** Whether this release of the system has such a package. */
function isKnown(name: string): boolean {
  return spawnSync('apt-cache', ['show', name], { stdio: 'ignore', timeout: 60_000 }).status === 0;
}
