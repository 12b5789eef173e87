import type { FastifyInstance } from 'fastify';

/** What must hold before this process should be given work. Each check has a deadline of its own and never rejects. */
export interface Readiness {
  readonly check: () => Promise<Readonly<Record<string, boolean>>>;
}

/** `/healthz`: the process answers. `/readyz`: 200 when database, migrations and listeners are there, otherwise 503. */
export function registerHealth(app: FastifyInstance, readiness: Readiness): void {
  app.get('/healthz', (_request, reply) => reply.header('cache-control', 'no-store').send({ status: 'ok' }));
  app.get('/readyz', async (_request, reply) => {
    const checks = await readiness.check();
    const isReady = Object.values(checks).every(Boolean);
    return reply
      .code(isReady ? 200 : 503)
      .header('cache-control', 'no-store')
      .send({ status: isReady ? 'ready' : 'not_ready', checks });
  });
}
