import type { Config, PolicyConfig, WebConfig, WebhookConfig } from './config.ts';
import { findNearest } from './nearest.ts';
import type { Problem } from './problem.ts';
import { rules } from './rules.ts';
import { modes, type Env, type Mode, type Setting } from './setting.ts';
import { settings, type Values } from './settings.ts';

/** The configuration, or everything that is wrong with it. */
export type LoadedConfig =
  | { readonly kind: 'ok'; readonly config: Config }
  | { readonly kind: 'invalid'; readonly problems: readonly Problem[] };

const allSettings: readonly Setting<unknown>[] = Object.values(settings);

/**
 * Reads the whole configuration from the environment. An empty variable counts as not given. Looks at nothing but `env`, the
 * number of cores, the present folder, and whether named certificate files can be read.
 */
export function loadConfig(env: Env): LoadedConfig {
  const mode = decideMode(env);
  const readings = Object.entries<Setting<unknown>>(settings).map(
    ([key, setting]) => [key, read(setting, env, mode)] as const,
  );
  // Each key has the value that its own setting parsed, so the record has the types of Values.
  const values = Object.fromEntries(readings.map(([key, reading]) => [key, reading.value])) as Values;
  const isGiven = (name: string): boolean => given(env, name) !== undefined;
  const problems = [
    ...readings.flatMap(([, reading]) => (reading.problem === undefined ? [] : [reading.problem])),
    ...rules.flatMap((rule) => rule({ mode, values, isGiven })),
    ...unknownNames(env, mode),
  ];
  return problems.length > 0 ? { kind: 'invalid', problems } : { kind: 'ok', config: assemble(mode, values) };
}

/** A host name is given to receive real mail: it means production unless the mode says otherwise. */
function decideMode(env: Env): Mode {
  const named = modes.find((mode) => mode === given(env, settings.mode.name));
  return named ?? (given(env, settings.hostname.name) === undefined ? 'sandbox' : 'production');
}

/** Settings given as nothing are not given: Compose files and `.env` templates leave empty ones behind. */
function given(env: Env, name: string): string | undefined {
  const text = env[name]?.trim();
  return text === '' ? undefined : text;
}

interface Reading {
  readonly value: unknown;
  readonly problem?: Problem;
}

function read(setting: Setting<unknown>, env: Env, mode: Mode): Reading {
  const { name, form, fallback, onlyIn } = setting;
  const text = given(env, name);
  if (text === undefined) {
    if (mode === 'production' && setting.isRequiredInProduction)
      return { value: undefined, problem: missing(setting) };
    return { value: fallback.kind === 'text' ? valueOf(setting, fallback[mode]) : undefined };
  }
  const parsed = form.parse(text);
  const value = setting.isSecret ? '***' : text;
  if (!parsed.ok) {
    const problem = {
      name,
      value,
      reason: `It is ${parsed.reason}`,
      hint: `Write ${form.words}, for example ${setting.example}.`,
    };
    return { value: fallback.kind === 'text' ? valueOf(setting, fallback[mode]) : undefined, problem };
  }
  if (onlyIn !== undefined && onlyIn !== mode) {
    return { value: parsed.value, problem: { name, value, ...outOfPlace(name, mode) } };
  }
  return { value: parsed.value };
}

/** The value of a default, which is declared in the program. */
function valueOf(setting: Setting<unknown>, text: string): unknown {
  const parsed = setting.form.parse(text);
  if (!parsed.ok) throw new Error(`the default of ${setting.name} is ${parsed.reason}`);
  return parsed.value;
}

function missing({ name, form, example }: Setting<unknown>): Problem {
  return {
    name,
    value: undefined,
    reason: 'Production cannot start without it',
    hint: `Give ${form.words}, for example ${example}; or give SMTPY_MODE=sandbox to try things out.`,
  };
}

const forTests = { reason: 'Settings for tests are refused in production', hint: 'Remove it.' };

function outOfPlace(name: string, mode: Mode): Pick<Problem, 'reason' | 'hint'> {
  if (name.startsWith('SMTPY_TESTING_')) return forTests;
  return mode === 'sandbox'
    ? {
        reason: 'The sandbox never sends, so this contradicts it',
        hint: 'Remove it, or give SMTPY_MODE=production.',
      }
    : { reason: 'It is for the sandbox alone', hint: 'Remove it.' };
}

