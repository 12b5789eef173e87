/**
 * Purpose: the log, the metrics and the clock of a process, and one call per event that feeds them.
 *
 * Guarantees: no call throws or waits; metric labels have few values.
 *
 * Security: secrets never reach a log line; addresses appear by their domain alone above level `debug`.
 *
 * Not here: the timeline of a message; that is rows in `events`, written by `queue/`.
 */
export { createEvents, silentEvents, type Details, type Events } from './events.ts';
export { systemClock, type Clock } from './clock.ts';
export { createLogger, type Logger } from './logger.ts';
export { createMetrics, createSharedMetrics, shareMetrics, type Metrics } from './metrics.ts';
