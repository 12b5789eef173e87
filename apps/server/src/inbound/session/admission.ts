import { clientKey } from '../../dns/index.ts';
import type { InboundDependencies } from '../dependencies.ts';
import type { ReplyName } from '../replies.ts';
import type { ConnectionPolicy } from './connection-policy.ts';

/** How many connections may be open. */
export interface AdmissionLimits {
  readonly maxConnections: number;
  readonly maxConnectionsPerAddress: number;
}

/** Counts the open connections of a process. */
export class Admission {
  readonly #limits: AdmissionLimits;
  readonly #openByClient = new Map<string, number>();
  #open = 0;

  constructor(limits: AdmissionLimits) {
    this.#limits = limits;
  }

  /** Counts a connection in, or names the reply that sends it away. Only who was counted in may be counted out. */
  enter(ip: string): ReplyName | undefined {
    const key = clientKey(ip);
    const openFromClient = this.#openByClient.get(key) ?? 0;
    if (openFromClient >= this.#limits.maxConnectionsPerAddress) return 'tooManyConnectionsFromAddress';
    if (this.#open >= this.#limits.maxConnections) return 'tooManyConnections';
    this.#open += 1;
    this.#openByClient.set(key, openFromClient + 1);
    return undefined;
  }

  /** Counts a connection out. */
  leave(ip: string): void {
    const key = clientKey(ip);
    const openFromClient = this.#openByClient.get(key) ?? 0;
    this.#open -= 1;
    if (openFromClient > 1) this.#openByClient.set(key, openFromClient - 1);
    else this.#openByClient.delete(key);
  }
}

/** Counts the connections of a port, and tells of them. */
export function createAdmission({
  config,
  events,
}: Pick<InboundDependencies, 'config' | 'events'>): Pick<ConnectionPolicy, 'enter' | 'left'> {
  const admission = new Admission(config);
  return {
    enter: (ip) => {
      const refusal = admission.enter(ip);
      if (refusal === undefined) events.connectionOpened({ ip });
      return refusal;
    },
    left: (ip, reason) => {
      admission.leave(ip);
      events.connectionClosed({ ip, ...(reason === undefined ? {} : { reason }) });
    },
  };
}
