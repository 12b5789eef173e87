import { once } from 'node:events';
import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:https';

/** A request as it came. */
export interface ReceivedWebhook {
  readonly at: Date;
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** What a receiver does with a request: a status, or whatever it likes. */
export type WebhookAnswer = number | ((response: ServerResponse) => void);

/** An HTTPS server that keeps what it is sent. */
export interface WebhookReceiver extends AsyncDisposable {
  readonly port: number;
  /** In the order in which they came. */
  readonly received: ReceivedWebhook[];
  /** For all paths that `answers` does not name. Default 204. */
  answer: WebhookAnswer;
  /** By path. */
  readonly answers: Map<string, WebhookAnswer>;
}

/** Starts one on 127.0.0.1. */
export async function startWebhookReceiver(certificate: {
  readonly key: string;
  readonly cert: string;
}): Promise<WebhookReceiver> {
  const received: ReceivedWebhook[] = [];
  const receiver = { answer: 204 as WebhookAnswer, answers: new Map<string, WebhookAnswer>() };
  const server = createServer({ key: certificate.key, cert: certificate.cert }, (request, response) => {
    // A client that leaves before its answer is no concern of the test.
    response.on('error', () => undefined);
    void take(request).then((one) => {
      received.push(one);
      const answer = receiver.answers.get(one.path) ?? receiver.answer;
      if (typeof answer === 'number') response.writeHead(answer).end();
      else answer(response);
    });
  });
  server.on('tlsClientError', () => undefined);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the system gave no port');
  return Object.assign(receiver, {
    port: address.port,
    received,
    [Symbol.asyncDispose]: async () => {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  });
}

async function take(request: IncomingMessage): Promise<ReceivedWebhook> {
  const at = new Date();
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return { at, path: request.url ?? '', headers: request.headers, body: Buffer.concat(chunks).toString() };
}
