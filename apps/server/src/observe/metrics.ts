import { AggregatorRegistry, collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';

/** The program's own measurements, in Prometheus' terms. Label values are few and known. */
export type Metrics = ReturnType<typeof createMetrics>;

/** Makes the measurements of one process in a registry of its own. */
export function createMetrics() {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry, prefix: 'smtpy_' });
  const registers = [registry];
  return {
    registry,
    connections: new Gauge({ name: 'smtpy_smtp_connections', help: 'Open SMTP connections', registers }),
    refusals: new Counter({
      name: 'smtpy_smtp_refusals_total',
      help: 'Refusals by stage and reply code',
      labelNames: ['stage', 'code'],
      registers,
    }),
    accepted: new Counter({
      name: 'smtpy_messages_accepted_total',
      help: 'Messages answered with 250',
      registers,
    }),
    acceptSeconds: new Histogram({
      name: 'smtpy_accept_seconds',
      help: 'From the end of the content to the reply',
      buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 5, 30],
      registers,
    }),
    attempts: new Counter({
      name: 'smtpy_delivery_attempts_total',
      help: 'Delivery attempts by outcome',
      labelNames: ['outcome'],
      registers,
    }),
    deliverySeconds: new Histogram({
      name: 'smtpy_delivery_seconds',
      help: 'From acceptance to delivery',
      buckets: [0.01, 0.03, 0.1, 0.3, 1, 3, 10, 60, 600, 3600, 86_400],
      registers,
    }),
    leasesRecovered: new Counter({
      name: 'smtpy_leases_recovered_total',
      help: 'Leases that lapsed and were taken back',
      registers,
    }),
    ...createHttpMetrics(registers),
    failures: new Counter({
      name: 'smtpy_failures_total',
      help: 'Unexpected failures that were answered as temporary',
      labelNames: ['action'],
      registers,
    }),
  };
}

/** Of the web role and of webhooks. Routes are patterns of paths, so there are as many as the program has. */
function createHttpMetrics(registers: Registry[]) {
  return {
    webhookAttempts: new Counter({
      name: 'smtpy_webhook_attempts_total',
      help: 'Attempts to tell webhooks of events, by outcome',
      labelNames: ['outcome'],
      registers,
    }),
    httpInFlight: new Gauge({
      name: 'smtpy_http_requests_in_flight',
      help: 'HTTP requests that are not answered yet',
      registers,
    }),
    httpSeconds: new Histogram({
      name: 'smtpy_http_request_seconds',
      help: 'HTTP requests by method, route and class of status',
      labelNames: ['method', 'route', 'status'],
      buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10, 30],
      registers,
    }),
    liveConnections: new Gauge({
      name: 'smtpy_live_connections',
      help: 'Open live connections',
      registers,
    }),
    liveEnds: new Counter({
      name: 'smtpy_live_ends_total',
      help: 'Ends of live connections by reason',
      labelNames: ['reason'],
      registers,
    }),
  };
}

/** Gives the measurements of this worker process to its supervisor whenever that asks. */
export function shareMetrics({ registry }: Metrics): void {
  // Making one adds the listener that answers; the registry is what it answers with.
  new AggregatorRegistry();
  AggregatorRegistry.setRegistries([registry]);
}

/** The measurements of all workers added up, in Prometheus' text format; for the supervisor. */
export function createSharedMetrics(): {
  readonly contentType: string;
  readonly read: () => Promise<string>;
} {
  const aggregator = new AggregatorRegistry();
  return { contentType: aggregator.contentType, read: () => aggregator.clusterMetrics() };
}
