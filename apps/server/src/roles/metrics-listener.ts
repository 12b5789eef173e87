import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createSharedMetrics } from '../observe/index.ts';

/** Serves `/metrics`: the measurements of all workers of this machine, added up, in Prometheus' text format. */
export async function startMetricsListener(address: {
  readonly host: string;
  /** 0 takes any free port. */
  readonly port: number;
}): Promise<AsyncDisposable & { readonly url: string }> {
  const shared = createSharedMetrics();
  const server = createServer((request, response) => {
    if (request.url !== '/metrics') {
      response.writeHead(404).end();
      return;
    }
    shared.read().then(
      (text) => response.writeHead(200, { 'content-type': shared.contentType }).end(text),
      (error: unknown) => response.writeHead(503).end(`${String(error)}\n`),
    );
  });
  server.requestTimeout = 10_000;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(address.port, address.host, resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://${address.host}:${port}/metrics`,
    [Symbol.asyncDispose]: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => {
          resolve();
        });
      }),
  };
}
