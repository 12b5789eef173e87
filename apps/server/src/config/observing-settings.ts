import { collectorUrl, sentryDsn } from './observing-form.ts';
import { optional } from './setting.ts';

/** Whom the program tells of its work, besides log and metrics. */
export const observingSettings = {
  otlpUrl: optional({
    name: 'SMTPY_OTLP_URL',
    section: 'Observing',
    text: 'An OpenTelemetry collector (OTLP over HTTP) that is sent traces of requests, messages and deliveries; `/v1/traces` is added to the URL. Header fields that it wants stand in `OTEL_EXPORTER_OTLP_HEADERS`. No addresses are sent.',
    form: collectorUrl,
    unset: 'nothing is traced',
    example: 'http://127.0.0.1:4318',
    pick: (config) => config.observing.otlpUrl,
  }),
  sentryDsn: optional({
    name: 'SMTPY_SENTRY_DSN',
    section: 'Observing',
    text: 'A Sentry project that is told of failures, without the addresses in them.',
    form: sentryDsn,
    isSecret: true,
    unset: 'failures stand in the log alone',
    example: 'https://publickey@sentry.example.com/1',
    pick: (config) => config.observing.sentryDsn,
  }),
};
