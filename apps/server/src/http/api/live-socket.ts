import type { WebSocket } from '@fastify/websocket';
import type { LiveSocket } from '../../live/index.ts';

/** How long a peer has to take what waits and to answer the goodbye. */
const goodbyeMs = 5_000;

/** A WebSocket as live events see it. */
export function toLiveSocket(socket: WebSocket): LiveSocket {
  let last: Promise<void> = Promise.resolve();
  return {
    get bufferedBytes() {
      return socket.bufferedAmount;
    },
    send: (text) => {
      // The callback comes also when the connection is gone; then the end of the socket tells.
      last = new Promise((resolve) => {
        socket.send(text, () => {
          resolve();
        });
      });
    },
    flush: () => last,
    ping: () => {
      socket.ping(undefined, undefined, () => undefined);
    },
    close: (code, reason) => {
      socket.close(code, reason);
      const timer = setTimeout(() => {
        socket.terminate();
      }, goodbyeMs);
      socket.once('close', () => {
        clearTimeout(timer);
      });
    },
    terminate: () => {
      socket.terminate();
    },
  };
}
