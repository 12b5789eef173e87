import type { DnsResolver } from '../dns/index.ts';
import { isPublicAddress } from './public-address.ts';
import { sendPinned, type HttpAnswer } from './request.ts';
import { addressesWithoutDns, hostOf, type AllowsAddress } from './target.ts';

/** What {@link createOutgoingHttp} needs. */
export interface OutgoingHttpDependencies {
  readonly resolver: Pick<DnsResolver, 'resolveAddresses'>;
  /** Default: addresses of the public Internet. */
  readonly allowsAddress?: AllowsAddress | undefined;
  /** PEM. Default: the authorities that the system trusts. */
  readonly certificateAuthority?: string | undefined;
  /** Dials this port, whatever the URL says. */
  readonly port?: number | undefined;
}

/** A request of somebody's making. */
export interface OutgoingRequest {
  readonly url: URL;
  readonly method: 'GET' | 'POST';
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: Buffer;
  /** Octets of the answer's body that are kept; what is behind them is not read. Default 64 KiB. */
  readonly maxBodyBytes?: number;
  /** Ends everything, the look-up of the name included. Default: after 10 s. */
  readonly signal?: AbortSignal;
}

/** What came of it. `reason` is a sentence without a full stop, for the person who named the URL. */
export type OutgoingResult =
  | ({ readonly kind: 'answered' } & HttpAnswer)
  /** The host has no address. */
  | { readonly kind: 'no_host'; readonly reason: string }
  /** Nothing was sent: an address of the host, or its scheme, is forbidden. */
  | { readonly kind: 'forbidden'; readonly reason: string }
  | { readonly kind: 'failed'; readonly reason: string };

/** Requests to servers that people name. */
export interface OutgoingHttp {
  send(request: OutgoingRequest): Promise<OutgoingResult>;
}

const defaultTimeoutMs = 10_000;
const defaultMaxBodyBytes = 64 * 1024;

/** A client that reaches nothing but the public Internet. */
export function createOutgoingHttp(dependencies: OutgoingHttpDependencies): OutgoingHttp {
  return {
    send: async (outgoing) => {
      const signal = outgoing.signal ?? AbortSignal.timeout(defaultTimeoutMs);
      const place = await findPlace(outgoing.url, dependencies, signal);
      return 'kind' in place ? place : sendTo(place.ip, { ...outgoing, signal }, dependencies);
    },
  };
}

type Place = { readonly ip: string } | Exclude<OutgoingResult, { readonly kind: 'answered' }>;

/** The address is resolved once, judged, and connected to: what DNS says a moment later changes nothing. */
async function findPlace(
  url: URL,
  { resolver, allowsAddress = isPublicAddress }: OutgoingHttpDependencies,
  signal: AbortSignal,
): Promise<Place> {
  if (url.protocol !== 'https:') return { kind: 'forbidden', reason: 'The URL does not begin with https://' };
  const host = hostOf(url);
  const known = addressesWithoutDns(host);
  const found =
    known === undefined
      ? await untilAborted(resolver.resolveAddresses(host), signal)
      : ({ kind: 'found', records: known.length > 1 ? known.filter(allowsAddress) : known } as const);
  if (found === undefined || found.kind === 'failed')
    return { kind: 'failed', reason: `DNS does not answer for ${host}` };
  if (found.kind !== 'found') return { kind: 'no_host', reason: `DNS knows no address of ${host}` };
  const [ip] = found.records;
  // One private address among public ones is as much a way in as if it stood alone.
  if (ip === undefined || !found.records.every(allowsAddress))
    return { kind: 'forbidden', reason: `${host} leads to an address that is not on the public Internet` };
  return { ip };
}

async function sendTo(
  ip: string,
  outgoing: OutgoingRequest & { readonly signal: AbortSignal },
  { port, certificateAuthority }: OutgoingHttpDependencies,
): Promise<OutgoingResult> {
  const { method, headers, body, maxBodyBytes = defaultMaxBodyBytes, signal } = outgoing;
  const url = new URL(outgoing.url);
  if (port !== undefined) url.port = String(port);
  try {
    const answer = await sendPinned({
      url,
      ip,
      method,
      headers,
      body,
      maxBodyBytes,
      certificateAuthority,
      signal,
    });
    return { kind: 'answered', ...answer };
  } catch (error) {
    // Expected: nobody listens, the certificate is another's, the answer is no HTTP, the time is over.
    const words = signal.aborted ? 'No answer in time' : error instanceof Error ? error.message : 'unknown';
    return { kind: 'failed', reason: words };
  }
}

/** Undefined: the signal came first. */
function untilAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T | undefined> {
  if (signal.aborted) return Promise.resolve(undefined);
  const aborted = new Promise<undefined>((resolve) => {
    signal.addEventListener(
      'abort',
      () => {
        resolve(undefined);
      },
      { once: true },
    );
  });
  return Promise.race([work, aborted]);
}
