import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Config } from './config.ts';
import { loadConfig } from './load.ts';
import { ConfigurationError, formatProblems, type Problem } from './problem.ts';
import type { Env, Setting } from './setting.ts';
import { settings } from './settings.ts';

const production = {
  SMTPY_MODE: 'production',
  SMTPY_HOSTNAME: 'mail.example.com',
  SMTPY_PUBLIC_URL: 'https://mail.example.com',
} as const;

function configOf(env: Env): Config {
  const loaded = loadConfig(env);
  if (loaded.kind === 'invalid') throw new ConfigurationError(loaded.problems);
  return loaded.config;
}

function problemsOf(env: Env): readonly Problem[] {
  const loaded = loadConfig(env);
  return loaded.kind === 'invalid' ? loaded.problems : [];
}

/** The names with a problem, in the order of the report. */
function namesOf(env: Env): readonly string[] {
  return problemsOf(env).map(({ name }) => name);
}

describe('without any setting', () => {
  it('is a sandbox on loopback, with the declared defaults', () => {
    expect(configOf({})).toEqual({
      mode: 'sandbox',
      hostname: 'localhost',
      publicUrl: 'http://127.0.0.1:8080',
      dataDir: resolve('data'),
      databaseUrl: undefined,
      roles: ['smtp', 'delivery', 'web', 'jobs'],
      workers: Math.min(availableParallelism(), 64),
      http: { host: '127.0.0.1', port: 8080 },
      web: expect.objectContaining({ trustedProxies: [], corsOrigins: [] }) as Config['web'],
      observing: { otlpUrl: undefined, sentryDsn: undefined },
      webhooks: { testingTargets: [], testingCaFile: undefined },
      smtp: {
        host: '127.0.0.1',
        port: 2525,
        submissionPort: undefined,
        submissionsPort: undefined,
        tlsCertFile: undefined,
        tlsKeyFile: undefined,
        maxConnections: 1000,
        maxConnectionsPerAddress: 50,
        idleTimeoutMs: 300_000,
        maxRecipients: 100,
        isDmarcRejectEnforced: true,
      },
      delivery: {
        relayUrl: undefined,
        mxPort: 25,
        concurrency: 100,
        concurrencyPerDestination: 20,
        replyTimeoutMs: 600_000,
      },
      failures: {
        delayNoticeAfterMs: 14_400_000,
        mailboxPauseAfter: 10,
        mailboxPauseWindowMs: 86_400_000,
        mailboxProbeAfterMs: 3_600_000,
      },
      policy: {
        dnsLists: [],
        greylistDelayMs: undefined,
        rspamdUrl: undefined,
        limits: {
          perClient: undefined,
          perSender: undefined,
          perAlias: { count: 50_000, windowMs: 3_600_000 },
          perOrganization: { count: 200_000, windowMs: 3_600_000 },
          newAliases: { count: 100, windowMs: 3_600_000 },
        },
      },
      dnsServers: [],
      secretKey: undefined,
      maxMessageBytes: 52_428_800,
      logLevel: 'info',
      metricsPort: undefined,
      retentionDays: 30,
      auditRetentionDays: 400,
      statisticsRetentionDays: 760,
    });
  });

  it('takes an empty variable as not given, and looks at no other names', () => {
    expect(
      configOf({ SMTPY_HOSTNAME: '', SMTPY_HTTP_PORT: ' ', SMTPY_WRONG: '', PATH: '/bin', LANG: 'C' }),
    ).toEqual(configOf({}));
  });
});

describe('the mode', () => {
  it('is production with no more than mode, host name and URL', () => {
    const config = configOf(production);
    expect(config).toMatchObject({
      mode: 'production',
      hostname: 'mail.example.com',
      publicUrl: 'https://mail.example.com',
    });
    expect(config.http).toEqual({ host: '0.0.0.0', port: 8080 });
    expect(config.smtp).toMatchObject({ host: '0.0.0.0', port: 25 });
  });

  it('needs host name and URL in production, and says so of both', () => {
    expect(namesOf({ SMTPY_MODE: 'production' })).toEqual(['SMTPY_HOSTNAME', 'SMTPY_PUBLIC_URL']);
  });

  it('follows from a host name: somebody who names one wants real mail', () => {
    expect(configOf({ ...production, SMTPY_MODE: undefined }).mode).toBe('production');
    expect(namesOf({ SMTPY_HOSTNAME: 'mail.example.com' })).toEqual(['SMTPY_PUBLIC_URL']);
  });

  it('may be sandbox with a host name', () => {
    const config = configOf({ SMTPY_MODE: 'sandbox', SMTPY_HOSTNAME: 'MAIL.Example.com' });
    expect(config).toMatchObject({ mode: 'sandbox', hostname: 'mail.example.com' });
  });

  it('is not guessed from something else', () => {
    expect(namesOf({ SMTPY_MODE: 'prod' })).toEqual(['SMTPY_MODE']);
  });
});

