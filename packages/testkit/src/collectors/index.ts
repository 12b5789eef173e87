/**
 * Purpose: what a program tells of itself, taken and checked: an OpenTelemetry collector (OTLP over HTTP with JSON), a Sentry,
 * and a receiver of webhooks, which takes whatever comes.
 * Standards: OTLP 1.x (opentelemetry.proto.collector.trace.v1), Sentry's envelopes.
 * Guarantees: what does not have the form is answered 400 and stands in `faults`. Dispose ends every connection.
 * Not here: protobuf, gRPC; metrics and logs over OTLP.
 */
export { startOtlpCollector, type CollectedSpan, type OtlpCollector } from './otlp-collector.ts';
export { startSentryReceiver, type SentryReceiver } from './sentry-receiver.ts';
export type { ReceiverBehaviour } from './http-receiver.ts';
export {
  startWebhookReceiver,
  type ReceivedWebhook,
  type WebhookAnswer,
  type WebhookReceiver,
} from './webhook-receiver.ts';
