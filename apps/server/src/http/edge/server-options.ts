import type { Server } from 'node:http';
import type { FastifyHttpOptions } from 'fastify';
import { isLiveUpgrade } from '../api/index.ts';

/** How long a client may take to send. */
export interface ServerTimeouts {
  /** For the header; a browser sends it in one packet. */
  readonly headersMs: number;
  /** For header and body together: 1 MiB over a bad mobile network takes some 10 s. */
  readonly requestMs: number;
  /** How often connections are looked at: a slow one lives this much longer at most. */
  readonly checkEveryMs: number;
}

const usualTimeouts: ServerTimeouts = { headersMs: 10_000, requestMs: 30_000, checkEveryMs: 2_000 };

/** Between two requests of a connection. More than the 60 s of usual proxies: who closes first must not be us, or a request is lost. */
const keepAliveMs = 72_000;

/** Octets of the header. Cookies of ours take one kilobyte; Node's own limit, written down. */
const maxHeaderBytes = 16 * 1024;

/** What Fastify and the server of Node are told at their making. */
export function serverOptions({
  trustedProxies,
  timeouts = usualTimeouts,
}: {
  /** Addresses and networks. */
  readonly trustedProxies: readonly string[];
  readonly timeouts?: ServerTimeouts;
}) {
  return {
    trustProxy: trustedProxies.length === 0 ? false : [...trustedProxies],
    requestTimeout: timeouts.requestMs,
    keepAliveTimeout: keepAliveMs,
    http: {
      headersTimeout: timeouts.headersMs,
      connectionsCheckingInterval: timeouts.checkEveryMs,
      maxHeaderSize: maxHeaderBytes,
      // Whatever else asks for another protocol, such as HTTP/2 without TLS, is answered in this one (RFC 9110 §7.8).
      shouldUpgradeCallback: isLiveUpgrade,
    },
    forceCloseConnections: 'idle',
    // What comes on an open connection while the program stops is served like the rest, and told that the connection ends.
    return503OnClosing: false,
  } as const satisfies FastifyHttpOptions<Server>;
}
