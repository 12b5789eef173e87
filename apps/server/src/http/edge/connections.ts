import type { Server } from 'node:http';
import { isIP } from 'node:net';
import { clientKey } from '../../dns/index.ts';

/** How many connections a process has at once. */
export interface ConnectionLimits {
  readonly max: number;
  /** From one address (IPv6: one /64). A browser opens six; an office behind one address stays far below. */
  readonly maxPerClient: number;
  /** Addresses that speak for many: proxies, and the machine itself. */
  readonly isExempt: (ip: string | undefined) => boolean;
}

/** Descriptors enough for these are left by the usual limit of a process. */
export const usualConnectionLimits = { max: 4_000, maxPerClient: 256 } as const;

/** Closes connections that are too many at once, without an answer: who has so many does not read it. */
export function limitConnections(server: Server, { max, maxPerClient, isExempt }: ConnectionLimits): void {
  const counts = new Map<string, number>();
  server.maxConnections = max;
  server.on('connection', (socket) => {
    const ip = socket.remoteAddress ?? '';
    if (isIP(ip) === 0 || isExempt(ip)) return;
    const client = clientKey(ip);
    const count = (counts.get(client) ?? 0) + 1;
    if (count > maxPerClient) {
      socket.destroy();
      return;
    }
    counts.set(client, count);
    socket.once('close', () => {
      const left = (counts.get(client) ?? 1) - 1;
      if (left === 0) counts.delete(client);
      else counts.set(client, left);
    });
  });
}
