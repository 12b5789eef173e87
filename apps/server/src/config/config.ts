import type { Secret } from './secret.ts';

/** What a process may do; see `docs/how-it-works.md`. */
export const roles = ['smtp', 'delivery', 'web', 'jobs'] as const;
export type Role = (typeof roles)[number];

/** The whole configuration, validated. A feature is given only its part. */
export interface Config {
  readonly mode: 'sandbox' | 'production';
  /** The name we greet with and put into trace headers: A-labels, lower case. */
  readonly hostname: string;
  /** Where the pages are reached, without a slash at the end. */
  readonly publicUrl: string;
  /** Absolute path. */
  readonly dataDir: string;
  /** Absent: the embedded PostgreSQL under `dataDir`. */
  readonly databaseUrl: Secret | undefined;
  readonly roles: readonly Role[];
  /** Worker processes, 1 to 64. */
  readonly workers: number;
  readonly http: HttpConfig;
  readonly web: WebConfig;
  readonly smtp: SmtpConfig;
  readonly delivery: DeliveryConfig;
  readonly failures: FailureConfig;
  readonly policy: PolicyConfig;
  /** `address:port` each; empty: the system's resolvers. */
  readonly dnsServers: readonly string[];
  /** Absent: made once and kept in `dataDir`. */
  readonly secretKey: Secret | undefined;
  readonly maxMessageBytes: number;
  readonly logLevel: 'debug' | 'info' | 'warn' | 'error' | 'silent';
  /** Absent: no metrics listener. */
  readonly metricsPort: number | undefined;
  readonly observing: ObservingConfig;
  readonly webhooks: WebhookConfig;
  /** Days that messages, deliveries and events are kept. */
  readonly retentionDays: number;
  /** Days that entries of the audit log are kept. */
  readonly auditRetentionDays: number;
  /** Days that statistics are kept. */
  readonly statisticsRetentionDays: number;
}

/** Where the web role listens. */
export interface HttpConfig {
  readonly host: string;
  /** 0 takes any free port. */
  readonly port: number;
}

/** What the HTTP API lets in. */
export interface WebConfig {
  /** Addresses and networks of proxies, whose word on clients is believed; empty: none. */
  readonly trustedProxies: readonly string[];
  /** Sites whose pages may call the API with keys; empty: none. */
  readonly corsOrigins: readonly string[];
  readonly limits: ApiLimitConfig;
}

/** Requests over all processes of an installation; absent: as many as come. */
export interface ApiLimitConfig {
  readonly perKey: Rate | undefined;
  readonly perUser: Rate | undefined;
  readonly perOrganization: Rate | undefined;
  /** Of who is not signed in: a /24 of IPv4, a /64 of IPv6. */
  readonly perNetwork: Rate | undefined;
}

/** Whom the program tells of its work, besides log and metrics. */
export interface ObservingConfig {
  /** The base of an OTLP/HTTP endpoint, without a slash at the end; absent: nothing is traced. */
  readonly otlpUrl: string | undefined;
  /** A DSN of Sentry; absent: failures stand in the log alone. */
  readonly sentryDsn: Secret | undefined;
}

/** Where webhooks may lead besides the public Internet; both are for tests. */
export interface WebhookConfig {
  /** Addresses and networks; empty: none. */
  readonly testingTargets: readonly string[];
  /** A PEM file of authorities in place of those that the system trusts. */
  readonly testingCaFile: string | undefined;
}

/** How the smtp role receives. */
export interface SmtpConfig {
  readonly host: string;
  /** 0 takes any free port. */
  readonly port: number;
  /** For mail programs of owners, with STARTTLS; 0 takes any free port. Absent: no such listener. */
  readonly submissionPort: number | undefined;
  /** The same with TLS from the first octet. */
  readonly submissionsPort: number | undefined;
  /** PEM files; absent: a self-signed certificate is made under `dataDir`. */
  readonly tlsCertFile: string | undefined;
  readonly tlsKeyFile: string | undefined;
  /** Per worker process. */
  readonly maxConnections: number;
  /** Per worker process and client address. */
  readonly maxConnectionsPerAddress: number;
  /** How long a client may say nothing. */
  readonly idleTimeoutMs: number;
  readonly maxRecipients: number;
  /** Whether mail that fails a DMARC policy of `reject` is refused. */
  readonly isDmarcRejectEnforced: boolean;
}

/** How the delivery role sends. */
export interface DeliveryConfig {
  /** `smtp[s]://user:pass@host:port`; absent: direct to the MX of the destination. */
  readonly relayUrl: Secret | undefined;
  /** The port that direct delivery dials. */
  readonly mxPort: number;
  /** Deliveries under way at once, per worker process. */
  readonly concurrency: number;
  /** The same, to one destination domain. */
  readonly concurrencyPerDestination: number;
  /** Longest wait for one reply of a next hop; the waits of RFC 5321 §4.5.3.2 where those are shorter. */
  readonly replyTimeoutMs: number;
}

/** When owners hear of failures, and when a mailbox is given a rest. */
export interface FailureConfig {
  /** Age of a delivery at which its delay is told to those who want it. */
  readonly delayNoticeAfterMs: number;
  /** Hard failures within the window, without a success between them, that pause a mailbox; 1 or more. */
  readonly mailboxPauseAfter: number;
  readonly mailboxPauseWindowMs: number;
  /** How long a paused mailbox rests before it is first tried again. */
  readonly mailboxProbeAfterMs: number;
}

/** How often something may happen: `count` times in `windowMs`. */
export interface Rate {
  readonly count: number;
  readonly windowMs: number;
}

/** What decides whether mail is let through, besides what owners say. */
export interface PolicyConfig {
  /** Zones of DNS block lists, lower case; empty: none is asked. */
  readonly dnsLists: readonly string[];
  /** How long an unknown sender is asked to wait; absent: no greylisting. */
  readonly greylistDelayMs: number | undefined;
  /** Rspamd's worker, without a slash at the end; absent: content is not judged. */
  readonly rspamdUrl: string | undefined;
  /** Recipients that are accepted; absent: as many as come. */
  readonly limits: LimitConfig;
}

/** Rates over all processes of an installation. */
export interface LimitConfig {
  readonly perClient: Rate | undefined;
  readonly perSender: Rate | undefined;
  readonly perAlias: Rate | undefined;
  readonly perOrganization: Rate | undefined;
  /** Aliases that the catch-all of a domain makes. */
  readonly newAliases: Rate | undefined;
}
