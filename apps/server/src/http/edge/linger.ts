import type { IncomingMessage, Server } from 'node:http';
import type { Socket } from 'node:net';

/** How long what a refused client still sends is taken and thrown away. */
export interface LingerLimits {
  /** In all. */
  readonly maxMs: number;
  /** Without anything coming. */
  readonly idleMs: number;
  /** Octets. */
  readonly maxBytes: number;
}

/** As long as a request may take anyway; a file that is a few times too large still learns so. */
export const usualLingerLimits: LingerLimits = { maxMs: 30_000, idleMs: 5_000, maxBytes: 64 * 1024 * 1024 };

/** How often what has come is looked at, in milliseconds. */
const lookEveryMs = 100;

/**
 * Lets clients read answers that come before their request has ended, such as that a body is too large. Closing a connection on which octets
 * still arrive resets it, which takes the answer away from a client that is busy sending: so only our side is closed, and the other is read
 * until the client has noticed, or a limit is reached (RFC 9112 §9.6).
 */
export function lingerBeforeClose(server: Server, limits: LingerLimits): void {
  const requests = new WeakMap<Socket, IncomingMessage>();
  server.prependListener('request', (request) => requests.set(request.socket, request));
  server.on('connection', (socket) => {
    const close = socket.destroySoon.bind(socket);
    // What Node's server calls when the last answer of a connection was written.
    socket.destroySoon = () => {
      if (requests.get(socket)?.complete ?? true) close();
      else closeOneSide(socket, limits);
    };
  });
}

function closeOneSide(socket: Socket, { maxMs, idleMs, maxBytes }: LingerLimits): void {
  const beganAtMs = performance.now();
  const firstByte = socket.bytesRead;
  let seen = firstByte;
  let movedAtMs = beganAtMs;
  socket.end();
  const timer = setInterval(() => {
    const nowMs = performance.now();
    if (socket.bytesRead !== seen) movedAtMs = nowMs;
    seen = socket.bytesRead;
    const isOver = nowMs - beganAtMs > maxMs || nowMs - movedAtMs > idleMs || seen - firstByte > maxBytes;
    if (isOver) socket.destroy();
  }, lookEveryMs);
  socket.once('close', () => {
    clearInterval(timer);
  });
}