/** Everything that begins with our prefix must be a setting: a misspelt limit would silently not hold. */
function unknownNames(env: Env, mode: Mode): readonly Problem[] {
  const known = new Set(allSettings.map(({ name }) => name));
  const unknown = Object.keys(env).filter(
    (name) => /^SMTPY_/i.test(name) && !known.has(name) && given(env, name) !== undefined,
  );
  return unknown.sort().map((name) => {
    // The value may be a secret under a misspelt name.
    const problem = { name, value: '***' };
    if (mode === 'production' && name.startsWith('SMTPY_TESTING_')) {
      return { ...problem, ...forTests };
    }
    const nearest = findNearest(name.toUpperCase(), known);
    const hint =
      nearest === undefined
        ? 'Remove it; `smtpy config show` lists all there are.'
        : `Did you mean ${nearest}?`;
    return { ...problem, reason: 'There is no setting of this name', hint };
  });
}

function assemble(mode: Mode, values: Values): Config {
  return {
    mode,
    hostname: values.hostname ?? 'localhost',
    publicUrl: values.publicUrl ?? `http://127.0.0.1:${String(values.httpPort)}`,
    dataDir: values.dataDir,
    databaseUrl: values.databaseUrl,
    roles: values.roles,
    workers: values.workers,
    http: { host: values.httpHost, port: values.httpPort },
    web: assembleWeb(values),
    smtp: {
      host: values.smtpHost,
      port: values.smtpPort,
      submissionPort: values.submissionPort,
      submissionsPort: values.submissionsPort,
      tlsCertFile: values.tlsCertFile,
      tlsKeyFile: values.tlsKeyFile,
      maxConnections: values.maxConnections,
      maxConnectionsPerAddress: values.maxConnectionsPerAddress,
      idleTimeoutMs: values.idleTimeout,
      maxRecipients: values.maxRecipients,
      isDmarcRejectEnforced: values.dmarcReject,
    },
    delivery: {
      relayUrl: values.relayUrl,
      mxPort: values.mxPort,
      concurrency: values.deliveryConcurrency,
      concurrencyPerDestination: values.deliveryConcurrencyPerDestination,
      replyTimeoutMs: values.deliveryReplyTimeout,
    },
    failures: {
      delayNoticeAfterMs: values.delayNoticeAfter,
      mailboxPauseAfter: values.mailboxPauseAfter,
      mailboxPauseWindowMs: values.mailboxPauseWindow,
      mailboxProbeAfterMs: values.mailboxProbeAfter,
    },
    policy: assemblePolicy(values),
    dnsServers: values.dnsServers ?? [],
    secretKey: values.secretKey,
    maxMessageBytes: values.maxMessageSize,
    logLevel: values.logLevel,
    metricsPort: values.metricsPort,
    webhooks: assembleWebhooks(values),
    observing: { otlpUrl: values.otlpUrl, sentryDsn: values.sentryDsn },
    retentionDays: values.retention,
    auditRetentionDays: values.auditRetention,
    statisticsRetentionDays: values.statisticsRetention,
  };
}

function assemblePolicy(values: Values): PolicyConfig {
  return {
    dnsLists: values.dnsLists ?? [],
    greylistDelayMs: values.greylistDelay,
    rspamdUrl: values.rspamdUrl,
    limits: {
      perClient: values.limitPerClient,
      perSender: values.limitPerSender,
      perAlias: values.limitPerAlias,
      perOrganization: values.limitPerOrganization,
      newAliases: values.limitNewAliases,
    },
  };
}

function assembleWebhooks(values: Values): WebhookConfig {
  return {
    testingTargets: values.testingWebhookTargets ?? [],
    testingCaFile: values.testingWebhookCa,
  };
}

function assembleWeb(values: Values): WebConfig {
  return {
    trustedProxies: values.trustedProxies ?? [],
    corsOrigins: values.corsOrigins ?? [],
    limits: {
      perKey: values.apiLimitPerKey,
      perUser: values.apiLimitPerUser,
      perOrganization: values.apiLimitPerOrganization,
      perNetwork: values.apiLimitPerNetwork,
    },
  };
}
