import { defaultStackParser, LightNodeClient, makeNodeTransport, Scope } from '@sentry/node-core/light';
import type { Details, EventObserver } from './events.ts';
import { scrubAddresses } from './scrub.ts';

/** Where failures are reported and what reports say of this process. */
export interface FailureReportOptions {
  /** Of a Sentry project. */
  readonly dsn: string;
  readonly version: string;
  readonly role: string;
  readonly mode: string;
  /** How long what is left may take at the end; default 2 s. */
  readonly flushMs?: number;
}

/** A database that is away fails a thousand times a second; one report of each kind a minute tells it. */
const repeatAfterMs = 60_000;

/** An observer that reports failures. Disposing sends what is left. */
export interface FailureReports extends AsyncDisposable {
  readonly observer: EventObserver;
}

/** Reports failures to Sentry: the action, the error with its causes and places in the code, and the details, with no addresses in them. */
export function createFailureReports(options: FailureReportOptions): FailureReports {
  const { dsn, version, role, mode, flushMs = 2_000 } = options;
  const client = new LightNodeClient({
    dsn,
    release: `smtpy@${version}`,
    environment: mode,
    transport: makeNodeTransport,
    stackParser: defaultStackParser,
    // None: they add what they find in the process, and listen to what happens in it.
    integrations: [],
    includeServerName: false,
    sendClientReports: false,
    dataCollection: { userInfo: false },
  });
  const reportedAtMs = new Map<string, number>();
  return {
    observer: {
      failed: (action, error, details) => {
        const lastMs = reportedAtMs.get(action);
        const nowMs = performance.now();
        if (lastMs !== undefined && nowMs - lastMs < repeatAfterMs) return;
        reportedAtMs.set(action, nowMs);
        client.captureEvent(
          {
            level: 'error',
            server_name: role,
            tags: { action },
            fingerprint: [action, nameOf(error)],
            extra: scrubDetails(details),
            exception: { values: chainOf(error).map(toException) },
          },
          {},
          new Scope(),
        );
      },
    },
    [Symbol.asyncDispose]: async () => {
      await client.close(flushMs);
    },
  };
}

/** An error and its causes, as many as anybody reads. */
const maxCauses = 5;

/** The causes first, as Sentry lists them. */
function chainOf(error: unknown): readonly unknown[] {
  const chain: unknown[] = [];
  for (let link = error; link !== undefined && chain.length < maxCauses;) {
    chain.unshift(link);
    link = link instanceof Error && link.cause !== link ? link.cause : undefined;
  }
  return chain;
}

function toException(error: unknown) {
  if (!(error instanceof Error)) return { type: nameOf(error), value: scrubAddresses(String(error)) };
  return {
    type: nameOf(error),
    value: scrubAddresses(error.message),
    // Only places in the code are taken from it: its first lines repeat the message.
    stacktrace: { frames: defaultStackParser(stackLines(error)) },
  };
}

/** What is no place may look like one: a message of several lines. */
function stackLines({ stack = '', message }: Error): string {
  return stack.replace(message, '');
}

function nameOf(error: unknown): string {
  return error instanceof Error ? error.name : typeof error;
}

function scrubDetails(details: Details = {}): Details {
  return Object.fromEntries(
    Object.entries(details).map(([name, value]) => [
      name,
      typeof value === 'string' ? scrubAddresses(value) : value,
    ]),
  );
}
