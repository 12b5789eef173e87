import type { Socket } from 'node:net';
import type { ConnectionError, FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import { newId } from '../../db/index.ts';
import { ApiError } from '../../api/index.ts';
import { isApiPath } from './api-path.ts';
import { toFailure } from './failure.ts';
import { sendProblem, toProblem } from './problem.ts';

/** Answers what the router refuses before any hook runs: addresses that cannot be decoded, parameters that are too long. */
export function answerFrameworkError(
  error: FastifyError,
  request: FastifyRequest,
  reply: FastifyReply,
): void {
  reply.header('x-request-id', request.id);
  if (isApiPath(request.url)) {
    sendProblem(reply, toFailure(error).error);
    return;
  }
  reply.code(400).type('text/plain; charset=utf-8').send('This address cannot be read.\n');
}

/** Statuses for what is no request at all; everything else that breaks HTTP is 400. */
const brokenRequests: Readonly<Record<string, string>> = {
  ERR_HTTP_REQUEST_TIMEOUT: '408 Request Timeout',
  HPE_HEADER_OVERFLOW: '431 Request Header Fields Too Large',
};

/**
 * Answers what cannot be read as a request (RFC 9112 §2.2) and ends the connection. Which address was meant is not known, so programs and
 * browsers get the same.
 */
export function answerBrokenRequest(error: ConnectionError, socket: Socket): void {
  if (error.code === 'ECONNRESET' || socket.destroyed || !socket.writable) {
    socket.destroy();
    return;
  }
  const status = brokenRequests[error.code];
  if (status !== undefined) {
    socket.end(`HTTP/1.1 ${status}\r\nconnection: close\r\ncontent-length: 0\r\n\r\n`);
    return;
  }
  const body = JSON.stringify(toProblem(new ApiError('malformed_body'), { requestId: newId() }));
  const fields = [
    'HTTP/1.1 400 Bad Request',
    'connection: close',
    'cache-control: no-store',
    'content-type: application/problem+json',
    `content-length: ${Buffer.byteLength(body)}`,
  ];
  socket.end(`${fields.join('\r\n')}\r\n\r\n${body}`);
}
