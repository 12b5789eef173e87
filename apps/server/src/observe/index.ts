/**
 * Purpose: the log, the metrics and the clock of a process, and one call per event that feeds them; by configuration also traces and reports of
 * failures.
 *
 * Guarantees: no call throws or waits; metric labels have few values.
 *
 * Standards: OTLP 1.x over HTTP with JSON, W3C Trace Context (by whom a request was caused).
 *
 * Security: what leaves the machine has no addresses in it. Secrets never reach a log line; addresses appear by their domain alone above level `debug`.
 *
 * Not here: the timeline of a message; that is rows in `events`, written by `queue/`.
 */
export {
  createEvents,
  silentEvents,
  type Details,
  type EventObserver,
  type Events,
  type FinishedRequest,
  type ParentSpan,
} from './events.ts';
export { systemClock, type Clock } from './clock.ts';
export { startObservers, type Observers, type ObserversOptions } from './observers.ts';
export { createLogger, type Logger } from './logger.ts';
export { collectQueueMetrics, collectWebhookMetrics, type QueueMetricsOptions } from './queue-metrics.ts';
export { createMetrics, createSharedMetrics, shareMetrics, type Metrics } from './metrics.ts';
