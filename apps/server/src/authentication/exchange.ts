import type { IncomingHttpHeaders } from 'node:http';

/** The header field in which Better Auth reads the address of the client. Set here; what a client sends under this name goes nowhere. */
export const clientAddressField = 'x-smtpy-client-address';

/** A checked request for Better Auth. */
export interface BridgeRequest {
  readonly method: 'GET' | 'POST';
  /** Below `/v1/auth`. */
  readonly path: `/${string}`;
  readonly query?: Readonly<Record<string, string | undefined>>;
  readonly body?: object;
  readonly headers: IncomingHttpHeaders;
  readonly ip: string;
}

/** What Better Auth answered. */
export interface BridgeAnswer {
  readonly status: number;
  /** Parsed JSON. */
  readonly body: unknown;
  readonly cookies: readonly (readonly [name: string, value: string])[];
}

/** Asks Better Auth, without a network. */
export type Bridge = (request: BridgeRequest) => Promise<BridgeAnswer>;
