import { messageOperations } from '@smtpy/contract';
import { ApiError, route, type Route } from '../api/index.ts';
import {
  oursIsSent,
  type DeliveryActionResult,
  type MessageActionResult,
  type MessageActions,
} from './actions.ts';

/** The routes of what members do with messages and deliveries. */
export function messageActionRoutes(actions: MessageActions): readonly Route[] {
  return [...deliveryRoutes(actions), ...messageRoutesOf(actions)];
}

function deliveryRoutes(actions: MessageActions): readonly Route[] {
  return [
    route(messageOperations.retryMyDelivery, async ({ caller: { organizationId, actor }, params }) => {
      throwUnlessDone(await actions.retryDelivery({ organizationId, deliveryId: params.delivery_id, actor }));
      return undefined;
    }),
    route(messageOperations.cancelMyDelivery, async ({ caller: { organizationId, actor }, params }) => {
      throwUnlessDone(
        await actions.cancelDelivery({ organizationId, deliveryId: params.delivery_id, actor }),
      );
      return undefined;
    }),
    route(messageOperations.releaseMyDelivery, async ({ caller: { organizationId, actor }, params }) => {
      throwUnlessDone(
        await actions.releaseDelivery({ organizationId, deliveryId: params.delivery_id, actor }),
      );
      return undefined;
    }),
  ];
}

function messageRoutesOf(actions: MessageActions): readonly Route[] {
  return [
    route(messageOperations.retryMessage, async ({ caller: { organizationId, actor }, params }) => {
      const messageIds = [params.message_id];
      const act = { organizationId, messageIds, action: 'retry', cancelsFirst: false, actor } as const;
      return { deliveries: doneOf(await actions.change(act)) };
    }),
    route(messageOperations.deleteMessage, async ({ caller, params, query }) => {
      const { organizationId, actor } = caller;
      const messageIds = [params.message_id];
      const cancelsFirst = query.cancel === 'true';
      doneOf(await actions.change({ organizationId, messageIds, action: 'delete', cancelsFirst, actor }));
      return undefined;
    }),
    route(messageOperations.changeMessages, async ({ caller: { organizationId, actor }, body }) => {
      const { action, ids: messageIds, cancel: cancelsFirst } = body;
      const results = await actions.change({ organizationId, messageIds, action, cancelsFirst, actor });
      return { results: results.map(formatResult) };
    }),
  ];
}

function throwUnlessDone(result: DeliveryActionResult): void {
  switch (result.kind) {
    case 'done':
      return;
    case 'not_found':
      throw new ApiError('not_found');
    case 'ours':
      throw new ApiError('conflict', { detail: oursIsSent });
    case 'wrong_state':
      throw new ApiError('conflict', { detail: `The delivery is ${result.state}.` });
  }
}

/** How many deliveries were changed. What was cancelled before a deletion failed is undone with the request. */
function doneOf([result]: readonly MessageActionResult[]): number {
  if (result?.kind === 'done') return result.deliveries;
  if (result?.kind === 'conflict') throw new ApiError('conflict', { detail: result.detail });
  throw new ApiError('not_found');
}

function formatResult(result: MessageActionResult) {
  return {
    id: result.messageId,
    result: result.kind,
    deliveries: result.kind === 'done' ? result.deliveries : 0,
    detail: result.kind === 'conflict' ? result.detail : null,
  };
}
