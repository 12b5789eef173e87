import { availableParallelism } from 'node:os';
import { resolve } from 'node:path';
import { roles } from './config.ts';
import { choice, count, days, duration, listeningPort, list, onOff, size, type Form } from './form.ts';
import {
  databaseUrl,
  dnsServer,
  hostName,
  listeningAddress,
  origin,
  path,
  relayUrl,
  secretText,
} from './network-form.ts';
import { defaulted, modes, optional, type Defaulted, type Setting } from './setting.ts';

/** A worker is a process; more than 64 on one machine gains nothing that a second machine does not give better. */
const maxWorkers = 64;

const workerCount = count({ min: 1, max: maxWorkers });
const workers: Form<number> = {
  words: `\`auto\` or ${workerCount.words}`,
  parse: (text) =>
    workerCount.parse(text === 'auto' ? String(Math.min(availableParallelism(), maxWorkers)) : text),
  format: String,
};

/** Every setting there is. The parser, the reference page, the example file and `smtpy config` come from here. */
export const settings = {
  mode: optional({
    name: 'SMTPY_MODE',
    section: 'Mode',
    text: 'In `sandbox` nothing is ever sent: outgoing mail is captured, domains are accepted without DNS. `production` is the real thing.',
    form: choice(modes),
    unset: '`production` when `SMTPY_HOSTNAME` is given, else `sandbox`',
    example: 'production',
    pick: (config) => config.mode,
  }),
  hostname: optional({
    name: 'SMTPY_HOSTNAME',
    section: 'Mode',
    text: 'The name of this mail server, as MX records point to it. It greets with the name and signs trace headers with it.',
    form: hostName,
    unset: '`localhost` in sandbox',
    isRequiredInProduction: true,
    example: 'mail.example.com',
    pick: (config) => config.hostname,
  }),
  publicUrl: optional({
    name: 'SMTPY_PUBLIC_URL',
    section: 'Mode',
    text: 'Where people reach the pages. In production it is `https`, except on a loopback host.',
    form: origin,
    unset: '`http://127.0.0.1` with the HTTP port in sandbox',
    isRequiredInProduction: true,
    example: 'https://mail.example.com',
    pick: (config) => config.publicUrl,
  }),
  dataDir: defaulted({
    name: 'SMTPY_DATA_DIR',
    section: 'Storage',
    text: 'The folder for the embedded PostgreSQL, the secret key and made certificates. Back it up as a whole while the program is stopped; where `postgres` in it is a link (started as root, below a folder that other users may not enter), the database lies behind the link and belongs to the backup.',
    form: path(resolve),
    default: './data',
    pick: (config) => config.dataDir,
  }),
  databaseUrl: optional({
    name: 'DATABASE_URL',
    section: 'Storage',
    text: 'A PostgreSQL of your own, version 15 or newer. Several machines share one.',
    form: databaseUrl,
    isSecret: true,
    unset: 'the embedded PostgreSQL under `SMTPY_DATA_DIR`',
    example: 'postgres://smtpy:password@db.example.com:5432/smtpy',
    pick: (config) => config.databaseUrl,
  }),
  secretKey: optional({
    name: 'SMTPY_SECRET_KEY',
    section: 'Storage',
    text: 'Seals keys at rest and signs return paths. All machines on one database need the same; losing it loses every DKIM key.',
    form: secretText({ minLength: 32 }),
    isSecret: true,
    unset: 'made once and kept in `SMTPY_DATA_DIR/secret.key`',
    example: 'put-here-what-openssl-rand-base64-32-prints',
    pick: (config) => config.secretKey,
  }),
  retention: defaulted({
    name: 'SMTPY_RETENTION',
    section: 'Storage',
    text: 'How long messages, deliveries and events can be looked up. Content is deleted as soon as it is delivered.',
    form: days({ min: '1d', max: '3650d' }),
    default: '30d',
    pick: (config) => config.retentionDays,
  }),
  roles: defaulted({
    name: 'SMTPY_ROLES',
    section: 'Processes',
    text: 'What this machine does; all of it by default.',
    form: list(choice(roles)),
    default: roles.join(','),
    example: 'smtp,delivery',
    pick: (config) => config.roles,
  }),
  workers: defaulted({
    name: 'SMTPY_WORKERS',
    section: 'Processes',
    text: 'Worker processes. `auto` is one per processor core.',
    form: workers,
    default: 'auto',
    example: '2',
    pick: (config) => config.workers,
  }),
  httpHost: defaulted({
    name: 'SMTPY_HTTP_HOST',
    section: 'Pages',
    text: 'The address that the HTTP API and the pages listen on.',
    form: listeningAddress,
    default: { sandbox: '127.0.0.1', production: '0.0.0.0' },
    pick: (config) => config.http.host,
  }),
  httpPort: defaulted({
    name: 'SMTPY_HTTP_PORT',
    section: 'Pages',
    text: 'The port of the HTTP API and the pages.',
    form: listeningPort,
    default: '8080',
    pick: (config) => config.http.port,
  }),
  smtpHost: defaulted({
    name: 'SMTPY_SMTP_HOST',
    section: 'Receiving',
    text: 'The address that the SMTP listeners use.',
    form: listeningAddress,
    default: { sandbox: '127.0.0.1', production: '0.0.0.0' },
    pick: (config) => config.smtp.host,
  }),
  smtpPort: defaulted({
    name: 'SMTPY_SMTP_PORT',
    section: 'Receiving',
    text: 'The port for mail from other servers. They only ever use 25, so anything else needs a redirection before it.',
    form: listeningPort,
    default: { sandbox: '2525', production: '25' },
    pick: (config) => config.smtp.port,
  }),
  submissionPort: optional({
    name: 'SMTPY_SUBMISSION_PORT',
    section: 'Receiving',
    text: 'The port for mail programs of alias owners. Reserved: this version checks it and opens no such listener.',
    form: listeningPort,
    isReserved: true,
    unset: 'no such listener',
    example: '587',
    pick: () => undefined,
  }),
  tlsCertFile: optional({
    name: 'SMTPY_TLS_CERT_FILE',
    section: 'Receiving',
    text: 'The certificate chain for STARTTLS as a PEM file. Given together with `SMTPY_TLS_KEY_FILE`.',
    form: path(resolve),
    unset: 'a self-signed certificate, made once under `SMTPY_DATA_DIR`',
    example: '/etc/letsencrypt/live/mail.example.com/fullchain.pem',
    pick: (config) => config.smtp.tlsCertFile,
  }),
  tlsKeyFile: optional({
    name: 'SMTPY_TLS_KEY_FILE',
    section: 'Receiving',
    text: 'The private key of the certificate as a PEM file.',
    form: path(resolve),
    unset: 'as `SMTPY_TLS_CERT_FILE`',
    example: '/etc/letsencrypt/live/mail.example.com/privkey.pem',
    pick: (config) => config.smtp.tlsKeyFile,
  }),
  maxMessageSize: defaulted({
    name: 'SMTPY_MAX_MESSAGE_SIZE',
    section: 'Receiving',
    text: 'Larger messages are refused with 552, before their content where the client says the size.',
    // The least is what every server must take (RFC 5321 §4.5.3.1.7); the most keeps sizes well inside a PostgreSQL integer.
    form: size({ min: '64KiB', max: '1GiB' }),
    default: '50MiB',
    pick: (config) => config.maxMessageBytes,
  }),
  maxRecipients: defaulted({
    name: 'SMTPY_MAX_RECIPIENTS',
    section: 'Receiving',
    text: 'Recipients that one SMTP transaction may name; further ones get 452.',
    // RFC 5321 §4.5.3.1.8 asks for 100 at least.
    form: count({ min: 100, max: 10_000 }),
    default: '100',
    pick: (config) => config.smtp.maxRecipients,
  }),
  maxConnections: defaulted({
    name: 'SMTPY_MAX_CONNECTIONS',
    section: 'Receiving',
    text: 'SMTP connections open at once, per worker process; further ones get 421.',
    form: count({ min: 1, max: 100_000 }),
    default: '1000',
    pick: (config) => config.smtp.maxConnections,
  }),
  maxConnectionsPerAddress: defaulted({
    name: 'SMTPY_MAX_CONNECTIONS_PER_ADDRESS',
    section: 'Receiving',
    text: 'The same, from one client address.',
    form: count({ min: 1, max: 100_000 }),
    default: '50',
    pick: (config) => config.smtp.maxConnectionsPerAddress,
  }),
  idleTimeout: defaulted({
    name: 'SMTPY_SMTP_IDLE_TIMEOUT',
    section: 'Receiving',
    text: 'How long an SMTP client may say nothing before it is disconnected. RFC 5321 §4.5.3.2.7 asks for 5 minutes.',
    form: duration({ min: '1s', max: '1h' }),
    default: '5m',
    pick: (config) => config.smtp.idleTimeoutMs,
  }),
  dmarcReject: defaulted({
    name: 'SMTPY_DMARC_REJECT',
    section: 'Receiving',
    text: 'Whether mail that fails a DMARC policy of `reject` is refused with 550 5.7.26.',
    form: onOff,
    default: 'on',
    pick: (config) => config.smtp.isDmarcRejectEnforced,
  }),
  relayUrl: optional({
    name: 'SMTPY_RELAY_URL',
    section: 'Delivering',
    text: 'A smart host that takes all outgoing mail, for networks without outbound port 25.',
    form: relayUrl,
    isSecret: true,
    onlyIn: 'production',
    unset: 'mail goes directly to the MX hosts of each destination',
    example: 'smtps://user:password@smtp.example.net:465',
    pick: (config) => config.delivery.relayUrl,
  }),
  mxPort: defaulted({
    name: 'SMTPY_MX_PORT',
    section: 'Delivering',
    text: 'The port that direct delivery dials. Real MX hosts listen on 25 alone.',
    form: count({ min: 1, max: 65_535 }),
    default: '25',
    pick: (config) => config.delivery.mxPort,
  }),
  deliveryConcurrency: defaulted({
    name: 'SMTPY_DELIVERY_CONCURRENCY',
    section: 'Delivering',
    text: 'Deliveries under way at once, per worker process.',
    form: count({ min: 1, max: 10_000 }),
    default: '100',
    pick: (config) => config.delivery.concurrency,
  }),
  deliveryConcurrencyPerDestination: defaulted({
    name: 'SMTPY_DELIVERY_CONCURRENCY_PER_DESTINATION',
    section: 'Delivering',
    text: 'The same, to one destination domain. Large providers defer senders who open more than about 20 connections.',
    form: count({ min: 1, max: 10_000 }),
    default: '20',
    pick: (config) => config.delivery.concurrencyPerDestination,
  }),
  deliveryReplyTimeout: defaulted({
    name: 'SMTPY_DELIVERY_REPLY_TIMEOUT',
    section: 'Delivering',
    text: 'Longest wait for one reply of the next hop. Each stage has the wait of RFC 5321 §4.5.3.2, and this one where it is shorter. A short wait at the end of a message may duplicate it at a slow next hop.',
    form: duration({ min: '1s', max: '10m' }),
    default: '10m',
    pick: (config) => config.delivery.replyTimeoutMs,
  }),
  dnsServers: optional({
    name: 'SMTPY_DNS_SERVERS',
    section: 'Delivering',
    text: 'DNS servers to ask, for sending and for checking who sent. A resolver on the machine itself is fastest.',
    form: list(dnsServer),
    unset: 'the system’s',
    example: '127.0.0.1:5353',
    pick: (config) => config.dnsServers,
  }),
  logLevel: defaulted({
    name: 'SMTPY_LOG_LEVEL',
    section: 'Observing',
    text: 'How much is logged, as JSON lines on standard error. Full addresses appear only in `debug`.',
    form: choice(['debug', 'info', 'warn', 'error', 'silent']),
    default: 'info',
    pick: (config) => config.logLevel,
  }),
  metricsPort: optional({
    name: 'SMTPY_METRICS_PORT',
    section: 'Observing',
    text: 'The port for Prometheus, at `/metrics`. Keep it from the public.',
    form: listeningPort,
    unset: 'no such listener',
    example: '9090',
    pick: (config) => config.metricsPort,
  }),
};

/** The parsed value of each setting; absent where nothing holds. */
export type Values = {
  readonly [K in keyof typeof settings]: (typeof settings)[K] extends Defaulted<infer T>
    ? T
    : (typeof settings)[K] extends Setting<infer T>
      ? T | undefined
      : never;
};
