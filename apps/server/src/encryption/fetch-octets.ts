import { request } from 'node:https';
import { isIPv6 } from 'node:net';

/** What to fetch, and from whom. */
export interface FetchOctets {
  /** `https:`; its host is what the certificate must be for. */
  readonly url: URL;
  /** The address to connect to, whatever DNS says by then. */
  readonly ip: string;
  readonly maxBytes: number;
  /** In place of the authorities that the system trusts, PEM. */
  readonly certificateAuthority?: string | undefined;
  readonly signal: AbortSignal;
}

/** What came of it. A redirection is no answer: it could lead anywhere. */
export type FetchedOctets =
  | { readonly kind: 'found'; readonly octets: Buffer }
  | { readonly kind: 'not_found'; readonly status: number }
  | { readonly kind: 'too_large' };

/** One GET over verified TLS to a given address. Rejects for trouble of the network and when `signal` aborts. */
export function fetchOctets(what: FetchOctets): Promise<FetchedOctets> {
  const { url, ip, maxBytes, certificateAuthority, signal } = what;
  return new Promise((resolve, reject) => {
    const asked = request(url, {
      // Without an agent no connection is kept for anyone else, and none of another's is used.
      agent: false,
      lookup: (_host, options, found) => {
        const family = isIPv6(ip) ? 6 : 4;
        if (options.all === true) found(null, [{ address: ip, family }]);
        else found(null, ip, family);
      },
      headers: { accept: 'application/octet-stream', 'user-agent': 'SMTPy' },
      signal,
      ...(certificateAuthority !== undefined && { ca: certificateAuthority }),
    });
    asked.on('error', reject);
    asked.on('response', (response) => {
      response.on('error', reject);
      const { statusCode = 0 } = response;
      if (statusCode !== 200) {
        asked.destroy();
        resolve({ kind: 'not_found', status: statusCode });
        return;
      }
      const chunks: Buffer[] = [];
      let count = 0;
      response.on('data', (chunk: Buffer) => {
        count += chunk.length;
        if (count > maxBytes) {
          asked.destroy();
          resolve({ kind: 'too_large' });
        } else chunks.push(chunk);
      });
      response.on('end', () => {
        resolve({ kind: 'found', octets: Buffer.concat(chunks) });
      });
    });
    asked.end();
  });
}
