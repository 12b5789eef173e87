import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import { gunzipSync } from 'node:zlib';

/** What a receiver does with requests from now on. */
export type ReceiverBehaviour =
  | 'take'
  /** Answers 503. */
  | 'refuse'
  /** Takes the request and says nothing. */
  | 'hang';

/** One request, as it came. */
export interface ReceivedRequest {
  readonly method: string;
  readonly url: URL;
  readonly headers: IncomingMessage['headers'];
  /** Without compression. */
  readonly body: Buffer;
}

/** An HTTP server that takes what it is sent. */
export interface HttpReceiver extends AsyncDisposable {
  readonly origin: string;
  behaviour: ReceiverBehaviour;
  /** What was wrong with requests; empty when all had their form. */
  readonly faults: readonly string[];
}

/** Starts one; `take` throws for what does not have the form. */
export async function startHttpReceiver(take: (request: ReceivedRequest) => void): Promise<HttpReceiver> {
  const faults: string[] = [];
  const receiver = { behaviour: 'take' as ReceiverBehaviour };
  const server = createServer((request, response) => {
    const answer = (status: number): void =>
      void response.writeHead(status, { 'content-type': 'application/json' }).end('{}');
    if (receiver.behaviour === 'hang') {
      request.resume();
      return;
    }
    if (receiver.behaviour === 'refuse') {
      answer(503);
      return;
    }
    read(request)
      .then(take)
      .then(
        () => {
          answer(200);
        },
        (error: unknown) => {
          faults.push(error instanceof Error ? error.message : String(error));
          answer(400);
        },
      );
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the system gave no port');
  return Object.assign(receiver, {
    origin: `http://127.0.0.1:${String(address.port)}`,
    faults,
    [Symbol.asyncDispose]: async () => {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  });
}

async function read(request: IncomingMessage): Promise<ReceivedRequest> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const sent = Buffer.concat(chunks);
  return {
    method: request.method ?? '',
    url: new URL(request.url ?? '', 'http://receiver'),
    headers: request.headers,
    body: request.headers['content-encoding'] === 'gzip' ? gunzipSync(sent) : sent,
  };
}

/** Throws `fault` unless something holds. */
export function must(holds: boolean, fault: string): void {
  if (!holds) throw new Error(fault);
}
