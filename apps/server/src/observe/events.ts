import type { Logger } from './logger.ts';
import type { Metrics } from './metrics.ts';

/**
 * One function per thing that happens. Each feeds the log and the metrics; none ever throws.
 * Addresses are given in full by callers and logged by their domain alone below level `debug`.
 */
export interface Events {
  /** A program-level fact worth a line: a listener is up, a lock was taken, a partition was made. */
  noted(fact: string, details?: Details): void;
  /** Something unexpected that lost nothing: it was answered 451, deferred or will be tried again. */
  failed(action: string, error: unknown, details?: Details): void;
  connectionOpened(details: { readonly ip: string }): void;
  connectionClosed(details: { readonly ip: string; readonly reason?: string }): void;
  /** A command, recipient or message was refused; `reason` is private, `code` is what the peer saw. */
  refused(details: {
    readonly ip: string;
    readonly stage: string;
    readonly code: number;
    readonly reason: string;
  }): void;
  messageAccepted(details: {
    readonly messageId: string;
    readonly sizeBytes: number;
    readonly recipients: number;
    readonly durationMs: number;
  }): void;
  attemptFinished(details: {
    readonly deliveryId: string;
    readonly messageId: string;
    readonly queueKey: string;
    readonly outcome: 'delivered' | 'deferred' | 'bounced' | 'held';
    readonly stage: string;
    readonly code?: number;
    readonly host?: string;
    readonly durationMs: number;
    /** From acceptance to the end of this attempt. */
    readonly ageMs: number;
  }): void;
  /** Claims that lapsed because their owner died or hung. */
  leasesRecovered(details: { readonly count: number }): void;
}

/** Facts for a log line. Never a secret. */
export type Details = Readonly<Record<string, string | number | boolean | undefined>>;

/** The events of a running program. */
export function createEvents({
  logger,
  metrics,
}: {
  readonly logger: Logger;
  readonly metrics: Metrics;
}): Events {
  return {
    noted: (fact, details) => {
      logger.info({ event: 'noted', ...details }, fact);
    },
    failed: (action, error, details) => {
      metrics.failures.inc({ action });
      logger.error({ event: 'failed', action, err: error, ...details }, `${action} failed`);
    },
    connectionOpened: ({ ip }) => {
      metrics.connections.inc();
      logger.debug({ event: 'connection_opened', ip }, 'connection opened');
    },
    connectionClosed: ({ ip, reason }) => {
      metrics.connections.dec();
      logger.debug({ event: 'connection_closed', ip, reason }, 'connection closed');
    },
    refused: ({ ip, stage, code, reason }) => {
      metrics.refusals.inc({ stage, code: String(code) });
      logger.info({ event: 'refused', ip, stage, code, reason }, 'refused');
    },
    messageAccepted: (details) => {
      metrics.accepted.inc();
      metrics.acceptSeconds.observe(details.durationMs / 1000);
      logger.info({ event: 'message_accepted', ...details }, 'message accepted');
    },
    attemptFinished: (details) => {
      metrics.attempts.inc({ outcome: details.outcome });
      if (details.outcome === 'delivered') metrics.deliverySeconds.observe(details.ageMs / 1000);
      logger.info({ event: 'attempt_finished', ...details }, `attempt ${details.outcome}`);
    },
    leasesRecovered: ({ count }) => {
      metrics.leasesRecovered.inc(count);
      logger.warn({ event: 'leases_recovered', count }, 'lapsed leases were taken back');
    },
  };
}

/** Events that go nowhere: for commands that print their result, and for tests that look elsewhere. */
export const silentEvents: Events = {
  noted: () => undefined,
  failed: () => undefined,
  connectionOpened: () => undefined,
  connectionClosed: () => undefined,
  refused: () => undefined,
  messageAccepted: () => undefined,
  attemptFinished: () => undefined,
  leasesRecovered: () => undefined,
};
