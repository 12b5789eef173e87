import { networkInterfaces } from 'node:os';
import {
  capDeadlines,
  createAttempt,
  createCaptureTransport,
  createDirectTransport,
  createRelayTransport,
  runDeliveryLoop,
  type Transport,
} from '../delivery/index.ts';
import type { Dependencies } from './dependencies.ts';
import type { RunningRole } from './running.ts';

/** Sends what the queue holds: the `delivery` role. */
export function startDeliveryRole(dependencies: Dependencies): Promise<RunningRole> {
  const { config, settings, db, queue, contacts, domains, events, clock, returnPathKey, loopKey } =
    dependencies;
  const stop = new AbortController();
  const { transport, pausedKeys } = createTransport(dependencies);
  const attempt = createAttempt({
    queue,
    transport,
    events,
    clock,
    loadContact: (contactId) => contacts.load(contactId),
    loadSigningKey: (domain) => domains.loadSigningKey(domain),
    returnPathKey,
    loopTokenKey: loopKey,
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
      await transport[Symbol.asyncDispose]();
    },
  });
}

interface WayOut {
  readonly transport: Transport;
  /** Queue keys to leave alone for now. */
  readonly pausedKeys: () => Iterable<string>;
}

/** The sandbox captures; otherwise a relay where one is configured, and the MX of the destination where none is. */
function createTransport({ config, sandbox, resolver, clock }: Dependencies): WayOut {
  const nonePaused = (): Iterable<string> => [];
  if (config.mode === 'sandbox') {
    return {
      transport: createCaptureTransport({ capture: (message) => sandbox.capture(message) }),
      pausedKeys: nonePaused,
    };
  }
  const deadlines = capDeadlines(config.delivery.replyTimeoutMs);
  const relayUrl = config.delivery.relayUrl;
  if (relayUrl !== undefined) {
    return {
      transport: createRelayTransport({ relayUrl, hostname: config.hostname, deadlines }),
      pausedKeys: nonePaused,
    };
  }
  const transport = createDirectTransport({
    resolver,
    hostname: config.hostname,
    port: config.delivery.mxPort,
    ownAddresses: config.delivery.mxPort === config.smtp.port ? ownAddresses(config.smtp.host) : [],
    allowsLoopback: config.dnsServers.length > 0 && config.dnsServers.every(isLoopback),
    deadlines,
    clock,
  });
  return { transport, pausedKeys: () => transport.pausedKeys() };
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
