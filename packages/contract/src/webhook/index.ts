export { maxReplayed } from './delivery-operations.ts';
export * from './operations.ts';
export {
  maxWebhooks,
  type PauseReason,
  pauseReasons,
  type WebhookDeliveryState,
  webhookDeliveryStates,
} from './webhook.ts';
