import { isIPv6 } from 'node:net';
import { networkInterfaces } from 'node:os';
import { createMessageIdMap } from '@smtpy/mail';
import { Secret } from '../config/index.ts';
import {
  type AttemptLoaders,
  capDeadlines,
  createAttempt,
  createCaptureTransport,
  createDirectTransport,
  createLearnedRewrites,
  createRelayTransport,
  type DirectTransport,
  runDeliveryLoop,
  type Transport,
} from '../delivery/index.ts';
import type { Dependencies } from './dependencies.ts';
import type { RunningRole } from './running.ts';

/** Sends what the queue holds: the `delivery` role. */
export function startDeliveryRole(dependencies: Dependencies): Promise<RunningRole> {
  const { config, settings, db, queue, events, clock } = dependencies;
  const stop = new AbortController();
  const { transport, localTransport, pausedKeys } = createTransport(dependencies);
  const attempt = createAttempt({
    queue,
    transport,
    localTransport,
    learned: createLearnedRewrites({ db, clock }),
    events,
    clock,
    hostname: config.hostname,
    returnPathKey: dependencies.returnPathKey,
    loopTokenKey: dependencies.loopKey,
    messageIds: createMessageIdMap(dependencies.messageIdKey),
    ...createLoaders(dependencies),
  });
  // It rejects when hints cannot be subscribed to; unhandled until the role stops, that ends this process, which is replaced.
  const ended = runDeliveryLoop({
    queue,
    db,
    attempt,
    pausedKeys,
    events,
    clock,
    config: config.delivery,
    owner: settings.owner,
    signal: stop.signal,
  });
  return Promise.resolve({
    role: 'delivery',
    addresses: {},
    async [Symbol.asyncDispose]() {
      stop.abort();
      await ended;
      await Promise.all([transport[Symbol.asyncDispose](), localTransport?.[Symbol.asyncDispose]()]);
    },
  });
}

/** What attempts look up, asked of the features that know it. */
function createLoaders({
  contacts,
  directory,
  domains,
  mailboxes,
  mailboxKeys,
  messages,
  serviceMail,
}: Dependencies): AttemptLoaders {
  return {
    isOwnDomain: (domain) => domains.isReceivedHere(domain),
    isMailboxPaused: (mailboxId) => mailboxes.isPaused(mailboxId),
    loadMailboxKey: (mailboxId) => mailboxKeys.load(mailboxId),
    loadSigningKey: async (domain) =>
      (await domains.loadSigningKey(domain)) ?? serviceMail.loadSigningKey(domain),
    loadAlias: (aliasId) => directory.loadAlias(aliasId),
    loadContact: (contactId) => contacts.load(contactId),
    findByReplyAddress: (organizationId, addresses) =>
      contacts.findByReplyAddresses(organizationId, addresses),
    findReceivedIds: (aliasId, messageIds) => messages.findReceivedIds(aliasId, messageIds),
    ensureContacts: async (aliasId, people, sentAs) => {
      const alias = await directory.loadAlias(aliasId);
      if (alias === undefined) throw new Error(`there is no alias ${aliasId} to make contacts for`);
      const { organizationId, domainId, domainName } = alias;
      const writtenTo = alias.isCatchAll ? { writtenTo: sentAs.localPart } : {};
      const owner = { organizationId, aliasId, domainId, domainName, ...writtenTo };
      return Promise.all(people.map((person) => contacts.ensure({ ...owner, ...person })));
    },
  };
}

interface WayOut {
  readonly transport: Transport;
  /** To our own listener; absent where it is on another machine, and in the sandbox, where nothing is sent. */
  readonly localTransport?: Transport;
  /** Queue keys to leave alone for now. */
  readonly pausedKeys: () => Iterable<string>;
}

const nonePaused = (): Iterable<string> => [];

/** The sandbox captures; otherwise a relay where one is configured, and the MX of the destination where none is. */
function createTransport(dependencies: Dependencies): WayOut {
  const { config, sandbox } = dependencies;
  if (config.mode === 'sandbox') {
    return {
      transport: createCaptureTransport({ capture: (message) => sandbox.capture(message) }),
      pausedKeys: nonePaused,
    };
  }
  const { relayUrl } = config.delivery;
  const localTransport = createLocalTransport(dependencies);
  const local = localTransport && { localTransport };
  if (relayUrl === undefined) {
    const transport = createTransportToMx(dependencies);
    return { transport, ...local, pausedKeys: () => transport.pausedKeys() };
  }
  const transport = createRelayTransport({
    relayUrl,
    hostname: config.hostname,
    deadlines: capDeadlines(config.delivery.replyTimeoutMs),
  });
  return { transport, ...local, pausedKeys: nonePaused };
}

function createTransportToMx({ config, resolver, clock }: Dependencies): DirectTransport {
  return createDirectTransport({
    resolver,
    hostname: config.hostname,
    port: config.delivery.mxPort,
    ownAddresses: config.delivery.mxPort === config.smtp.port ? ownAddresses(config.smtp.host) : [],
    allowsLoopback: config.dnsServers.length > 0 && config.dnsServers.every(isLoopback),
    deadlines: capDeadlines(config.delivery.replyTimeoutMs),
    clock,
  });
}

/** Replies to somebody behind an alias of ours need not leave the machine, and no MX would lead back to it. */
function createLocalTransport({ config }: Dependencies): Transport | undefined {
  const { host, port } = config.smtp;
  // A port that the system chooses is not known here.
  if (!config.roles.includes('smtp') || port === 0) return undefined;
  const address = isIPv6(host)
    ? `[${host === '::' ? '::1' : host}]`
    : host.replace(/^0\.0\.0\.0$/u, '127.0.0.1');
  return createRelayTransport({
    relayUrl: new Secret(`smtp://${address}:${String(port)}`),
    hostname: config.hostname,
    deadlines: capDeadlines(config.delivery.replyTimeoutMs),
  });
}

/** The addresses at which our own listener answers: an MX that leads to one of them is this machine. */
function ownAddresses(host: string): readonly string[] {
  if (host !== '0.0.0.0' && host !== '::') return [host];
  return Object.values(networkInterfaces()).flatMap(
    (entries) => entries?.map(({ address }) => address) ?? [],
  );
}

/** A DNS server on this machine is one that its operator runs, as tests do; its word for a local next hop counts. */
function isLoopback(server: string): boolean {
  return /^(127\.|\[::1\]|localhost)/u.test(server);
}