describe('every setting', () => {
  const all = Object.values<Setting<unknown>>(settings);
  const directory = mkdtempSync(join(tmpdir(), 'smtpy-config-'));
  beforeAll(() => {
    writeFileSync(join(directory, 'some.pem'), '');
  });
  afterAll(() => {
    rmSync(directory, { recursive: true });
  });

  it('has a name of its own', () => {
    expect(new Set(all.map(({ name }) => name)).size).toBe(all.length);
  });

  const withUsableExample = all.filter(({ name }) => name !== 'SMTPY_SECRET_KEY');
  it.each(withUsableExample)('$name accepts its example and shows it', (setting) => {
    const isFile = setting.name.startsWith('SMTPY_TLS_');
    const given = isFile ? join(directory, 'some.pem') : setting.example;
    const pair = isFile ? { SMTPY_TLS_CERT_FILE: given, SMTPY_TLS_KEY_FILE: given } : {};
    const mode = setting.onlyIn === 'sandbox' ? {} : production;
    const config = configOf({ ...mode, ...pair, [setting.name]: given });
    const shown = setting.isSecret ? '***' : setting.name === 'SMTPY_DATA_DIR' ? resolve(given) : given;
    expect(setting.form.format(setting.pick(config))).toBe(shown);
  });

  it.each(all.filter(({ isSecret }) => !isSecret))(
    '$name reports a wrong value with an example of a right one',
    (setting) => {
      const wrong = '\0 not ? a : value';
      const problem = problemsOf({ ...production, [setting.name]: wrong }).find(
        ({ name }) => name === setting.name,
      );
      expect(problem?.value).toBe(wrong);
      expect(problem?.reason).not.toBe('');
      expect(problem?.hint).toContain(setting.example);
    },
  );
});

