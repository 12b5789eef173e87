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
  /** An event was sent to a webhook, or could not be. */
  webhookAttempted(details: {
    readonly webhookId: string;
    readonly eventType: string;
    readonly outcome: 'delivered' | 'failed' | 'gone';
    readonly attempts: number;
    readonly durationMs: number;
  }): void;
  /** Claims that lapsed because their owner died or hung. */
  leasesRecovered(details: { readonly count: number }): void;
  /** An HTTP request began; `requestFinished` follows, whatever becomes of it. */
  requestStarted(): void;
  requestFinished(details: FinishedRequest): void;
  /** A live connection is open; `liveDisconnected` follows. */
  liveConnected(): void;
  /** `reason`: why this process closed it, or `client_gone`. */
  liveDisconnected(details: {
    readonly reason: string;
    readonly durationMs: number;
    readonly userId: string;
    readonly organizationId: string;
  }): void;
}

/** One HTTP request, as the access log tells of it. */
export interface FinishedRequest {
  readonly requestId: string;
  readonly method: string;
  /** The pattern of the path, never the path: paths hold tokens. `(none)` where no route fits. */
  readonly route: string;
  readonly status: number;
  readonly durationMs: number;
  /** Octets that were sent, with the header. */
  readonly bytes: number;
  /** Whether the client went before it had the whole answer. */
  readonly isAborted: boolean;
  /** Whether it only asks how the program is; logged at `debug`. */
  readonly isProbe: boolean;
  /** Of the client: a /24 or a /64. */
  readonly network: string;
  /** Logged at `debug` alone. */
  readonly ip: string;
  readonly userId?: string | undefined;
  readonly keyId?: string | undefined;
  readonly organizationId?: string | undefined;
  /** The span of a trusted proxy that it belongs to. */
  readonly parentSpan?: ParentSpan | undefined;
}

/** A place in somebody else's trace (W3C Trace Context §3.2). */
export interface ParentSpan {
  /** 32 hexadecimal digits in lower case, not all zero. */
  readonly traceId: string;
  /** 16 of them. */
  readonly spanId: string;
  /** Whether the caller records the trace. */
  readonly isSampled: boolean;
}

/** Who else is told of events, after log and metrics: traces and reports of failures. Must neither throw nor wait. */
export type EventObserver = Partial<
  Pick<Events, 'failed' | 'messageAccepted' | 'attemptFinished' | 'requestFinished'>
>;

/** Facts for a log line. Never a secret. */
export type Details = Readonly<Record<string, string | number | boolean | undefined>>;

/** Who hears of events. */
interface EventSinks {
  readonly logger: Logger;
  readonly metrics: Metrics;
  readonly observers?: readonly EventObserver[];
}

/** The events of a running program. */
export function createEvents({ logger, metrics, observers = [] }: EventSinks): Events {
  return {
    noted: (fact, details) => {
      logger.info({ event: 'noted', ...details }, fact);
    },
    failed: (action, error, details) => {
      metrics.failures.inc({ action });
      logger.error({ event: 'failed', action, err: error, ...details }, `${action} failed`);
      for (const observer of observers) observer.failed?.(action, error, details);
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
      for (const observer of observers) observer.messageAccepted?.(details);
    },
    attemptFinished: (details) => {
      metrics.attempts.inc({ outcome: details.outcome });
      if (details.outcome === 'delivered') metrics.deliverySeconds.observe(details.ageMs / 1000);
      logger.info({ event: 'attempt_finished', ...details }, `attempt ${details.outcome}`);
      for (const observer of observers) observer.attemptFinished?.(details);
    },
    webhookAttempted: (details) => {
      metrics.webhookAttempts.inc({ outcome: details.outcome });
      logger.info({ event: 'webhook_attempted', ...details }, `webhook ${details.outcome}`);
    },
    leasesRecovered: ({ count }) => {
      metrics.leasesRecovered.inc(count);
      logger.warn({ event: 'leases_recovered', count }, 'lapsed leases were taken back');
    },
    ...createRequestEvents({ logger, metrics, observers }),
    ...createLiveEvents({ logger, metrics }),
  };
}

function createLiveEvents({
  logger,
  metrics,
}: Pick<EventSinks, 'logger' | 'metrics'>): Pick<Events, 'liveConnected' | 'liveDisconnected'> {
  return {
    liveConnected: () => {
      metrics.liveConnections.inc();
    },
    liveDisconnected: (details) => {
      metrics.liveConnections.dec();
      metrics.liveEnds.inc({ reason: details.reason });
      logger.info({ event: 'live_disconnected', ...details }, 'live connection ended');
    },
  };
}

function createRequestEvents({
  logger,
  metrics,
  observers,
}: Required<EventSinks>): Pick<Events, 'requestStarted' | 'requestFinished'> {
  return {
    requestStarted: () => {
      metrics.httpInFlight.inc();
    },
    requestFinished: (request) => {
      const { method, route, status, durationMs } = request;
      metrics.httpInFlight.dec();
      metrics.httpSeconds.observe(
        { method, route, status: `${String(Math.floor(status / 100))}xx` },
        durationMs / 1000,
      );
      logRequest(logger, request);
      for (const observer of observers) observer.requestFinished?.(request);
    },
  };
}

function logRequest(logger: Logger, { isProbe, ip, parentSpan, ...facts }: FinishedRequest): void {
  const line = {
    event: 'request_finished',
    ...facts,
    ...(logger.isLevelEnabled('debug') ? { ip } : {}),
    traceId: parentSpan?.traceId,
  };
  logger[isProbe ? 'debug' : 'info'](line, 'request finished');
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
  webhookAttempted: () => undefined,
  leasesRecovered: () => undefined,
  requestStarted: () => undefined,
  requestFinished: () => undefined,
  liveConnected: () => undefined,
  liveDisconnected: () => undefined,
};
