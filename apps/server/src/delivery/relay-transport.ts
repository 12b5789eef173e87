import { createSecureContext, type ConnectionOptions } from 'node:tls';
import type { Secret } from '../config/index.ts';
import { sendThrough, type NextHop } from './next-hop.ts';
import { ConnectionPool, standardPoolLimits, type PoolLimits } from './pool/index.ts';
import { isOwnMachine, parseRelayUrl, type Relay } from './relay-url.ts';
import { standardDeadlines, type ConnectionRequest, type Deadlines } from './smtp-client/index.ts';
import type { OutgoingMessage, SendOutcome, Transport } from './transport.ts';
import { concludeUnavailability } from './unavailability.ts';

/** What sending through a relay needs. */
export interface RelayTransportOptions {
  /** `smtp[s]://[user:password@]host[:port]`; the port is 25, with `smtps` 465, where none is given. */
  readonly relayUrl: Secret;
  /** Our name in EHLO. */
  readonly hostname: string;
  /** More trust anchors than the system's, as `node:tls` takes them. */
  readonly tls?: ConnectionOptions;
  /** Default: {@link standardDeadlines}. */
  readonly deadlines?: Deadlines;
  /** Default: {@link standardPoolLimits}. */
  readonly poolLimits?: PoolLimits;
}

/**
 * Makes the transport that hands every message to one relay. Throws a `RangeError` for a URL that is none.
 *
 * | URL                            | TLS                                       | certificate |
 * |--------------------------------|-------------------------------------------|-------------|
 * | `smtps://…`                    | from the first octet                      | verified    |
 * | `smtp://user:password@…`       | STARTTLS required                         | verified    |
 * | `smtp://…`                     | STARTTLS when offered, else clear          | any         |
 * | any of them to this machine    | as above, but nothing is required of `smtp` | any       |
 *
 * A relay without a password gets what an MX gets: a verified certificate would prove little where the offer of STARTTLS can be
 * hidden. A relay with a certificate of its own making is trusted through `NODE_EXTRA_CA_CERTS`.
 *
 * There are no pauses here: a relay that is down is down for every destination, and each delivery's own backoff sees to that.
 */
export function createRelayTransport(options: RelayTransportOptions): Transport {
  const parsed = parseRelayUrl(options.relayUrl.reveal());
  if (!parsed.ok) throw new RangeError(parsed.reason);
  const pool = new ConnectionPool(options.poolLimits ?? standardPoolLimits);
  const hop = toNextHop(parsed.value, options);

  async function send(message: OutgoingMessage, signal: AbortSignal): Promise<SendOutcome> {
    const startedAtMs = performance.now();
    const result = await sendThrough(hop, message, { pool, signal, startedAtMs });
    return result.kind === 'ended'
      ? forgiveMisconfiguration(result.outcome)
      : concludeUnavailability(result.failures, Math.round(performance.now() - startedAtMs));
  }

  return { send, [Symbol.asyncDispose]: () => pool[Symbol.asyncDispose]() };
}

function toNextHop(relay: Relay, options: RelayTransportOptions): NextHop {
  const { host, port, credentials } = relay;
  const request: ConnectionRequest = {
    host,
    port,
    hostname: options.hostname,
    ...policyFor(relay),
    tls: { secureContext: createSecureContext(options.tls) },
    ...(credentials && { credentials }),
    deadlines: options.deadlines ?? standardDeadlines,
  };
  return { key: `${host}:${String(port)}`, requests: [request] };
}

function policyFor(relay: Relay): Pick<ConnectionRequest, 'tlsPolicy' | 'isCertificateVerified'> {
  const isElsewhere = !isOwnMachine(relay.host);
  if (relay.isTlsImplicit) return { tlsPolicy: 'implicit', isCertificateVerified: isElsewhere };
  const isRequired = isElsewhere && relay.credentials !== undefined;
  return { tlsPolicy: isRequired ? 'required' : 'opportunistic', isCertificateVerified: isRequired };
}

/** Replies by which a relay asks for other credentials or stronger TLS (RFC 4954 §6): the operator's to mend, not the message's fault. */
const misconfigurationCodes: ReadonlySet<number> = new Set([530, 534, 535, 538]);

function forgiveMisconfiguration(outcome: SendOutcome): SendOutcome {
  const code = outcome.evidence.reply?.code;
  return outcome.kind === 'bounced' && code !== undefined && misconfigurationCodes.has(code)
    ? { kind: 'deferred', evidence: outcome.evidence }
    : outcome;
}
