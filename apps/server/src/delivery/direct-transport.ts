import { createSecureContext } from 'node:tls';
import type { DnsResolver } from '../dns/index.ts';
import type { Clock } from '../observe/index.ts';
import { resolveMxHosts, type MxHost } from './mx/index.ts';
import { sendThrough, type NextHop, type Unavailable } from './next-hop.ts';
import {
  ConnectionPool,
  DestinationPauses,
  standardPauseLimits,
  standardPoolLimits,
  type PauseLimits,
  type PoolLimits,
} from './pool/index.ts';
import { standardDeadlines, type Deadlines } from './smtp-client/index.ts';
import type { OutgoingMessage, SendOutcome, Transport } from './transport.ts';
import { concludeUnavailability } from './unavailability.ts';

/** What sending to MX hosts needs. */
export interface DirectTransportOptions {
  readonly resolver: Pick<DnsResolver, 'resolveMx' | 'resolveAddresses'>;
  readonly clock: Clock;
  /** Our name: in EHLO, and to know ourselves among MX hosts. Lower case, A-labels. */
  readonly hostname: string;
  /** The port to dial; 25 everywhere but in tests. */
  readonly port: number;
  /** Addresses at which `port` is our own listener; empty when we listen on another port. */
  readonly ownAddresses: readonly string[];
  /** Whether an MX may lie on this machine: only when the DNS servers do, too. */
  readonly allowsLoopback: boolean;
  /** Default: {@link standardDeadlines}. */
  readonly deadlines?: Deadlines;
  /** Default: {@link standardPoolLimits}. */
  readonly poolLimits?: PoolLimits;
  /** Default: {@link standardPauseLimits}. */
  readonly pauseLimits?: PauseLimits;
}

/** Sends to the MX hosts of the destination's domain. */
export interface DirectTransport extends Transport {
  /** Queue keys to leave alone for now, because their hosts could not be reached several times in a row. */
  pausedKeys(): readonly string[];
}

/** Makes the transport that finds the way by itself. */
export function createDirectTransport(options: DirectTransportOptions): DirectTransport {
  const { clock, poolLimits = standardPoolLimits, pauseLimits = standardPauseLimits } = options;
  const pool = new ConnectionPool(poolLimits);
  const pauses = new DestinationPauses({ clock, limits: pauseLimits });
  const toNextHop = nextHopMaker(options);

  async function send(message: OutgoingMessage, signal: AbortSignal): Promise<SendOutcome> {
    const startedAtMs = performance.now();
    const elapsedMs = () => Math.round(performance.now() - startedAtMs);
    const { queueKey } = message.delivery;
    const found = await resolveMxHosts(queueKey, { ...options, random: Math.random });
    if (found.kind !== 'found') {
      return {
        kind: found.kind,
        evidence: { stage: 'dns', explanation: found.explanation, durationMs: elapsedMs() },
      };
    }
    const failures: Unavailable[] = [];
    for (const host of found.hosts) {
      const result = await sendThrough(toNextHop(host), message, { pool, signal, startedAtMs });
      if (result.kind === 'ended') {
        pauses.noteReached(queueKey);
        return result.outcome;
      }
      failures.push(...result.failures);
      if (signal.aborted) break;
    }
    if (!signal.aborted) pauses.noteUnreachable(queueKey);
    return concludeUnavailability(failures, elapsedMs());
  }

  return {
    send,
    pausedKeys: () => pauses.pausedKeys(),
    [Symbol.asyncDispose]: () => pool[Symbol.asyncDispose](),
  };
}

function nextHopMaker({ hostname, port, deadlines = standardDeadlines }: DirectTransportOptions) {
  // Made once: reading the machine's trust anchors for each handshake would cost more than the handshake.
  const secureContext = createSecureContext();
  return (host: MxHost): NextHop => ({
    key: `${host.name}:${String(port)}`,
    requests: host.addresses.map((address) => ({
      host: host.name,
      address,
      port,
      hostname,
      tlsPolicy: 'opportunistic',
      // Without DANE or MTA-STS nothing says which name a certificate of an MX must have (RFC 7435 §3).
      isCertificateVerified: false,
      tls: { secureContext },
      deadlines,
    })),
  });
}
