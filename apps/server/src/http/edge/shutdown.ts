import type { FastifyInstance } from 'fastify';

/** How long requests under way have to end: more than any of them takes, and less than the supervisor waits for a worker. */
const usualDeadlineMs = 10_000;

/** Of each application, whether it is ending. */
const shutdowns = new WeakMap<FastifyInstance, { isDraining: boolean }>();

/** Lets a stop end connections with the answers that are under way. */
export function registerShutdown(app: FastifyInstance): void {
  const shutdown = { isDraining: false };
  shutdowns.set(app, shutdown);
  app.addHook('onSend', (_request, reply) => {
    if (shutdown.isDraining) void reply.header('connection', 'close');
    return Promise.resolve();
  });
  app.addHook('onResponse', (_request, _reply, done) => {
    done();
    // Of answers that had begun before, the connection is idle only now.
    if (shutdown.isDraining) setImmediate(() => app.server.closeIdleConnections());
  });
}

/**
 * Stops an application: no new connections; what is under way is finished and its connections are closed; what is not finished at the deadline
 * is cut. Resolves when nothing is left.
 */
export async function closeGracefully(
  app: FastifyInstance,
  { deadlineMs = usualDeadlineMs }: { readonly deadlineMs?: number } = {},
): Promise<void> {
  const shutdown = shutdowns.get(app);
  if (shutdown !== undefined) shutdown.isDraining = true;
  const timer = setTimeout(() => {
    app.server.closeAllConnections();
  }, deadlineMs);
  try {
    await app.close();
  } finally {
    clearTimeout(timer);
  }
}
