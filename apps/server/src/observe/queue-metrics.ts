import { Gauge } from 'prom-client';
import type { Events } from './events.ts';
import type { Metrics } from './metrics.ts';

/** What {@link collectQueueMetrics} needs. */
export interface QueueMetricsOptions {
  readonly metrics: Pick<Metrics, 'registry'>;
  readonly events: Pick<Events, 'failed'>;
  readonly readDepth: () => Promise<{
    /** Deliveries by state. */
    readonly states: Readonly<Record<string, number>>;
    readonly oldestDueSeconds: number;
  }>;
  /** How long a reading is used again; Prometheus usually asks four times a minute. */
  readonly maxAgeMs?: number;
  /** How long to wait for one. The supervisor waits 5 s for all. */
  readonly timeoutMs?: number;
}

/** What the two measurements of a queue are called and described as. */
interface QueueNames {
  readonly deliveries: { readonly name: string; readonly help: string };
  readonly oldest: { readonly name: string; readonly help: string };
}

/** Adds measurements of the queue of mail; see {@link collectDepth}. */
export function collectQueueMetrics(options: QueueMetricsOptions): void {
  collectDepth(options, {
    deliveries: {
      name: 'smtpy_queue_deliveries',
      help: 'Unfinished deliveries of the installation by state',
    },
    oldest: {
      name: 'smtpy_queue_oldest_due_seconds',
      help: 'How long the delivery waits that is due longest',
    },
  });
}

/** The same for events that wait for webhooks. */
export function collectWebhookMetrics(options: QueueMetricsOptions): void {
  collectDepth(options, {
    deliveries: {
      name: 'smtpy_webhook_deliveries',
      help: 'Events of the installation that are not sent to their webhooks yet, by state',
    },
    oldest: {
      name: 'smtpy_webhook_oldest_due_seconds',
      help: 'How long the event waits that is due longest',
    },
  });
}

/**
 * Adds measurements of a queue, read when they are asked for. One process of a machine does this: they are of the whole installation, and the
 * supervisor takes the largest. What cannot be read is absent, not zero.
 */
function collectDepth(options: QueueMetricsOptions, names: QueueNames): void {
  const registers = [options.metrics.registry];
  const collect = createReading(options, (depth) => {
    deliveries.reset();
    oldest.reset();
    if (depth === undefined) {
      oldest.remove();
      return;
    }
    for (const [state, count] of Object.entries(depth.states)) deliveries.set({ state }, count);
    oldest.set(depth.oldestDueSeconds);
  });
  const deliveries = new Gauge({
    ...names.deliveries,
    labelNames: ['state'],
    aggregator: 'max',
    registers,
    collect,
  });
  const oldest = new Gauge({
    ...names.oldest,
    aggregator: 'max',
    registers,
    collect,
  });
}

/** Reads at most once in a while, once for all who ask meanwhile; the failure of a reading counts as one. */
function createReading(
  { readDepth, events, maxAgeMs = 15_000, timeoutMs = 3_000 }: QueueMetricsOptions,
  use: (depth: Awaited<ReturnType<QueueMetricsOptions['readDepth']>> | undefined) => void,
): () => Promise<void> {
  let reading: Promise<void> = Promise.resolve();
  let readAtMs = Number.NEGATIVE_INFINITY;
  const read = async (): Promise<void> => {
    // Expected: the database is away, or slower than anybody waits.
    try {
      use(await within(readDepth(), timeoutMs));
    } catch (error) {
      use(undefined);
      events.failed('queue metrics', error);
    }
  };
  return () => {
    if (performance.now() - readAtMs >= maxAgeMs) {
      readAtMs = performance.now();
      reading = read();
    }
    return reading;
  };
}

async function within<T>(work: Promise<T>, timeoutMs: number): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => {
      reject(new Error(`no answer within ${timeoutMs} ms`));
    }, timeoutMs);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
