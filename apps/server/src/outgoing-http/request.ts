import { Agent, request, type RequestOptions } from 'node:https';
import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import { isIPv6 } from 'node:net';

/** One request, to an address that was judged. */
export interface PinnedRequest {
  /** Its host is what the certificate must be for. */
  readonly url: URL;
  /** The address to connect to, whatever DNS says by then. */
  readonly ip: string;
  readonly method: 'GET' | 'POST';
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: Buffer | undefined;
  /** Octets of the answer's body that are kept; the connection ends behind them. */
  readonly maxBodyBytes: number;
  /** In place of the authorities that the system trusts, PEM. */
  readonly certificateAuthority?: string | undefined;
  readonly signal: AbortSignal;
}

/** What the other side said. A redirection is an answer like any other: nobody is followed. */
export interface HttpAnswer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
  /** Whether there was more than was kept. */
  readonly isTruncated: boolean;
}

/** Octets of all header fields of an answer; what has more is refused by the parser. */
const maxHeaderBytes = 16 * 1024;

/** One request over verified TLS. Rejects for trouble of the network and when `signal` aborts. */
export function sendPinned(pinned: PinnedRequest): Promise<HttpAnswer> {
  const { url, body, maxBodyBytes } = pinned;
  // Its own agent: no connection is kept for anyone else, none of another's is used, and no proxy of the environment.
  const agent = new Agent({ keepAlive: false });
  const answered = new Promise<HttpAnswer>((resolve, reject) => {
    const asked = request(url, { agent, ...optionsOf(pinned) });
    asked.on('error', reject);
    asked.on('upgrade', () => {
      reject(new Error('The answer changes to another protocol'));
    });
    asked.on('response', (response) => {
      readBody(response, maxBodyBytes).then(resolve, reject);
    });
    asked.end(body);
  });
  return answered.finally(() => {
    // Ends the connection also where the answer goes on without end.
    agent.destroy();
  });
}

function optionsOf({
  ip,
  method,
  headers,
  body,
  certificateAuthority,
  signal,
}: PinnedRequest): RequestOptions {
  return {
    method,
    headers: { ...headers, ...(body !== undefined && { 'content-length': String(body.length) }) },
    lookup: (_host, options, found) => {
      const family = isIPv6(ip) ? 6 : 4;
      if (options.all === true) found(null, [{ address: ip, family }]);
      else found(null, ip, family);
    },
    maxHeaderSize: maxHeaderBytes,
    signal,
    ...(certificateAuthority !== undefined && { ca: certificateAuthority }),
  };
}

async function readBody(response: IncomingMessage, maxBodyBytes: number): Promise<HttpAnswer> {
  const { statusCode: status = 0, headers } = response;
  const chunks: Buffer[] = [];
  let count = 0;
  // Leaving the loop early destroys the stream and its socket.
  for await (const chunk of response as AsyncIterable<Buffer>) {
    chunks.push(chunk);
    count += chunk.length;
    if (count > maxBodyBytes) break;
  }
  const body = Buffer.concat(chunks).subarray(0, maxBodyBytes);
  return { status, headers, body, isTruncated: count > maxBodyBytes };
}
