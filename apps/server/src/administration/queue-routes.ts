import { administrationOperations } from '@smtpy/contract';
import { ApiError, pageAfter, parseIdCursor, route, type Route } from '../api/index.ts';
import type { Queue } from '../queue/index.ts';
import type { Administration } from './administration.ts';
import { formatDelivery, formatQueue } from './form.ts';

/** The routes for the queue. */
export function queueRoutes({
  administration,
  queue,
}: {
  readonly administration: Administration;
  readonly queue: Pick<Queue, 'list' | 'stats'>;
}): readonly Route[] {
  return [
    route(administrationOperations.getQueue, async () => formatQueue(await queue.stats())),
    listRoute(queue),
    route(administrationOperations.retryDelivery, async ({ params, caller: { actor } }) => {
      throwUnlessDone(await administration.retryDelivery({ deliveryId: params.delivery_id, actor }));
      return undefined;
    }),
    route(administrationOperations.cancelDelivery, async ({ params, caller: { actor } }) => {
      throwUnlessDone(await administration.cancelDelivery({ deliveryId: params.delivery_id, actor }));
      return undefined;
    }),
  ];
}

function listRoute(queue: Pick<Queue, 'list'>): Route {
  return route(administrationOperations.listDeliveries, async ({ query }) => {
    const { cursor, limit, state, destination: queueKey } = query;
    const afterId = parseIdCursor(cursor);
    const deliveries = await queue.list({
      limit: limit + 1,
      ...(state !== undefined && { state }),
      ...(queueKey !== undefined && { queueKey }),
      ...(afterId !== undefined && { afterId }),
    });
    const { rows, nextCursor } = pageAfter(deliveries, { limit, keysOf: ({ id }) => [id] });
    return { items: rows.map(formatDelivery), next_cursor: nextCursor, total: null };
  });
}

function throwUnlessDone(
  result: Awaited<ReturnType<Administration['retryDelivery'] | Administration['cancelDelivery']>>,
): void {
  switch (result.kind) {
    case 'retried':
    case 'cancelled':
      return;
    case 'not_found':
      throw new ApiError('not_found');
    case 'wrong_state':
      throw new ApiError('conflict', { detail: `The delivery is ${result.state}` });
  }
}
