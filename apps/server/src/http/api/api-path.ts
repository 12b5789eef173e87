import type { IncomingMessage } from 'node:http';

/** Whether a request target is one of the API: what goes wrong there is answered in JSON. */
export function isApiPath(url: string): boolean {
  return /^\/v1(?:[/?]|$)/.test(url);
}

/** Whether a request asks for the WebSocket of live events. */
export function isLiveUpgrade({ method, url, headers }: IncomingMessage): boolean {
  const isWebSocket = headers.upgrade?.toLowerCase() === 'websocket';
  return isWebSocket && method === 'GET' && /^\/v1\/live(?:\?|$)/.test(url ?? '');
}
