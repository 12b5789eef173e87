import { request as requestPlain, type ClientRequest, type IncomingMessage } from 'node:http';
import { request as requestSecure } from 'node:https';
import { pipeline } from 'node:stream/promises';
import type { RequestField } from './envelope-fields.ts';

/** Some hundred times what Rspamd says of a message. */
const maxAnswerBytes = 1024 * 1024;

/** A complete HTTP answer. */
export interface HttpAnswer {
  readonly status: number;
  readonly body: Buffer;
}

/** What is asked. */
export interface HttpQuestion {
  readonly url: string;
  /** A name may be there more than once. */
  readonly fields: readonly RequestField[];
  readonly octets: AsyncIterable<Buffer>;
  /** Ends the question, wherever it is. */
  readonly signal: AbortSignal;
}

/**
 * Posts the octets as they come. Rejects when there is no complete answer, when it is larger than 1 MiB, when reading the octets fails,
 * and when the signal says so. Not `fetch`: that joins repeated fields into one, and reuses connections that a restart of Rspamd ended.
 */
export async function post({ url, fields, octets, signal }: HttpQuestion): Promise<HttpAnswer> {
  const send = url.startsWith('https:') ? requestSecure : requestPlain;
  const request = send(url, { method: 'POST', agent: false, signal });
  try {
    for (const [name, value] of fields) request.appendHeader(name, value);
    const response = await exchange(request, octets);
    return { status: response.statusCode ?? 0, body: await readBody(response) };
  } finally {
    request.destroy();
  }
}

function exchange(request: ClientRequest, octets: AsyncIterable<Buffer>): Promise<IncomingMessage> {
  const response = Promise.withResolvers<IncomingMessage>();
  request.on('response', response.resolve);
  // Stays for the whole life of the request: what comes after the answer concerns nobody.
  request.on('error', response.reject);
  // A failure of either side reaches the request too. An answer that is there before all was read is an answer.
  pipeline(octets, request).catch(response.reject);
  return response.promise;
}

async function readBody(response: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let sizeBytes = 0;
  for await (const chunk of response as AsyncIterable<Buffer>) {
    sizeBytes += chunk.length;
    if (sizeBytes > maxAnswerBytes) throw new Error('its answer is longer than 1 MiB');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