describe('values', () => {
  it.each([
    ['SMTPY_MAX_MESSAGE_SIZE=25MiB', (config: Config) => config.maxMessageBytes, 26_214_400],
    ['SMTPY_MAX_MESSAGE_SIZE=1 GiB', (config: Config) => config.maxMessageBytes, 1_073_741_824],
    ['SMTPY_SMTP_IDLE_TIMEOUT=30s', (config: Config) => config.smtp.idleTimeoutMs, 30_000],
    ['SMTPY_SMTP_IDLE_TIMEOUT=1500ms', (config: Config) => config.smtp.idleTimeoutMs, 1500],
    ['SMTPY_AUDIT_RETENTION=90d', (config: Config) => config.auditRetentionDays, 90],
    ['SMTPY_STATISTICS_RETENTION=400d', (config: Config) => config.statisticsRetentionDays, 400],
    ['SMTPY_RETENTION=5d', (config: Config) => config.retentionDays, 5],
    ['SMTPY_WORKERS=3', (config: Config) => config.workers, 3],
    ['SMTPY_HTTP_PORT=0', (config: Config) => config.http.port, 0],
    ['SMTPY_SUBMISSION_PORT=587', (config: Config) => config.smtp.submissionPort, 587],
    ['SMTPY_SUBMISSIONS_PORT=465', (config: Config) => config.smtp.submissionsPort, 465],
    ['SMTPY_METRICS_PORT=9090', (config: Config) => config.metricsPort, 9090],
    ['SMTPY_DMARC_REJECT=off', (config: Config) => config.smtp.isDmarcRejectEnforced, false],
    ['SMTPY_LOG_LEVEL=silent', (config: Config) => config.logLevel, 'silent'],
    ['SMTPY_HTTP_HOST=localhost', (config: Config) => config.http.host, '127.0.0.1'],
    ['SMTPY_SMTP_HOST=::', (config: Config) => config.smtp.host, '::'],
    [
      'SMTPY_PUBLIC_URL=http://localhost:3000/',
      (config: Config) => config.publicUrl,
      'http://localhost:3000',
    ],
    ['SMTPY_DATA_DIR=a/../b', (config: Config) => config.dataDir, resolve('b')],
  ])('%s', (assignment, pick, expected) => {
    const [name = '', text] = assignment.split('=');
    expect(pick(configOf({ [name]: text }))).toBe(expected);
  });

  it('takes lists with and without spaces', () => {
    expect(configOf({ SMTPY_ROLES: 'smtp, web' }).roles).toEqual(['smtp', 'web']);
    expect(
      configOf({ SMTPY_DNS_SERVERS: '127.0.0.1:5353, 192.0.2.1,::1,[2001:db8::1]:5353' }).dnsServers,
    ).toEqual(['127.0.0.1:5353', '192.0.2.1:53', '[::1]:53', '[2001:db8::1]:5353']);
  });

  it.each([
    ['SMTPY_MAX_MESSAGE_SIZE', '25'],
    ['SMTPY_MAX_MESSAGE_SIZE', '25MB'],
    ['SMTPY_MAX_MESSAGE_SIZE', '63KiB'],
    ['SMTPY_MAX_MESSAGE_SIZE', '2GiB'],
    ['SMTPY_MAX_MESSAGE_SIZE', '-1MiB'],
    ['SMTPY_SMTP_IDLE_TIMEOUT', '0s'],
    ['SMTPY_SMTP_IDLE_TIMEOUT', '5'],
    ['SMTPY_RETENTION', '12h'],
    ['SMTPY_RETENTION', '0d'],
    ['SMTPY_WORKERS', '0'],
    ['SMTPY_WORKERS', '65'],
    ['SMTPY_WORKERS', '1.5'],
    ['SMTPY_MAX_RECIPIENTS', '99'],
    ['SMTPY_HTTP_PORT', '65536'],
    ['SMTPY_HTTP_PORT', '0x50'],
    ['SMTPY_MX_PORT', '0'],
    ['SMTPY_ROLES', 'smtp,smpt'],
    ['SMTPY_ROLES', 'smtp,smtp'],
    ['SMTPY_ROLES', ','],
    ['SMTPY_DNS_SERVERS', 'dns.example.com'],
    ['SMTPY_DNS_SERVERS', '127.0.0.1:0'],
    ['SMTPY_DNS_SERVERS', '127.0.0.1:70000'],
    ['SMTPY_DNS_SERVERS', '[127.0.0.1]:53'],
    ['SMTPY_HTTP_HOST', 'example.com'],
    ['SMTPY_HOSTNAME', 'mail'],
    ['SMTPY_HOSTNAME', '192.0.2.1'],
    ['SMTPY_HOSTNAME', 'mail..example.com'],
    ['SMTPY_PUBLIC_URL', 'mail.example.com'],
    ['SMTPY_PUBLIC_URL', 'ftp://mail.example.com'],
    ['SMTPY_PUBLIC_URL', 'https://mail.example.com/smtpy'],
    ['SMTPY_PUBLIC_URL', 'https://user:password@mail.example.com'],
    ['SMTPY_DMARC_REJECT', 'true'],
  ])('refuses %s=%s', (name, text) => {
    expect(namesOf({ ...production, [name]: text })).toEqual([name]);
  });

  it.each([
    ['DATABASE_URL', 'mysql://db.example.com/smtpy'],
    ['SMTPY_RELAY_URL', 'smtp.example.net:25'],
    ['SMTPY_RELAY_URL', 'http://smtp.example.net'],
    ['SMTPY_RELAY_URL', 'smtp://user@smtp.example.net'],
    ['SMTPY_RELAY_URL', 'smtp://smtp.example.net/path'],
    ['SMTPY_SECRET_KEY', 'hunter22'],
  ])('refuses %s=%s without repeating it', (name, text) => {
    const problems = problemsOf({ ...production, [name]: text });
    expect(problems.map((problem) => [problem.name, problem.value])).toEqual([[name, '***']]);
    expect(formatProblems(problems)).not.toContain(text);
  });

  it('accepts relay URLs with and without user, port and TLS', () => {
    for (const url of [
      'smtp://relay.example.net',
      'smtp://127.0.0.1:2526',
      'smtps://us%40er:pass@relay.example.net:465',
      'smtp://[::1]:25',
    ]) {
      expect(configOf({ ...production, SMTPY_RELAY_URL: url }).delivery.relayUrl?.reveal()).toBe(url);
    }
  });
});

describe('unknown names', () => {
  it.each([
    ['SMTPY_HTTP_PROT', 'SMTPY_HTTP_PORT'],
    ['SMTPY_HOST_NAME', 'SMTPY_HOSTNAME'],
    ['smtpy_mode', 'SMTPY_MODE'],
    ['SMTPY_MAX_MESSAGE_SIZE_', 'SMTPY_MAX_MESSAGE_SIZE'],
  ])('%s is a fault: did you mean %s', (given, meant) => {
    expect(problemsOf({ [given]: 'x' })).toMatchObject([{ name: given, hint: `Did you mean ${meant}?` }]);
  });

  it('get no guess when nothing is near', () => {
    expect(problemsOf({ SMTPY_XYZZY: 'x' })[0]?.hint).not.toContain('Did you mean');
  });

  it('that are for tests are refused by name in production', () => {
    expect(problemsOf({ ...production, SMTPY_TESTING_CLOCK: '1' })).toMatchObject([
      { name: 'SMTPY_TESTING_CLOCK', reason: 'Settings for tests are refused in production' },
    ]);
  });
});

