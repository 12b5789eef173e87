export { maxBulkMessages } from './action-operations.ts';
export type { DeliveryStateName } from './delivery.ts';
export * from './operations.ts';
export * from './refusal-operations.ts';
