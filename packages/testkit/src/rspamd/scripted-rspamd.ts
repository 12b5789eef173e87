import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';

/** What the scripted server does with the next request. */
export type ScriptedAnswer =
  /** `value` as JSON with 200. */
  | { readonly kind: 'json'; readonly value: unknown }
  | { readonly kind: 'raw'; readonly status: number; readonly body: string | Buffer }
  /** Takes the message and says nothing. */
  | { readonly kind: 'hang' }
  /** Takes the connection and reads nothing of it. */
  | { readonly kind: 'deaf' }
  /** Ends the connection before an answer. */
  | { readonly kind: 'cut' }
  /** Announces more than it sends, then ends the connection. */
  | { readonly kind: 'cut_answer' }
  /** Octets that are no HTTP. */
  | { readonly kind: 'noise' }
  /** Sends without an end. */
  | { readonly kind: 'endless' };

/** One request, as it came. */
export interface CheckRequest {
  readonly method: string;
  readonly path: string;
  /** Names in lower case, in order, repeated as they came. Values as Latin-1. */
  readonly fields: readonly (readonly [name: string, value: string])[];
  readonly body: Buffer;
}

/** An HTTP server that plays Rspamd. */
export interface ScriptedRspamd extends AsyncDisposable {
  readonly url: string;
  /** What it does from now on. */
  answer: ScriptedAnswer;
  /** Requests that came in, in full where they were read. */
  readonly requests: readonly CheckRequest[];
  /** Connections that are open. */
  connections(): Promise<number>;
}

/** Plays a Rspamd that finds nothing, until `answer` is set. */
export async function startScriptedRspamd(): Promise<ScriptedRspamd> {
  const requests: CheckRequest[] = [];
  const clean = { action: 'no action', score: 0, required_score: 15, symbols: {} };
  let answer: ScriptedAnswer = { kind: 'json', value: clean };
  const server = createServer((request, response) => {
    void serve(request, response, answer).then((read) => {
      if (read !== undefined) requests.push(read);
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the system gave no port');
  return {
    url: `http://127.0.0.1:${String(address.port)}`,
    get answer() {
      return answer;
    },
    set answer(next) {
      answer = next;
    },
    requests,
    connections: () =>
      new Promise((resolve, reject) => {
        server.getConnections((error, count) => {
          if (error === null) resolve(count);
          else reject(error);
        });
      }),
    async [Symbol.asyncDispose]() {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

async function serve(
  request: IncomingMessage,
  response: ServerResponse,
  answer: ScriptedAnswer,
): Promise<CheckRequest | undefined> {
  response.on('error', () => undefined);
  if (answer.kind === 'deaf') return undefined;
  const read = await readRequest(request);
  if (read !== undefined) perform(answer, response);
  return read;
}

async function readRequest(request: IncomingMessage): Promise<CheckRequest | undefined> {
  const chunks: Buffer[] = [];
  try {
    for await (const chunk of request) chunks.push(chunk as Buffer);
  } catch {
    // Expected: the client is gone before its end.
    return undefined;
  }
  const { rawHeaders, method = '', url: path = '' } = request;
  const fields = rawHeaders.flatMap((name, index) =>
    index % 2 === 0 ? [[name.toLowerCase(), rawHeaders[index + 1] ?? ''] as const] : [],
  );
  return { method, path, fields, body: Buffer.concat(chunks) };
}

function perform(answer: ScriptedAnswer, response: ServerResponse): void {
  switch (answer.kind) {
    case 'json':
      response.end(JSON.stringify(answer.value));
      return;
    case 'raw':
      response.writeHead(answer.status).end(answer.body);
      return;
    case 'hang':
    case 'deaf':
      return;
    case 'cut':
      response.socket?.destroy();
      return;
    case 'cut_answer':
      response.writeHead(200, { 'Content-Length': '1000' });
      response.write('{"action":', () => response.socket?.destroy());
      return;
    case 'noise':
      response.socket?.end('\0\0 this is no answer\r\n\r\n');
      return;
    case 'endless':
      response.writeHead(200);
      pour(response);
  }
}

function pour(response: ServerResponse): void {
  const chunk = ' '.repeat(64 * 1024);
  const more = (): void => {
    while (!response.destroyed && response.write(chunk));
  };
  response.on('drain', more);
  more();
}