describe('contradictions', () => {
  const file = import.meta.filename;

  it.each([
    ['a relay in the sandbox', { SMTPY_RELAY_URL: 'smtp://relay.example.net' }, ['SMTPY_RELAY_URL']],
    [
      'plain HTTP in production',
      { ...production, SMTPY_PUBLIC_URL: 'http://mail.example.com' },
      ['SMTPY_PUBLIC_URL'],
    ],
    ['a certificate without its key', { SMTPY_TLS_CERT_FILE: file }, ['SMTPY_TLS_KEY_FILE']],
    ['a key without its certificate', { SMTPY_TLS_KEY_FILE: file }, ['SMTPY_TLS_CERT_FILE']],
    [
      'certificate files that are not there',
      { SMTPY_TLS_CERT_FILE: '/nowhere/cert.pem', SMTPY_TLS_KEY_FILE: '/nowhere/key.pem' },
      ['SMTPY_TLS_CERT_FILE', 'SMTPY_TLS_KEY_FILE'],
    ],
    ['the secret key of the manual', { SMTPY_SECRET_KEY: settings.secretKey.example }, ['SMTPY_SECRET_KEY']],
    ['one port twice', { SMTPY_SMTP_PORT: '8080' }, ['SMTPY_SMTP_PORT']],
    [
      'one port three times',
      { SMTPY_SMTP_PORT: '8080', SMTPY_METRICS_PORT: '8080' },
      ['SMTPY_SMTP_PORT', 'SMTPY_METRICS_PORT'],
    ],
    [
      'one port for both ways to submit',
      { SMTPY_SUBMISSION_PORT: '587', SMTPY_SUBMISSIONS_PORT: '587' },
      ['SMTPY_SUBMISSIONS_PORT'],
    ],
    [
      'more connections of one address than of all',
      { SMTPY_MAX_CONNECTIONS: '10', SMTPY_MAX_CONNECTIONS_PER_ADDRESS: '11' },
      ['SMTPY_MAX_CONNECTIONS_PER_ADDRESS'],
    ],
    [
      'more deliveries to one destination than to all',
      { SMTPY_DELIVERY_CONCURRENCY_PER_DESTINATION: '101' },
      ['SMTPY_DELIVERY_CONCURRENCY_PER_DESTINATION'],
    ],
  ])('%s', (_, env, names) => {
    expect(namesOf(env)).toEqual(names);
  });

  it.each([
    [
      'plain HTTP in production on a loopback host',
      { ...production, SMTPY_PUBLIC_URL: 'http://127.0.0.1:8080' },
    ],
    ['plain HTTP in production on localhost', { ...production, SMTPY_PUBLIC_URL: 'http://localhost' }],
    ['any free port several times', { SMTPY_SMTP_PORT: '0', SMTPY_HTTP_PORT: '0', SMTPY_METRICS_PORT: '0' }],
    [
      'a total below the default of its parts',
      { SMTPY_MAX_CONNECTIONS: '10', SMTPY_DELIVERY_CONCURRENCY: '5' },
    ],
    ['certificate with key', { SMTPY_TLS_CERT_FILE: file, SMTPY_TLS_KEY_FILE: file }],
  ])('but not %s', (_, env) => {
    expect(problemsOf(env)).toEqual([]);
  });
});

it('reports everything at once', () => {
  const env = {
    SMTPY_MODE: 'production',
    SMTPY_PUBLIC_URL: 'http://mail.example.com',
    SMTPY_HTTP_PORT: 'eighty',
    SMTPY_SMTP_PORT: '8080',
    SMTPY_MAX_MESSAGE_SIZE: '50',
    SMTPY_SECRET_KEY: 'short',
    SMTPY_TLS_CERT_FILE: '/nowhere/cert.pem',
    SMTPY_COLOUR: 'blue',
  };
  expect(namesOf(env).toSorted()).toEqual([
    'SMTPY_COLOUR',
    'SMTPY_HOSTNAME',
    'SMTPY_HTTP_PORT',
    'SMTPY_MAX_MESSAGE_SIZE',
    'SMTPY_PUBLIC_URL',
    'SMTPY_SECRET_KEY',
    // Twice the same port: the default of the HTTP port stands in for the value that cannot be read.
    'SMTPY_SMTP_PORT',
    'SMTPY_TLS_CERT_FILE',
    'SMTPY_TLS_KEY_FILE',
  ]);
  expect(formatProblems(problemsOf(env))).toMatch(/^The configuration has 9 faults\./);
});
